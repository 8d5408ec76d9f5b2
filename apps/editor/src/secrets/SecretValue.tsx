import { ActionIcon, Textarea, TextInput, Tooltip } from '@mantine/core';
import { useState, type ClipboardEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Secrets.module.css';

/** A value that is not shown unless it is asked for. One of several lines, such as a private key, is pasted whole: a plain field would join its lines. */
export function SecretValue({ value, focus, onChange }: { readonly value: string; readonly focus: boolean; readonly onChange: (value: string) => void }) {
  const [shown, setShown] = useState(false);
  const words = shown ? t('Hide the value') : t('Show the value');
  const common = {
    size: 'xs' as const, label: t('Value'), value, required: true, spellCheck: false, autoComplete: 'off', rightSectionPointerEvents: 'all' as const,
    description: t('It is encrypted when it is stored, and nobody can read it here again.'),
    rightSection: (
      <Tooltip label={words}>
        <ActionIcon size={22} variant="subtle" color="gray" aria-label={words} aria-pressed={shown} onClick={() => setShown(!shown)}><Icon name={shown ? 'eyeOff' : 'eye'} size={15} /></ActionIcon>
      </Tooltip>
    ),
  };
  if (value.includes('\n')) {
    return <Textarea {...common} autosize minRows={3} maxRows={8} autoFocus classNames={{ input: shown ? styles.lines : `${styles.lines} ${styles.hidden}` }} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const pasteLines = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text').trim();
    if (!text.includes('\n')) return;
    event.preventDefault();
    onChange(text);
  };
  return <TextInput {...common} type={shown ? 'text' : 'password'} onPaste={pasteLines} onChange={(event) => onChange(event.currentTarget.value)} {...(focus ? { 'data-autofocus': true } : {})} />;
}
