import type { CleanStep } from '@millrace/tables';
import { z } from 'zod';

const column = z.string().min(1).meta({ title: 'Column', field: 'column', of: 'table' });
const columns = z.array(z.string().min(1)).default([]).meta({ title: 'Columns', description: 'All columns when empty.', field: 'column', of: 'table' });
const textColumns = z.array(z.string().min(1)).default([]).meta({ title: 'Columns', description: 'All text columns when empty.', field: 'column', of: 'table' });

const dropMissing = z.object({
  step: z.literal('drop-missing'),
  columns,
  how: z.enum(['any', 'all']).default('any').meta({ title: 'Drop a row when', description: '"any": one of the columns is missing; "all": all of them are.' }),
}).meta({ title: 'Drop missing', description: 'Removes rows that lack a value.' });

const deduplicate = z.object({
  step: z.literal('deduplicate'),
  columns,
  keep: z.enum(['first', 'last', 'none']).default('first').meta({ title: 'Keep', description: 'Which of equal rows stays.' }),
}).meta({ title: 'Remove duplicates', description: 'Removes rows that are equal in the columns.' });

const trim = z.object({ step: z.literal('trim'), columns: textColumns }).meta({ title: 'Trim', description: 'Removes white space at both ends of texts.' });
const lowercase = z.object({ step: z.literal('lowercase'), columns: textColumns }).meta({ title: 'Lower-case' });
const emptyToMissing = z.object({ step: z.literal('empty-to-missing'), columns: textColumns }).meta({ title: 'Empty to missing', description: 'Makes texts of nothing but white space missing.' });

const replace = z.object({
  step: z.literal('replace'),
  pattern: z.string().min(1).max(1_000).meta({ title: 'Pattern', description: 'A regular expression (RE2); every match is replaced.' }),
  replacement: z.string().max(1_000).default('').meta({ title: 'Replacement', description: '\\1 stands for the first group.' }),
  columns: textColumns,
  ignoreCase: z.boolean().default(false).meta({ title: 'Ignore case' }),
}).meta({ title: 'Replace', description: 'Replaces what a regular expression matches.' });

const rename = z.object({
  step: z.literal('rename'),
  from: column,
  to: z.string().min(1).max(200).meta({ title: 'New name' }),
}).meta({ title: 'Rename column' });

const cast = z.object({
  step: z.literal('cast'),
  column,
  type: z.enum(['text', 'integer', 'number', 'boolean', 'date', 'timestamp']).meta({ title: 'Type' }),
  onFailure: z.enum(['fail', 'missing']).default('fail').meta({ title: 'A value that does not fit', description: '"fail" stops and names it; "missing" empties the cell.' }),
}).meta({ title: 'Change type' });

const filter = z.object({
  step: z.literal('filter'),
  column,
  operator: z.enum(['=', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'in', 'is-missing', 'is-not-missing']).default('=').meta({ title: 'Keep rows where it' }),
  value: z.string().max(10_000).default('').meta({ title: 'Value', description: 'For "in", values with commas between them; for "matches", a regular expression (RE2).' }),
}).meta({ title: 'Filter rows', description: 'Keeps the rows that pass.' });

const combine = z.object({
  step: z.literal('combine'),
  columns: z.array(z.string().min(1)).min(1).meta({ title: 'Columns', field: 'column', of: 'table' }),
  into: z.string().min(1).max(200).meta({ title: 'New column' }),
  separator: z.string().max(100).default(' ').meta({ title: 'Between them' }),
}).meta({ title: 'Combine columns', description: 'Joins columns to one text; missing counts as empty.' });

/** The ways to clean a table, applied in order. */
export const cleanStepSchema = z.discriminatedUnion('step', [dropMissing, deduplicate, trim, lowercase, emptyToMissing, replace, rename, cast, filter, combine]);
export type CleanStepParams = z.output<typeof cleanStepSchema>;

/** A step as tables understand it. */
export function toCleanStep(params: CleanStepParams): CleanStep {
  switch (params.step) {
    case 'filter':
      return { step: 'filter', filter: toFilter(params) };
    case 'drop-missing':
    case 'deduplicate':
    case 'trim':
    case 'lowercase':
    case 'empty-to-missing':
    case 'replace': {
      const { columns, ...rest } = params;
      return columns.length === 0 ? rest : params;
    }
    default:
      return params;
  }
}

function toFilter({ column, operator, value }: Extract<CleanStepParams, { step: 'filter' }>): Extract<CleanStep, { step: 'filter' }>['filter'] {
  switch (operator) {
    case 'is-missing':
    case 'is-not-missing':
      return { column, operator };
    case 'in':
      return { column, operator, value: value.split(',').map((part) => part.trim()) };
    default:
      return { column, operator, value };
  }
}
