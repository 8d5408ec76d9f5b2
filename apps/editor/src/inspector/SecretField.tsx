import { Button, Group, Input, Select } from '@mantine/core';
import { asSecret, secretOf } from '@millrace/workflow';
import { useRef } from 'react';
import { t } from '../i18n/i18n.ts';
import { words } from '../runs/node-line.ts';
import { showSecrets } from '../secrets/secrets-store.ts';
import { useLists } from '../shell/lists-store.ts';
import type { FieldProps } from './form-context.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

/** Stands among the names; none begins with a space. */
const another = ' new';

/** The name of a secret, chosen from those there are; or, in an older workflow, a value that should become one. */
export function SecretField({ frame, field, value, onChange }: Pick<FieldProps, 'field' | 'value' | 'onChange'> & { readonly frame: Frame }) {
  const home = useRef<HTMLDivElement>(null);
  const known = useLists((lists) => lists.secrets) ?? [];
  const name = secretOf(value);
  const take = (chosen: string) => onChange(asSecret(chosen));
  const focusField = () => home.current?.querySelector<HTMLElement>('input:not([type=hidden]), button')?.focus();
  const suggested = words(field.name).toLowerCase().replaceAll(' ', '-');
  if (typeof value === 'string' && value !== '') {
    return (
      <Input.Wrapper {...frame} ref={home} labelElement="div" error={undefined}>
        <p className={styles.error}>{t('A value stands here, in the workflow: whoever sees the workflow can read it')}</p>
        <Group gap={6} mt={6} role="group" aria-label={frame.label}>
          <Button size="compact-xs" onClick={() => showSecrets({ kind: 'form', suggested, value, onStored: take }, focusField)}>{t('Store as secret…')}</Button>
          <Button size="compact-xs" variant="default" onClick={() => onChange(undefined)}>{t('Remove it')}</Button>
        </Group>
      </Input.Wrapper>
    );
  }
  const names = known.map((secret) => secret.name);
  const data = [...(name === undefined || names.includes(name) ? names : [...names, name]), another];
  return (
    <Select
      wrapperProps={{ ref: home }}
      {...frame}
      data={data.map((item) => ({ value: item, label: item === another ? t('New secret…') : item }))}
      value={name ?? null}
      placeholder={names.length === 0 && field.required ? t('No secrets yet') : field.required ? t('Choose') : t('not set')}
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': t('Choose no secret') }}
      allowDeselect={false}
      onChange={(next) => (next === another ? showSecrets({ kind: 'form', suggested, onStored: take }, focusField) : onChange(next === null ? undefined : asSecret(next)))}
    />
  );
}
