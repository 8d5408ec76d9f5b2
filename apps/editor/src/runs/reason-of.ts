import type { NodeRun } from '@millrace/workflow';
import { said } from '../i18n/i18n.ts';

/** Why a node was reused or skipped, in the language that is shown. */
export function reasonOf({ reason, words }: Pick<NodeRun, 'reason' | 'words'>): string | undefined {
  return reason === undefined ? undefined : said({ message: reason, words });
}
