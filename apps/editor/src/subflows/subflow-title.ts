import type { Subflow } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** How the page calls a sub-workflow. */
export function subflowTitle({ name }: Pick<Subflow, 'name'>): string {
  return name.trim() === '' ? t('Sub-workflow') : name;
}
