import type { SweepTrial } from '@millrace/workflow';
import { parallelAxes, ranked } from '../src/sweeps/parallel-coordinates.ts';

const trial = (number: number, inputs: SweepTrial['inputs'], metrics: SweepTrial['metrics']): SweepTrial => ({ runId: `r${number}`, number, state: 'succeeded', inputs, metrics, reused: 0, steps: 1 });
const trials = [trial(1, { rate: 0.001, kind: 'mlp' }, { loss: 0.5 }), trial(2, { rate: 0.01, kind: 'linear' }, { loss: 0.3 }), trial(3, { rate: 1, kind: 'mlp' }, {})];

test('numbers far apart are placed by their logarithm, categories side by side, and what is missing nowhere', () => {
  const [rate, kind, loss] = parallelAxes(trials, ['rate', 'kind'], ['loss'], String);
  expect(rate?.places.map((place) => place?.toFixed(3))).toEqual(['0.000', '0.333', '1.000']);
  expect(rate?.labels).toEqual([{ text: '0.001', at: 0 }, { text: '1', at: 1 }]);
  expect(kind).toEqual({ name: 'kind', labels: [{ text: 'linear', at: 0 }, { text: 'mlp', at: 1 }], places: [1, 0, 1] });
  expect(loss?.places).toEqual([1, 0, undefined]);
});

test('one value stands in the middle of its axis', () => {
  expect(parallelAxes(trials.slice(0, 1), ['rate', 'kind'], [], String).map(({ places }) => places)).toEqual([[0.5], [0.5]]);
});

test('trials are ranked by a metric, the earlier of equals first, without those that lack it', () => {
  expect(ranked(trials, 'loss', true).map(({ number }) => number)).toEqual([2, 1]);
  expect(ranked(trials, 'loss', false).map(({ number }) => number)).toEqual([1, 2]);
});
