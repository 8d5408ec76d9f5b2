import type { ArtifactRef } from '@millrace/workflow';
import { z } from 'zod';
import { t } from '../i18n/i18n.ts';
import { formatBytes } from '../runs/format.ts';
import { Message } from './Message.tsx';
import styles from './Values.module.css';
import { useValue } from './use-value.ts';

const largest = 512 * 1024;
const anything = z.json();

/** A text or a JSON value, as it is. */
export function ValueView({ artifact }: { readonly artifact: ArtifactRef }) {
  return artifact.bytes > largest ? <Message>{t('This value is {{size}}: too large to show here.', { size: formatBytes(artifact.bytes) })}</Message> : <Value artifact={artifact} />;
}

function Value({ artifact }: { readonly artifact: ArtifactRef }) {
  const fetched = useValue(artifact, anything);
  if (fetched.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (fetched.state === 'failed') return <Message trouble>{fetched.message}</Message>;
  const { value } = fetched;
  return <pre className={styles.value} data-testid="output-value" data-prose={typeof value === 'string'}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>;
}
