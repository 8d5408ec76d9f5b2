import type { Template } from '@millrace/workflow';

/** The templates that have every word of a query in what people read of them, or among the words for their nodes. */
export function searchTemplates(templates: readonly Template[], query: string, wordsOf: (template: Template) => string): readonly Template[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return templates.filter((template) => {
    const text = wordsOf(template).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
