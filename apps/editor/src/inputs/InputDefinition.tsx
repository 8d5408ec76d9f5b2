import { Button, NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { inputNameSchema, inputTypes, inputValueProblem, readInputText, type InputType, type WorkflowInput } from '@millrace/workflow';
import { useState } from 'react';
import { inWords, later, t } from '../i18n/i18n.ts';
import { titleOf } from '../inspector/form-fields.ts';
import styles from './Inputs.module.css';

const typeWords: Readonly<Record<InputType, string>> = {
  text: later('Text'), number: later('Number'), integer: later('Whole number'), boolean: later('Yes or no'), choice: later('Choice'), date: later('Date'), file: later('File'),
};

interface InputDefinitionProps {
  readonly input: WorkflowInput;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly onChange: (input: WorkflowInput) => void;
  readonly onRemove: () => void;
}

/** How one input is defined. */
export function InputDefinition({ input, open, onToggle, onChange, onRemove }: InputDefinitionProps) {
  const { name, type, title, description, default: usual, minimum, maximum, choices } = input;
  const [draft, setDraft] = useState<string>();
  const nameProblem = draft === undefined ? undefined : inputNameSchema.safeParse(draft).error?.issues[0]?.message;
  const wrong = usual === undefined ? undefined : inputValueProblem(input, usual);
  const set = (change: { readonly [Key in keyof WorkflowInput]?: WorkflowInput[Key] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...input, ...change }).filter(([, value]) => value !== undefined));
    onChange(next as WorkflowInput); // the input, with properties of their own types
  };
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined);
  return (
    <details className={styles.definition} open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle(event.currentTarget.open)} data-testid={`input-${name}`}>
      <summary><code>{name}</code> <span className="quiet">{t(typeWords[type])}{usual === undefined ? ` · ${t('needed')}` : ''}</span></summary>
      {open && (
        <div className={styles.form}>
          <TextInput
            size="xs" label={t('Name')} description={t('Expressions write inputs.{{name}}', { name })} value={draft ?? name} spellCheck={false} error={nameProblem}
            onChange={(event) => {
              const text = event.currentTarget.value;
              const fits = inputNameSchema.safeParse(text).success;
              setDraft(fits ? undefined : text);
              if (fits) set({ name: text });
            }}
          />
          <Select
            size="xs" label={t('Type')} allowDeselect={false} value={type} data={inputTypes.map((value) => ({ value, label: t(typeWords[value]) }))}
            onChange={(next) => {
              const chosen = inputTypes.find((value) => value === next);
              if (chosen) set({ type: chosen, default: undefined, minimum: undefined, maximum: undefined, choices: chosen === 'choice' ? choices ?? [] : undefined });
            }}
          />
          <TextInput size="xs" label={t('Title')} placeholder={titleOf(name)} value={title ?? ''} maxLength={200} onChange={(event) => set({ title: event.currentTarget.value || undefined })} />
          <Textarea size="xs" label={t('Description')} autosize minRows={1} maxRows={6} value={description ?? ''} maxLength={2000} onChange={(event) => set({ description: event.currentTarget.value || undefined })} />
          {(type === 'number' || type === 'integer') && (
            <div className={styles.pair}>
              <NumberInput size="xs" label={t('Minimum')} value={minimum ?? ''} onChange={(value) => set({ minimum: number(value) })} />
              <NumberInput size="xs" label={t('Maximum')} value={maximum ?? ''} onChange={(value) => set({ maximum: number(value) })} />
            </div>
          )}
          {type === 'choice' && <TagsInput size="xs" label={t('Choices')} placeholder={t('Type and press Enter')} splitChars={[]} acceptValueOnBlur value={choices ?? []} onChange={(next) => set({ choices: next })} error={choices?.length ? undefined : t('Add a choice')} />}
          {type === 'boolean'
            ? <Select size="xs" label={t('Default')} clearable placeholder={t('none: each run must give a value')} value={usual === undefined ? null : String(usual)} data={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} onChange={(value) => set({ default: value === null ? undefined : value === 'true' })} />
            : <TextInput size="xs" label={t('Default')} placeholder={t('none: each run must give a value')} value={usual === undefined ? '' : String(usual)} error={wrong && inWords(wrong)} onChange={(event) => set({ default: event.currentTarget.value === '' ? undefined : readInputText(input, event.currentTarget.value) })} />}
          <Button variant="subtle" color="gray" size="xs" onClick={onRemove}>{t('Remove this input')}</Button>
        </div>
      )}
    </details>
  );
}
