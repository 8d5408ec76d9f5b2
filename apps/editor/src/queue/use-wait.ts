import type { AttemptUsage, ProcessUsage, WaitReason } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { nodeName } from '../run-scope/node-name.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { formatBytes, formatMilliseconds } from '../runs/format.ts';
import { keyOf, useQueue } from './queue-store.ts';
import { waitWords } from './wait-words.ts';

/** Why a node of the run that is shown waits, in words; `kinds` narrows that to some reasons. Nothing is said of the past. */
export function useWaitWords(nodeId: string, kinds?: ReadonlySet<WaitReason['kind']>): string | undefined {
  const runId = useShownNow();
  return useQueue(({ queue, waits }) => {
    const reason = runId === undefined ? undefined : waits.get(keyOf({ runId, nodeId }));
    if (!queue || !reason || (kinds && !kinds.has(reason.kind))) return undefined;
    const workflowId = queue.waiting.find((one) => one.runId === runId)?.workflowId;
    return waitWords(reason, queue, { runId, workflowId, nameOf: nodeName });
  });
}

/** What the attempt of a node of the run that is shown uses now, in words: "CPU 187 %, 1.4 GiB". */
export function useUsageWords(nodeId: string): string | undefined {
  const runId = useShownNow();
  return useQueue(({ usage }) => {
    const now = runId === undefined ? undefined : usage.get(keyOf({ runId, nodeId }));
    return now && usageWords(now);
  });
}

export function usageWords({ cpuPercent, memoryBytes }: ProcessUsage): string {
  return t('CPU {{percent}} %, {{memory}}', { percent: cpuPercent, memory: formatBytes(memoryBytes) });
}

/** What an attempt that has ended used, in words: "12.3 s of CPU time, at most 1.4 GiB". */
export function attemptUsageWords({ cpuSeconds, peakMemoryBytes }: AttemptUsage): string {
  const time = formatMilliseconds(cpuSeconds * 1000);
  return peakMemoryBytes === undefined ? t('{{time}} of CPU time', { time }) : t('{{time}} of CPU time, at most {{memory}}', { time, memory: formatBytes(peakMemoryBytes) });
}

/** The run that is shown, as long as it is shown as it is now. */
function useShownNow(): string | undefined {
  return useCurrentRun(({ runId, view, live }) => (view === live ? runId : undefined));
}
