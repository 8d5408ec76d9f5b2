import type { Group } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';

/** How the page calls a group. */
export function groupTitle({ title }: Pick<Group, 'title'>): string {
  return title.trim() === '' ? t('Group') : title;
}
