import { Input } from '@mantine/core';
import { useId } from 'react';
import { t } from '../i18n/i18n.ts';
import type { CodeLanguage, Json } from '../inspector/form-fields.ts';
import type { Frame } from '../inspector/frame.ts';
import { useKnownTables } from '../inspector/use-known-columns.ts';
import { CodeBox } from './CodeBox.tsx';
import { completeCode, languageOf } from './code-languages.ts';

interface CodeFieldProps {
  readonly frame: Frame;
  readonly language: CodeLanguage;
  /** The input whose columns are offered; all inputs when it is not said. */
  readonly of: string | undefined;
  readonly value: Json | undefined;
  readonly placeholder?: string | undefined;
  readonly onChange: (text: string) => void;
}

/** A parameter that is code: coloured, with the columns of its tables and the words of SQL on offer. */
export default function CodeField({ frame, language, of, value, placeholder, onChange }: CodeFieldProps) {
  const id = useId();
  const tables = useKnownTables(of);
  const { label, description, withAsterisk, error, size } = frame;
  const hint = t('Tab indents; press Escape, then Tab, to leave.');
  return (
    <Input.Wrapper label={label} description={description === undefined ? hint : `${description} ${hint}`} withAsterisk={withAsterisk} error={error} size={size} labelElement="div">
      <CodeBox
        id={id} label={label} lines="many" language={languageOf(language)} complete={completeCode(language, tables)} placeholder={placeholder} invalid={error !== undefined}
        value={typeof value === 'string' ? value : ''} onChange={onChange}
      />
    </Input.Wrapper>
  );
}
