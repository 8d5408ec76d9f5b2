import { metricsSchema, type Metrics, type RunSummary } from '@millrace/workflow';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { once, type Fetched } from '../api/immutable.ts';
import { messageOf } from '../api/request.ts';
import { useLists } from '../shell/lists-store.ts';
import { metricsArtifacts, type Side } from './compare-runs.ts';

/** A run with what people wrote about it. */
export interface ComparedRun extends Side {
  readonly summary: RunSummary | undefined;
}

export interface Comparison {
  readonly sides: readonly ComparedRun[];
  /** Values of metrics outputs by their hash. */
  readonly metrics: ReadonlyMap<string, Metrics>;
}

/** Fetches runs to compare, and again when runs change. */
export function useCompared(runIds: readonly string[]): Fetched<Comparison> {
  const [fetched, setFetched] = useState<Fetched<Comparison>>({ state: 'loading' });
  const list = useLists(({ runs }) => runs);
  const key = runIds.join(',');
  useEffect(() => {
    if (key === '') return undefined;
    let current = true;
    load(key.split(',')).then(
      (value) => current && setFetched({ state: 'ready', value }),
      (error: unknown) => current && setFetched({ state: 'failed', message: messageOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [key, list]);
  return fetched;
}

async function load(runIds: readonly string[]): Promise<Comparison> {
  const sides = await Promise.all(runIds.map(async (runId): Promise<ComparedRun> => {
    const [run, summaries] = await Promise.all([api.run(runId), api.findRuns({ text: runId, limit: 1 })]);
    const { workflowId, workflowVersion } = run;
    const { document } = await once(`version:${workflowId} ${workflowVersion}`, () => api.workflowVersion(workflowId, workflowVersion));
    return { run, document, summary: summaries.find(({ id }) => id === runId) };
  }));
  const hashes = new Set(sides.flatMap(({ run }) => Object.values(run.nodes).flatMap(metricsArtifacts)).map(({ hash }) => hash));
  const values = await Promise.all([...hashes].map(async (hash) => [hash, metricsSchema.safeParse(await once(`value:${hash}`, () => api.value(hash)))] as const));
  return { sides, metrics: new Map(values.flatMap(([hash, parsed]) => (parsed.success ? [[hash, parsed.data]] : []))) };
}
