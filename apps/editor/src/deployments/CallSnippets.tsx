import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useId, useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { callSnippet, snippetLanguages } from './call-snippets.ts';
import styles from './Deployments.module.css';

/** How to call a deployment from a shell or a program, ready to be copied. */
export function CallSnippets({ name }: { readonly name: string }) {
  const [language, setLanguage] = useState(snippetLanguages[0] ?? 'curl');
  const id = useId();
  const snippet = callSnippet(language, location.origin, name);
  return (
    <div className={styles.snippets}>
      <div className={styles.top} role="group" aria-label={t('Call {{name}} from', { name })}>
        {snippetLanguages.map((one) => (
          <button key={one} type="button" className={styles.language} aria-pressed={one === language} aria-controls={id} onClick={() => setLanguage(one)}>{one}</button>
        ))}
        <span className={styles.spring} />
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('Copied') : t('Copy')}>
              <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Copy the {{language}} code', { language })} onClick={copy}><Icon name={copied ? 'check' : 'copy'} size={14} /></ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <pre id={id} className={styles.code} data-testid="call-snippet" tabIndex={0}>{snippet}</pre>
    </div>
  );
}
