import type { RunScope } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** Which part of the workflow a run runs, in a few words. */
export function scopeWords(scope: RunScope, nameOf: (nodeId: string) => string): string {
  const names = (ids: readonly string[]) => {
    const [first = '', ...others] = ids;
    return others.length === 0 ? nameOf(first) : t('{{name}} and {{more}} more', { name: nameOf(first), more: others.length });
  };
  if ('only' in scope) return t('only {{names}}', { names: names(scope.only) });
  if (!('from' in scope)) return t('to {{names}}', { names: names(scope.to) });
  if (scope.to) return t('from {{from}} to {{to}}', { from: names(scope.from), to: names(scope.to) });
  return t('from {{names}}', { names: names(scope.from) });
}
