import { secretOf } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** How a parameter reads that holds the name of a secret; nothing for other values. */
export function secretWords(value: unknown): string | undefined {
  const name = secretOf(value);
  return name === undefined ? undefined : t('the secret {{name}}', { name });
}
