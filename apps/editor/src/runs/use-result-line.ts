import type { NodeRun } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { outputsLine, valueLine } from './node-line.ts';

const small = 64 * 1024;

/** What came out of a node in one line; a small value is fetched for it. */
export function useResultLine(outputs: NodeRun['outputs']): string | undefined {
  const known = outputsLine(outputs);
  const value = Object.values(outputs).find(({ kind, bytes }) => (kind === 'metrics' || kind === 'json' || kind === 'text') && bytes <= small);
  const fetched = useImmutable(known === undefined || value?.kind === 'metrics' ? value && `value:${value.hash}` : undefined, () => api.value(value?.hash ?? ''));
  const line = fetched.state === 'ready' ? valueLine(fetched.value) : undefined;
  return line ?? known;
}
