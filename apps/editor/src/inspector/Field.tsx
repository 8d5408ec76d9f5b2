import { NumberInput, Select, Slider, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { t } from '../i18n/i18n.ts';
import { ColumnField, ColumnsField } from './ColumnField.tsx';
import { EntriesField } from './EntriesField.tsx';
import { canBeExpression, ExpressionSwitch } from './ExpressionSwitch.tsx';
import { FileField } from './FileField.tsx';
import { useForm, type FieldProps } from './form-context.ts';
import type { Choice, FieldType, Json } from './form-fields.ts';
import type { Frame } from './frame.ts';
import { asList } from './form-values.ts';
import { GroupField } from './GroupField.tsx';
import styles from './Inspector.module.css';
import { JsonField } from './JsonField.tsx';
import { ListField } from './ListField.tsx';
import { SecretField } from './SecretField.tsx';
import { VariantsField } from './VariantsField.tsx';

const CodeField = lazy(() => import('../code/CodeField.tsx'));

/** One parameter, drawn as its schema says; or the expression that gives its value. */
export function Field(props: FieldProps) {
  const { field, path, value, onChange } = props;
  const { errors, takesExpressions } = useForm();
  const frame = {
    label: field.title,
    description: field.description,
    withAsterisk: field.required && field.default === undefined,
    error: errors.get(path),
    size: 'xs' as const,
  };
  const plain = <PlainField {...props} frame={frame} />;
  return takesExpressions && canBeExpression(field) ? <ExpressionSwitch field={field} value={value} onChange={onChange} frame={frame}>{plain}</ExpressionSwitch> : plain;
}

function PlainField({ field, path, value, onChange, frame }: FieldProps & { readonly frame: Frame }) {
  const shown = value ?? field.default;
  const { type } = field;
  switch (type.kind) {
    case 'text':
      return <TextField frame={frame} field={field} value={value} onChange={onChange} />;
    case 'number':
      return withSlider(type, shown, frame.label, onChange, (
        <NumberInput
          {...frame}
          description={withRange(field.description, type.range)}
          value={typeof shown === 'number' ? shown : ''}
          placeholder={field.required ? undefined : t('not set')}
          allowDecimal={!type.whole}
          {...(type.minimum === undefined ? {} : { min: type.minimum })}
          {...(type.maximum === undefined ? {} : { max: type.maximum })}
          clampBehavior="none"
          step={type.whole || (type.maximum ?? 2) > 1 ? 1 : 0.05}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      ));
    case 'boolean':
      return <Switch {...frame} checked={shown === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return (
        <Select
          {...frame}
          data={type.choices.map(({ value: choice, label }) => ({ value: String(choice), label: t(label) }))}
          value={shown === undefined || shown === null ? null : String(shown)}
          placeholder={t('Choose')}
          clearable={!field.required && field.default === undefined}
          allowDeselect={false}
          onChange={(next) => onChange(choiceOf(type.choices, next))}
        />
      );
    case 'choices':
      return <TagsInput {...frame} data={type.choices.map(({ label }) => label)} value={asList(shown).map(String)} onChange={(next) => onChange(next.map((text) => choiceOf(type.choices, text) ?? text))} />;
    case 'strings':
      return <TagsInput {...frame} value={asList(shown).map(String)} placeholder={t('Type and press Enter')} splitChars={[]} acceptValueOnBlur onChange={onChange} />;
    case 'file':
      return <FileField frame={frame} value={shown} onChange={onChange} />;
    case 'secret':
      return <SecretField frame={frame} field={field} value={value} onChange={onChange} />;
    case 'column':
      return <ColumnField frame={frame} of={type.of} value={shown} required={field.required} onChange={onChange} />;
    case 'columns':
      return <ColumnsField frame={frame} of={type.of} path={path} value={shown} onChange={onChange} />;
    case 'list':
      return <ListField frame={frame} item={type.item} path={path} value={shown} onChange={onChange} />;
    case 'group':
      return <GroupField frame={frame} fields={type.fields} path={path} value={shown} onChange={onChange} />;
    case 'variants':
      return <VariantsField frame={frame} type={type} path={path} value={shown} onChange={onChange} />;
    case 'entries':
      return <EntriesField frame={frame} value={shown} onChange={onChange} />;
    case 'json':
      return <JsonField frame={frame} value={shown} onChange={onChange} />;
    default:
      return type satisfies never;
  }
}

function TextField({ frame, field, value, onChange }: Pick<FieldProps, 'field' | 'value' | 'onChange'> & { readonly frame: Frame }) {
  if (field.type.kind !== 'text') return null;
  const { look, placeholder, language = 'text', of } = field.type;
  const shown = value ?? field.default;
  const common = {
    ...frame,
    value: typeof shown === 'string' ? shown : shown === undefined || shown === null ? '' : String(shown),
    placeholder: placeholder ?? (field.required ? '' : t('not set')),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const text = event.currentTarget.value;
      onChange(text === '' && !field.required && field.default === undefined ? undefined : text);
    },
  };
  if (look === 'multiline') return <Textarea {...common} autosize minRows={3} maxRows={12} />;
  if (look === 'code') {
    const simple = <Textarea {...common} autosize minRows={5} maxRows={20} spellCheck={false} styles={{ input: { fontFamily: 'var(--font-mono)' } }} />;
    return <Suspense fallback={simple}><CodeField frame={frame} language={language} of={of} value={shown} placeholder={placeholder} onChange={(text) => onChange(text === '' && !field.required && field.default === undefined ? undefined : text)} /></Suspense>;
  }
  return <TextInput {...common} spellCheck={false} />;
}

/** A share has a slider beside its number; the slider keeps off an end that the schema leaves out. */
function withSlider(type: Extract<FieldType, { kind: 'number' }>, shown: Json | undefined, label: string, onChange: (value: Json | undefined) => void, input: ReactNode): ReactNode {
  if (!type.share) return input;
  return (
    <div className={styles.share}>
      {input}
      <Slider
        size="xs" thumbLabel={t('{{label}}, slider', { label })} label={null} min={type.minimum ?? 0.01} max={type.maximum ?? 0.99} step={0.01}
        value={typeof shown === 'number' ? shown : type.minimum ?? 0.01}
        onChange={(next) => onChange(Number(next.toFixed(4)))}
      />
    </div>
  );
}

function withRange(description: string | undefined, range: string): string | undefined {
  const sentence = range === '' ? '' : t('{{range}}.', { range: `${range.charAt(0).toUpperCase()}${range.slice(1)}` });
  return description === undefined || sentence === '' ? description ?? (sentence || undefined) : t('{{description}} {{sentence}}', { description, sentence });
}

function choiceOf(choices: readonly Choice[], text: string | null): Json | undefined {
  return choices.find((choice) => String(choice.value) === text)?.value;
}
