import { multiLabelReport } from '@millrace/plugin-evaluate';

describe('figures of several labels a text', () => {
  it('are those of scikit-learn', () => {
    // y_true = [[1,0,1],[0,1,0],[1,1,0],[0,0,0]], y_pred = [[1,0,0],[0,1,0],[1,1,1],[0,0,1]]; accuracy_score, hamming_loss and
    // precision_recall_fscore_support of scikit-learn, zero_division=0
    const marks = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((mark) => mark === 1));
    const { values, perClass } = multiLabelReport({
      labels: ['a', 'b', 'c'], actual: marks([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]]), predicted: marks([[1, 0, 0], [0, 1, 0], [1, 1, 1], [0, 0, 1]]),
    });
    expect(values).toEqual({
      accuracy: 0.25, hamming_loss: 3 / 12, precision_micro: 4 / 6, recall_micro: 4 / 5, f1_micro: 8 / 11,
      precision_macro: 2 / 3, recall_macro: 2 / 3, f1_macro: 2 / 3,
    });
    expect(perClass).toEqual({
      a: { precision: 1, recall: 1, f1: 1, support: 2 }, b: { precision: 1, recall: 1, f1: 1, support: 2 }, c: { precision: 0, recall: 0, f1: 0, support: 1 },
    });
  });
});
