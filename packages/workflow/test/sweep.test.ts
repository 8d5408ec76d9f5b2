import { gridSize, sweepRequestSchema, sweepTrials } from '../src/index.ts';

const request = (body: object) => sweepRequestSchema.parse(body);

test('a grid has every combination once, the last input changing fastest', () => {
  const sweep = request({ vary: [{ input: 'rate', from: 0.001, to: 0.1, steps: 3, scale: 'log' }, { input: 'kind', values: ['mlp', 'linear', 'mlp'] }] });
  expect(sweepTrials(sweep)).toEqual([0.001, 0.01, 0.1].flatMap((rate) => ['mlp', 'linear'].map((kind) => ({ rate, kind }))));
  expect(gridSize(sweep.vary)).toBe(6);
});

test('whole numbers are whole, and those that fall together count once', () => {
  expect(sweepTrials(request({ vary: [{ input: 'layers', from: 1, to: 3, steps: 9, whole: true }] }))).toEqual([{ layers: 1 }, { layers: 2 }, { layers: 3 }]);
  expect(sweepTrials(request({ vary: [{ input: 'size', from: 0.1, to: 0.3, steps: 1 }] }))).toEqual([{ size: 0.1 }]);
});

test('a random search draws within its ranges, the same for the same seed, and no combination twice', () => {
  const sweep = { vary: [{ input: 'rate', from: 1e-5, to: 1e-1, scale: 'log' }, { input: 'seed', values: [1, 2, 3] }], method: 'random', trials: 40 };
  const trials = sweepTrials(request(sweep));
  expect(trials).toHaveLength(40);
  expect(sweepTrials(request(sweep))).toEqual(trials);
  expect(sweepTrials(request({ ...sweep, seed: 7 }))).not.toEqual(trials);
  expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(40);
  for (const { rate } of trials) expect(Number(rate) >= 1e-5 && Number(rate) <= 1e-1).toBe(true);
  expect(trials.filter(({ rate }) => Number(rate) < 1e-3).length).toBeGreaterThan(10); // half of them lie in the lower half of the logarithm
  expect(sweepTrials(request({ vary: [{ input: 'seed', values: [1, 2] }], method: 'random', trials: 10 }))).toHaveLength(2);
});

test('a grid that is too large, an empty one and a logarithm of nothing are refused in words', () => {
  const many = { from: 0, to: 1, steps: 15 };
  expect(() => sweepTrials(request({ vary: [{ input: 'a', ...many }, { input: 'b', ...many }] }))).toThrow('A grid of 225 combinations is more than the 200 that a sweep may have');
  expect(sweepRequestSchema.safeParse({ vary: [] }).success).toBe(false);
  expect(sweepRequestSchema.safeParse({ vary: [{ input: 'a', from: 0, to: 1, scale: 'log' }] }).success).toBe(false);
});
