import type { TabularTargets } from '@millrace/nn';
import { trainTestSplit } from '@millrace/tables';

/** Fewer rows than this are all learnt from. */
const fewestRows = 100;

/** Which rows are learnt from and which tell when to stop, with the same mix of classes in both if every class has rows enough. */
export function holdBack(targets: TabularTargets, { share, seed }: { readonly share: number; readonly seed: number }): { readonly train: Int32Array; readonly held: Int32Array } {
  const values = targets.task === 'regression' ? targets.values : targets.classes;
  const all = Int32Array.from(values, (_, row) => row);
  if (share === 0 || all.length < fewestRows) return { train: all, held: new Int32Array(0) };
  const split = trainTestSplit(all.length, { testSize: share, seed, ...(targets.task === 'regression' ? {} : stratified(targets.classes, share)) });
  return { train: split.train, held: split.test };
}

function stratified(classes: Int32Array, share: number): { readonly stratifyLabels?: number[] } {
  const counts = new Map<number, number>();
  for (const each of classes) counts.set(each, (counts.get(each) ?? 0) + 1);
  const enough = [...counts.values()].every((count) => count >= 2) && Math.floor(classes.length * share) >= counts.size;
  return enough ? { stratifyLabels: Array.from(classes) } : {};
}
