import { Select } from '@mantine/core';
import { Fragment } from 'react';
import { t } from '../i18n/i18n.ts';
import { useForm } from './form-context.ts';
import type { FieldType, Json } from './form-fields.ts';
import { asObject, initialValues, withProperty } from './form-values.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

interface VariantsFieldProps {
  readonly frame: Frame;
  readonly type: Extract<FieldType, { kind: 'variants' }>;
  readonly path: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** An object of one of several shapes: which one, then its properties. */
export function VariantsField({ frame, type, path, value, onChange }: VariantsFieldProps) {
  const { renderField } = useForm();
  const object = asObject(value);
  const variant = type.variants.find((candidate) => candidate.value === object[type.tag]);
  const choose = (tag: string | null) => {
    const next = type.variants.find((candidate) => candidate.value === tag);
    if (!next) return;
    const kept = Object.fromEntries(next.fields.flatMap(({ name }) => (object[name] === undefined ? [] : [[name, object[name]]])));
    onChange({ [type.tag]: next.value, ...initialValues(next.fields), ...kept });
  };
  return (
    <div className={styles.variant}>
      <Select
        {...frame}
        {...(frame.label === '' ? { label: undefined, 'aria-label': t('Kind') } : {})}
        data={type.variants.map(({ value: tag, title }) => ({ value: tag, label: title }))}
        value={variant?.value ?? null}
        placeholder={t('Choose')}
        allowDeselect={false}
        onChange={choose}
      />
      {variant?.description && <p className={styles.hint}>{variant.description}</p>}
      {variant?.fields.map((field) => (
        <Fragment key={field.name}>
          {renderField({
            field,
            path: `${path}.${field.name}`,
            value: object[field.name],
            onChange: (next) => onChange(withProperty(object, field.name, next)),
          })}
        </Fragment>
      ))}
    </div>
  );
}
