import { Autocomplete, TagsInput } from '@mantine/core';
import { useMemo } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { useRunView } from '../runs/current-run.ts';
import { useForm } from './form-context.ts';
import type { Json } from './form-fields.ts';
import { asList } from './form-values.ts';
import type { Frame } from './frame.ts';
import { knownColumns } from './known-columns.ts';

interface ColumnFieldProps {
  readonly frame: Frame;
  /** The input whose columns are meant. */
  readonly of: string | undefined;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** A column's name, chosen from those that the last run showed, or written. */
export function ColumnField({ frame, of, value, required, onChange }: ColumnFieldProps & { readonly required: boolean }) {
  const columns = useColumns(of);
  return (
    <Autocomplete
      {...frame}
      description={frame.description ?? hint(columns)}
      data={[...columns]}
      value={typeof value === 'string' ? value : ''}
      placeholder={required ? 'Column' : 'not set'}
      spellCheck={false}
      onChange={(next) => onChange(next === '' && !required ? undefined : next)}
    />
  );
}

/** Several columns' names. */
export function ColumnsField({ frame, of, value, onChange }: ColumnFieldProps) {
  const columns = useColumns(of);
  const chosen = asList(value).map(String);
  return (
    <TagsInput
      {...frame}
      description={frame.description ?? hint(columns)}
      data={[...columns]}
      value={chosen}
      placeholder={chosen.length === 0 ? 'Columns' : ''}
      acceptValueOnBlur
      splitChars={[]}
      onChange={onChange}
    />
  );
}

function useColumns(of: string | undefined): readonly string[] {
  const { nodeId } = useForm();
  const document = useWorkflow((state) => state.document);
  const run = useRunView((view) => view.run);
  return useMemo(() => knownColumns(document, run, nodeId, of).map((column) => column.name), [document, run, nodeId, of]);
}

function hint(columns: readonly string[]): string | undefined {
  return columns.length === 0 ? 'Columns are listed here once the step before has run' : undefined;
}
