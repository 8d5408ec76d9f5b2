/** Words in the name of a figure that say that less of it, or more of it, is better. */
const less = new Set(['loss', 'error', 'mae', 'mse', 'rmse', 'mape', 'perplexity', 'brier', 'deviance']);
const more = new Set(['accuracy', 'precision', 'recall', 'f1', 'auc', 'r2', 'score', 'specificity', 'sensitivity', 'kappa', 'mcc', 'corrcoef', 'variance', 'jaccard', 'bleu', 'rouge']);

/** Whether less or more of a figure is better, as far as its name tells: `validation loss`, `macroF1`, `roc_auc`. */
export function betterOf(name: string): 'less' | 'more' | undefined {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/);
  if (words.some((word) => less.has(word))) return 'less';
  return words.some((word) => more.has(word)) ? 'more' : undefined;
}

/** The best of several values; none when it is not known which is better. Missing values and those that are no numbers do not count. */
export function bestValue(name: string, values: readonly (number | undefined)[]): number | undefined {
  const better = betterOf(name);
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  if (better === undefined || known.length === 0) return undefined;
  return known.reduce((a, b) => (better === 'less' ? Math.min(a, b) : Math.max(a, b)));
}

/** The places of the best of several values; none when it is not known which is better, or when all are the same. */
export function bestOf(name: string, values: readonly (number | undefined)[]): number[] {
  const best = bestValue(name, values);
  const others = values.some((value) => value !== undefined && Number.isFinite(value) && value !== best);
  return best === undefined || !others ? [] : values.flatMap((value, index) => (value === best ? [index] : []));
}
