/** What the rows of a table are to be answered with: the number of a class each, or a number each (brought to mean 0 and deviation 1). */
export type TabularTargets =
  | { readonly kind: 'classes'; readonly classes: Int32Array }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

/** Weights that let every class count alike: rows / (classes · rows of the class), as scikit-learn's `balanced`; a class without rows gets 1. */
export function balancedWeights(classes: Int32Array, count: number): number[] {
  const rows = Array.from({ length: count }, () => 0);
  for (const each of classes) rows[each]!++;
  return rows.map((number) => (number === 0 ? 1 : classes.length / (count * number)));
}

/** What each row weighs by its class (1 without class weights), and all of them together. */
export function rowWeights(targets: TabularTargets, classWeights: readonly number[] | undefined): { weightOf: (row: number) => number; total: number } {
  if (targets.kind === 'numbers') return { weightOf: () => 1, total: targets.values.length };
  const weightOf = (row: number) => classWeights?.[targets.classes[row]!] ?? 1;
  return { weightOf, total: targets.classes.reduce((sum, _, row) => sum + weightOf(row), 0) };
}
