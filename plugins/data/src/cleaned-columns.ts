import { missingColumn, type Column, type Phrase } from '@millrace/sdk';
import type { CleanStepParams } from './clean-steps.ts';

/** The columns after the steps. Each step is looked at with what the one before leaves; what it lacks is reported at its place. */
export function cleanedColumns(table: readonly Column[], steps: readonly CleanStepParams[], report: (parameter: string, message: Phrase) => void): readonly Column[] {
  let columns = table;
  for (const [index, step] of steps.entries()) {
    for (const { at, name } of namesIn(step)) {
      if (!columns.some((column) => column.name === name)) report(`steps.${index}.${at}`, missingColumn(name, columns));
    }
    columns = after(step, columns);
  }
  return columns;
}

function namesIn(step: CleanStepParams): readonly { readonly at: string; readonly name: string }[] {
  switch (step.step) {
    case 'rename': return [{ at: 'from', name: step.from }];
    case 'cast':
    case 'filter': return [{ at: 'column', name: step.column }];
    default: return step.columns.map((name, place) => ({ at: `columns.${place}`, name }));
  }
}

function after(step: CleanStepParams, columns: readonly Column[]): readonly Column[] {
  switch (step.step) {
    case 'rename': return columns.map((column) => (column.name === step.from ? { ...column, name: step.to } : column));
    case 'cast': return columns.map((column) => (column.name === step.column ? { ...column, type: step.type } : column));
    case 'combine': return [...columns, { name: step.into, type: 'text' }];
    default: return columns;
  }
}
