import { readTokenDataset, type TextExamples, type TokenDataset } from '@millrace/nn';
import { UserError, type FileInput } from '@millrace/sdk';

/** Tokenized texts that all have a label. */
export type LabelledDataset = TokenDataset & { readonly labels: Int32Array; readonly labelNames: readonly string[] };

/** What training takes. */
export function examplesOf({ inputIds, tokenTypeIds, labels }: LabelledDataset): TextExamples {
  return { inputIds, ...(tokenTypeIds && { tokenTypeIds }), targets: { task: 'single_label_classification', classes: labels } };
}

/** Reads a dataset; throws a UserError that calls it `what` when its texts have no labels. */
export async function readLabelled({ path }: FileInput<'dataset'>, what: string): Promise<LabelledDataset> {
  const dataset = await readTokenDataset(path);
  const { labels, labelNames } = dataset;
  if (!labels || !labelNames) throw new UserError(`${what}: the texts have no labels. Name the label column in "Tokenize".`);
  return { ...dataset, labels, labelNames };
}

/** The dataset, if its labels are these in the same order; throws a UserError otherwise. */
export function sameLabels(dataset: LabelledDataset, labels: readonly string[]): LabelledDataset {
  if (dataset.labelNames.join('\n') === labels.join('\n')) return dataset;
  throw new UserError(`The validation texts have the labels ${dataset.labelNames.join(', ')}, the training texts ${labels.join(', ')}. Wire the tokenized training texts to "Labels from" of the other "Tokenize".`);
}

/** Throws a UserError unless at least two labels occur. */
export function checkClasses({ labels, labelNames }: LabelledDataset): void {
  const present = new Set(labels);
  if (labels.length === 0) throw new UserError('There are no texts to train on.');
  if (present.size >= 2) return;
  const only = labelNames[labels[0] ?? 0] ?? '';
  throw new UserError(`All ${labels.length} training texts have the same label, "${only}": there is nothing to tell apart. Is it the right label column, and did a step before drop the other labels?`);
}

/** A weight for each label, so that every label counts alike in all, as scikit-learn's `class_weight="balanced"`; a label without texts has none. */
export function balancedWeights({ labels, labelNames }: LabelledDataset): number[] {
  return labelNames.map((_, label) => {
    const count = labels.reduce((sum, each) => sum + Number(each === label), 0);
    return count === 0 ? 0 : labels.length / (labelNames.length * count);
  });
}
