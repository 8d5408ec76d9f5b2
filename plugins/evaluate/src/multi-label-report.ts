import type { Metrics } from '@millrace/sdk';

/** For each row and label: whether it applies, and whether it was predicted. */
export interface MultiLabelAnswers {
  readonly labels: readonly string[];
  readonly actual: readonly (readonly boolean[])[];
  readonly predicted: readonly (readonly boolean[])[];
}

interface Counts {
  readonly found: number;
  readonly missed: number;
  readonly wrong: number;
}

/**
 * The figures of a classifier that gives any number of labels, by scikit-learn's names and with its values: `accuracy` (rows with just
 * the right labels), `hamming_loss` (share of wrong marks), and precision, recall and F1 over all marks (micro) and as mean over the
 * labels (macro). A share of nothing is 0, as there.
 */
export function multiLabelReport({ labels, actual, predicted }: MultiLabelAnswers): Metrics {
  const counts = labels.map((_, label): Counts => {
    const count = (is: boolean, says: boolean) => actual.filter((row, index) => row[label] === is && predicted[index]?.[label] === says).length;
    return { found: count(true, true), missed: count(true, false), wrong: count(false, true) };
  });
  const total = counts.reduce((a, b) => ({ found: a.found + b.found, missed: a.missed + b.missed, wrong: a.wrong + b.wrong }), { found: 0, missed: 0, wrong: 0 });
  const each = counts.map(scores);
  const mean = (figure: keyof ReturnType<typeof scores>) => each.reduce((sum, score) => sum + score[figure], 0) / labels.length;
  const micro = scores(total);
  const right = actual.filter((row, index) => row.every((is, label) => is === predicted[index]?.[label])).length;
  return {
    values: {
      accuracy: right / actual.length, hamming_loss: (total.missed + total.wrong) / (actual.length * labels.length),
      precision_micro: micro.precision, recall_micro: micro.recall, f1_micro: micro.f1,
      precision_macro: mean('precision'), recall_macro: mean('recall'), f1_macro: mean('f1'),
    },
    perClass: Object.fromEntries(labels.map((label, index) => [label, { ...scores(counts[index]!), support: counts[index]!.found + counts[index]!.missed }])),
  };
}

function scores({ found, missed, wrong }: Counts): { readonly precision: number; readonly recall: number; readonly f1: number } {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return { precision: share(found, found + wrong), recall: share(found, found + missed), f1: share(2 * found, 2 * found + missed + wrong) };
}
