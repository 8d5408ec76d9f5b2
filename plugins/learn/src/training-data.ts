import { readTokenDataset, type Targets, type TextExamples, type TokenDataset } from '@millrace/nn';
import { say, UserError, type FileInput, type Phrase } from '@millrace/sdk';

/** Tokenized texts that all have something to be learnt. */
export type LabelledDataset = TokenDataset & { readonly targets: Targets; readonly labelNames: readonly string[] };

/** What training takes. */
export function examplesOf({ inputIds, tokenTypeIds, targets }: LabelledDataset): TextExamples {
  return { inputIds, ...(tokenTypeIds && { tokenTypeIds }), targets };
}

/** Reads a dataset; throws a UserError that calls it `what` when its texts have no labels. */
export async function readLabelled({ path }: FileInput<'dataset'>, what: Phrase): Promise<LabelledDataset> {
  const dataset = await readTokenDataset(path);
  const { targets, labelNames } = dataset;
  if (!targets || !labelNames) throw new UserError(say`${what}: the texts have no labels. Name the label column in "Tokenize".`);
  return { ...dataset, targets, labelNames };
}

/** The dataset, if its labels are those of the training texts in the same order; throws a UserError otherwise. */
export function sameLabels(dataset: LabelledDataset, training: LabelledDataset): LabelledDataset {
  if (dataset.targets.task !== training.targets.task) throw new UserError(say`The validation texts have labels of another kind than the training texts. Choose the same for "What it holds" in both "Tokenize".`);
  if (dataset.labelNames.join('\n') === training.labelNames.join('\n')) return dataset;
  throw new UserError(say`The validation texts have the labels ${dataset.labelNames.join(', ')}, the training texts ${training.labelNames.join(', ')}. Wire the tokenized training texts to "Labels from" of the other "Tokenize".`);
}

/** Throws a UserError unless there is something to tell apart. */
export function checkTargets({ inputIds, targets, labelNames }: LabelledDataset): void {
  if (inputIds.length === 0) throw new UserError(say`There are no texts to train on.`);
  const counts = countLabels(targets, labelNames.length);
  if (!counts || counts.filter((count) => count > 0).length >= 2) return;
  if (targets.task === 'multi_label_classification') {
    if (counts.some((count) => count > 0 && count < inputIds.length)) return;
    throw new UserError(say`Every training text has the same labels: there is nothing to tell apart.`);
  }
  const what = targets.task === 'token_classification' ? say`words` : say`training texts`;
  const only = labelNames[counts.findIndex((count) => count > 0)] ?? '';
  throw new UserError(say`All ${counts.reduce((a, b) => a + b, 0)} ${what} have the same label, "${only}": there is nothing to tell apart. Is it the right label column, and did a step before drop the other labels?`);
}

/** How often each label occurs; undefined where numbers are learnt. */
export function countLabels(targets: Targets, labels: number): number[] | undefined {
  const counts = Array.from({ length: labels }, () => 0);
  const count = (label: number) => { if (label >= 0) counts[label]! += 1; };
  switch (targets.task) {
    case 'single_label_classification':
      targets.classes.forEach(count);
      return counts;
    case 'multi_label_classification':
      targets.applies.forEach((applies, index) => { if (applies) count(index % labels); });
      return counts;
    case 'token_classification':
      for (const classes of targets.tokenClasses) classes.forEach(count);
      return counts;
    case 'regression':
      return undefined;
    default:
      return targets satisfies never;
  }
}

/**
 * A weight for each label, so that every label counts alike in all, as scikit-learn's `class_weight="balanced"`; a label without texts
 * has none. Throws a UserError where texts have not just one label.
 */
export function balancedWeights({ targets, labelNames }: LabelledDataset): number[] {
  if (targets.task !== 'single_label_classification') throw new UserError(say`Balanced class weights are for texts with one label each. Choose "none".`);
  const counts = countLabels(targets, labelNames.length) ?? [];
  return counts.map((count) => (count === 0 ? 0 : targets.classes.length / (labelNames.length * count)));
}
