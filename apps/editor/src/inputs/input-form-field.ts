import type { WorkflowInput } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { titleOf, type FieldType, type FormField } from '../inspector/form-fields.ts';

/** An input as a field of a form. */
export function inputFormField(input: WorkflowInput): FormField {
  const { name, title, description, default: usual } = input;
  return {
    name, title: title ?? titleOf(name), required: usual === undefined, type: fieldType(input),
    ...(description === undefined ? {} : { description }),
    ...(usual === undefined ? {} : { default: usual }),
  };
}

function fieldType(input: WorkflowInput): FieldType {
  const { type, minimum, maximum, choices = [] } = input;
  switch (type) {
    case 'text':
      return { kind: 'text', look: 'line' };
    case 'date':
      return { kind: 'text', look: 'line', placeholder: '2026-03-31' };
    case 'number':
    case 'integer': {
      const range = [
        minimum === undefined ? '' : t('at least {{bound}}', { bound: minimum }),
        maximum === undefined ? '' : t('at most {{bound}}', { bound: maximum }),
      ].filter((part) => part !== '').join(t(', '));
      return { kind: 'number', whole: type === 'integer', range, ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
    }
    case 'boolean':
      return { kind: 'boolean' };
    case 'choice':
      return { kind: 'choice', choices: choices.map((choice) => ({ value: choice, label: choice })) };
    case 'file':
      return { kind: 'file' };
    default:
      return type satisfies never;
  }
}
