import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import type { Json } from './form-fields.ts';
import type { Frame } from './frame.ts';

interface JsonFieldProps {
  readonly frame: Frame;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** Whatever no other field can draw, as JSON. What is not JSON yet stays in the field and is not taken. */
export function JsonField({ frame, value, onChange }: JsonFieldProps) {
  const [draft, setDraft] = useState<{ text: string; of: Json | undefined; broken: boolean }>();
  const text = draft && (draft.broken || draft.of === value) ? draft.text : value === undefined ? '' : JSON.stringify(value, null, 2);
  const take = (next: string) => {
    try {
      const parsed: Json | undefined = next.trim() === '' ? undefined : JSON.parse(next);
      setDraft({ text: next, of: parsed, broken: false });
      onChange(parsed);
    } catch {
      setDraft({ text: next, of: value, broken: true });
    }
  };
  return (
    <Textarea
      {...frame}
      error={draft?.broken ? t('This is not JSON yet; the last value that was is kept') : frame.error}
      autosize minRows={2} maxRows={12} spellCheck={false}
      styles={{ input: { fontFamily: 'var(--font-mono)' } }}
      value={text}
      onChange={(event) => take(event.currentTarget.value)}
    />
  );
}
