import { diagnosticsOfRun, hasErrors, scopedNodes, type InputValues, type Run, type RunScope } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { randomUuid } from '../api/random-uuid.ts';
import { messageOf, RequestError } from '../api/request.ts';
import { columnsSettled } from '../document/columns-store.ts';
import { checkNow } from '../document/diagnostics-store.ts';
import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { said, t } from '../i18n/i18n.ts';
import { askInputs } from '../inputs/run-inputs.ts';
import { refresh } from '../shell/lists-store.ts';
import { notify } from '../shell/notices-store.ts';
import { closeVersion } from '../versions/version-view-store.ts';
import { showRun, useCurrentRun } from './current-run.ts';

/** Saves, then runs what was saved, or a part of it. What has errors is not sent: the page says what is wrong instead. */
export async function startRun(scope?: RunScope): Promise<void> {
  closeVersion();
  useWorkflow.getState().endGesture();
  const inputs = await askInputs();
  if (!inputs) return;
  await columnsSettled();
  const { nodeIds } = scopedNodes(useWorkflow.getState().document, scope);
  const problems = diagnosticsOfRun(checkNow(), nodeIds).filter((diagnostic) => diagnostic.severity === 'error');
  if (hasErrors(problems)) {
    const more = problems.length > 1 ? t(' And {{more}} more: see “{{count}} problems” on the canvas.', { more: problems.length - 1, count: problems.length }) : '';
    notify({ kind: 'bad', title: t('Not ready to run'), text: `${asSentence(problems[0] ? said(problems[0]) : '')}${more}` });
    return;
  }
  await begin(async () => {
    const version = await saveNow();
    const { id } = useWorkflow.getState();
    return id === undefined ? undefined : { workflowId: id, version, scope, inputs };
  });
}

/** Runs a part of the version that a run ran, with the values that it had. */
export function runAgain({ id, workflowId, workflowVersion, inputs }: Run, scope: RunScope): Promise<void> {
  return begin(async () => ({ workflowId, version: workflowVersion, scope, inputs, again: id }));
}

/** Starts a run and shows it. */
async function begin(what: () => Promise<{ readonly workflowId: string; readonly version: number; readonly scope?: RunScope | undefined; readonly inputs?: InputValues | undefined; readonly again?: string } | undefined>): Promise<void> {
  try {
    const asked = await what();
    if (!asked) return;
    const { workflowId, version, scope, inputs = {}, again } = asked;
    const { id } = await api.startRun(workflowId, { version, idempotencyKey: randomUuid(), ...(scope ? { scope } : {}), ...(again === undefined ? {} : { again }), ...(Object.keys(inputs).length > 0 ? { inputs } : {}) });
    if (useWorkflow.getState().id === workflowId) showRun(id);
    await refresh('runs');
  } catch (error) {
    const [first] = error instanceof RequestError ? error.diagnostics : [];
    notify({ kind: 'bad', title: t('The run could not be started'), text: first ? said(first) : messageOf(error) });
  }
}

/** Asks the server to cancel the run that is shown. */
export function cancelRun(): Promise<void> {
  return ask(api.cancelRun, t('The run could not be cancelled'));
}

/** Asks the server to pause the run that is shown. */
export function pauseRun(): Promise<void> {
  return ask(api.pauseRun, t('The run could not be paused'));
}

/** Asks the server to go on with the run that is shown. */
export function resumeRun(): Promise<void> {
  return ask(api.resumeRun, t('The run could not be resumed'));
}

async function ask(request: (runId: string) => Promise<unknown>, refused: string): Promise<void> {
  const { runId } = useCurrentRun.getState();
  if (runId === undefined) return;
  try {
    await request(runId);
  } catch (error) {
    notify({ kind: 'bad', title: refused, text: messageOf(error) });
  }
}

function asSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
