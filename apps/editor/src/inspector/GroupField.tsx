import { Fragment } from 'react';
import type { FormField, Json } from './form-fields.ts';
import { useForm } from './form-context.ts';
import { asObject, withProperty } from './form-values.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

interface GroupFieldProps {
  readonly frame: Frame;
  readonly fields: readonly FormField[];
  readonly path: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** An object: its properties below one another. */
export function GroupField({ frame, fields, path, value, onChange }: GroupFieldProps) {
  const { renderField } = useForm();
  const object = asObject(value);
  return (
    <fieldset className={styles.group}>
      {frame.label !== '' && <legend>{frame.label}</legend>}
      {frame.description && <p className={styles.hint}>{frame.description}</p>}
      {frame.error && <p className={styles.error}>{frame.error}</p>}
      {fields.map((field) => (
        <Fragment key={field.name}>
          {renderField({
            field,
            path: `${path}.${field.name}`,
            value: object[field.name],
            onChange: (next) => onChange(withProperty(object, field.name, next)),
          })}
        </Fragment>
      ))}
    </fieldset>
  );
}
