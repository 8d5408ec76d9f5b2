import type { Model } from '@millrace/workflow';
import { bestOf } from '../runs/better.ts';

const mostColumns = 5;

/** The metrics that the versions of a model have, those of the newest first; not more than fit beside each other. */
export function metricNames({ versions }: Model): readonly string[] {
  return [...new Set(versions.flatMap(({ metrics }) => Object.keys(metrics).filter((name) => metrics[name] !== null)))].slice(0, mostColumns);
}

/** The version that is best at each metric, where it is known which is better and two or more differ; the oldest of those that are equally good. */
export function bestVersions({ versions }: Model, names: readonly string[]): ReadonlyMap<string, number> {
  const oldestFirst = versions.toSorted((a, b) => a.version - b.version);
  return new Map(names.flatMap((name) => {
    const [place] = bestOf(name, oldestFirst.map(({ metrics }) => metrics[name] ?? undefined));
    const version = place === undefined ? undefined : oldestFirst[place]?.version;
    return version === undefined ? [] : [[name, version] as const];
  }));
}
