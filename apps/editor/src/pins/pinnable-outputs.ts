import { isSettled, type GivenOutputs, type NodeRecord, type NodeRun, type Run } from '@millrace/workflow';

/** The outputs of a node that the page shows, as the document pins them; undefined where it has none. */
export function pinnableOutputs(shown: NodeRun | undefined, run: Run | undefined, record: NodeRecord | undefined): GivenOutputs | undefined {
  const running = shown !== undefined && !isSettled(shown);
  const from = record && record.runId !== run?.id && !running
    ? { runId: record.runId, number: record.number, outputs: record.outputs }
    : run && shown && { runId: run.id, number: run.number, outputs: shown.outputs };
  return from && Object.keys(from.outputs).length > 0 ? from : undefined;
}
