import type { SweepTrial } from '@millrace/workflow';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { withDefaults } from './vary-edits.ts';

/** Makes the values of a trial the defaults of the inputs: from now on the workflow runs with them. */
export function takeOver({ inputs, number }: SweepTrial): void {
  useWorkflow.getState().edit((document) => withDefaults(document, inputs));
  notify({ kind: 'good', title: t('The workflow now has the values of run {{number}}', { number }), text: t('Undo takes them back.') });
}
