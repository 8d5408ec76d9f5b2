import type { ArtifactRef } from '@millrace/workflow';
import { formatBytes, formatDuration, formatNumber, formatSeconds } from '../src/runs/format.ts';
import { figureWords, outputsLine, progressLine, valueLine, words } from '../src/runs/node-line.ts';

const ref = (kind: ArtifactRef['kind'], meta?: ArtifactRef['meta'], bytes = 2048): ArtifactRef =>
  ({ kind, hash: 'a'.repeat(64), bytes, form: kind === 'metrics' ? 'value' : 'file', ...(meta ? { meta } : {}) });

describe('what a node says in one line', () => {
  it('tells how far training is, how fast and how long yet', () => {
    expect(progressLine({ fraction: 0.4, message: 'Epoch 2 of 3', etaSeconds: 12.3, detail: { examplesPerSecond: 411.7 } })).toBe('Epoch 2 of 3 · 412 examples/s · 12 s left');
    expect(progressLine({ fraction: 0.4, detail: { epoch: 2, epochs: 3, loss: 0.12345 } })).toBe('epoch 2 of 3 · loss 0.123');
    expect(progressLine({ fraction: 0.42 })).toBe('42 %');
    expect(progressLine(undefined)).toBe('running');
  });

  it('counts the rows of tables', () => {
    expect(outputsLine({ table: ref('table', { rows: 4800, columns: [] }) })).toBe('4,800 rows');
    expect(outputsLine({ table: ref('table', { rows: 1, columns: [] }) })).toBe('1 row');
    expect(outputsLine({ train: ref('table', { rows: 3840, columns: [] }), test: ref('table', { rows: 960, columns: [] }) })).toBe('3,840 + 960 rows');
  });

  it('tells what is known of a file, or its size', () => {
    expect(outputsLine({ tokenizer: ref('tokenizer', { vocabularySize: 8000, lowercase: true }) })).toBe('vocabulary size 8,000');
    expect(outputsLine({ model: ref('model', { architecture: 'BERT', parameters: 437122 }) })).toBe('437,122 parameters');
    expect(outputsLine({ dataset: ref('dataset', { rows: 4800 }), samples: ref('table', { rows: 100, columns: [] }) })).toBe('4,800 rows');
    expect(outputsLine({ model: ref('model') })).toBe('model, 2.0 KiB');
    expect(outputsLine({ metrics: ref('metrics') })).toBeUndefined();
  });

  it('takes the figure or the word that tells most from a value', () => {
    expect(valueLine({ values: { loss: 0.05, accuracy: 0.98125 } })).toBe('accuracy 0.981');
    expect(valueLine({ values: { meanSquaredError: 3.2 } })).toBe('mean squared error 3.2');
    expect(valueLine({ roc_auc: 0.997 })).toBe('ROC AUC 0.997');
    expect([figureWords('my_node: roc_auc'), figureWords('validation_loss')]).toEqual(['my_node: ROC AUC', 'validation loss']);
    expect([words('matthews_corrcoef'), words('f1_macro'), words('r2')]).toEqual(['matthews correlation', 'F1 macro', 'R²']);
    expect(valueLine({ name: 'spam', status: 'ready', version: 2 })).toBe('ready');
    expect(valueLine({ model: 'spam', version: 2 })).toBe('spam, version 2');
    expect(valueLine('Hello')).toBe('Hello');
    expect(valueLine([1, 2])).toBeUndefined();
  });
});

describe('numbers and times', () => {
  it.each([[4800, '4,800'], [0.98125, '0.981'], [0.98, '0.98'], [12.3456, '12.35'], [123.456, '123.5'], [1234.5, '1,235'], [0.00002, '2e-5'], [0, '0'], [-0.5, '-0.5']])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
  it.each([[0.4, '< 1 s'], [12, '12 s'], [60, '1 min'], [75, '1 min 15 s'], [7500, '2 h 5 min']])('writes %d seconds as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
  it.each([[0, '0 bytes'], [1536, '1.5 KiB'], [2_799_808, '2.7 MiB'], [500 * 1024, '500 KiB']])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
  it('writes how long something took', () => {
    expect(formatDuration('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.240Z')).toBe('0.24 s');
    expect(formatDuration('2026-01-01T00:00:00.000Z', '2026-01-01T00:01:15.000Z')).toBe('1 min 15 s');
  });
});
