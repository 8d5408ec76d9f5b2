import { Autocomplete, TagsInput } from '@mantine/core';
import type { Column } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { useForm } from './form-context.ts';
import type { Json } from './form-fields.ts';
import { asList } from './form-values.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';
import { useKnownColumns } from './use-known-columns.ts';

interface ColumnFieldProps {
  readonly frame: Frame;
  /** The input whose columns are meant. */
  readonly of: string | undefined;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** A column's name, chosen from those that the table will have, or written. */
export function ColumnField({ frame, of, value, required, onChange }: ColumnFieldProps & { readonly required: boolean }) {
  const columns = useKnownColumns(of);
  return (
    <Autocomplete
      {...frame}
      description={frame.description ?? hint(columns)}
      data={columns.map(({ name }) => name)}
      renderOption={({ option }) => <Option name={option.value} columns={columns} />}
      limit={200}
      comboboxProps={{ withinPortal: true }}
      value={typeof value === 'string' ? value : ''}
      placeholder={required ? t('Column') : t('not set')}
      spellCheck={false}
      onChange={(next) => onChange(next === '' && !required ? undefined : next)}
    />
  );
}

/** Several columns' names. */
export function ColumnsField({ frame, of, path, value, onChange }: ColumnFieldProps & { readonly path: string }) {
  const { errors } = useForm();
  const columns = useKnownColumns(of);
  const chosen = asList(value).map(String);
  const error = frame.error ?? chosen.map((_, place) => errors.get(`${path}.${place}`)).find((message) => message !== undefined);
  return (
    <TagsInput
      {...frame}
      error={error}
      description={frame.description ?? hint(columns)}
      data={columns.map(({ name }) => name)}
      renderOption={({ option }) => <Option name={option.value} columns={columns} />}
      limit={200}
      comboboxProps={{ withinPortal: true }}
      value={chosen}
      placeholder={chosen.length === 0 ? t('Columns') : ''}
      acceptValueOnBlur
      splitChars={[]}
      onChange={onChange}
    />
  );
}

function Option({ name, columns }: { readonly name: string; readonly columns: readonly Column[] }) {
  return (
    <span className={styles.option}>
      <span>{name}</span>
      <span className="quiet">{columns.find((column) => column.name === name)?.type}</span>
    </span>
  );
}

function hint(columns: readonly Column[]): string | undefined {
  return columns.length === 0 ? t('Columns are listed here once a table is wired, or the step before has run') : undefined;
}
