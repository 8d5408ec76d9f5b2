import type { Model } from '@millrace/workflow';

/** The less, the better. */
const errors = /loss|error|mae|mse|rmse|perplexity|brier/i;
const mostColumns = 5;

/** The metrics that the versions of a model have, those of the newest first; not more than fit beside each other. */
export function metricNames({ versions }: Model): readonly string[] {
  return [...new Set(versions.flatMap(({ metrics }) => Object.keys(metrics).filter((name) => metrics[name] !== null)))].slice(0, mostColumns);
}

/** The version that is best at each metric, where two or more have it and they differ; the older one when several are equal. */
export function bestVersions({ versions }: Model, names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.flatMap((name) => {
    const sign = errors.test(name) ? -1 : 1;
    const ranked = versions
      .flatMap(({ version, metrics }) => (typeof metrics[name] === 'number' ? [{ version, worth: sign * metrics[name] }] : []))
      .sort((a, b) => b.worth - a.worth || a.version - b.version);
    const [first] = ranked;
    return first && first.worth !== ranked.at(-1)?.worth ? [[name, first.version] as const] : [];
  }));
}
