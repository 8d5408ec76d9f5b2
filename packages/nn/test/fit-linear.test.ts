// Linear models against scikit-learn (made by tools/reference/linear-models.py).
import { readFileSync } from 'node:fs';
import { balancedWeights, ConfigError, fitLinear, fitScaler, type LinearFitOptions, minimize, TrainingError } from '@millrace/nn';
import { difference } from './closeness.ts';

interface Logistic { readonly coef: readonly number[][]; readonly intercept: readonly number[] }
interface Regression { readonly coef: readonly number[]; readonly intercept: number }
const golden: {
  readonly x: readonly number[][]; readonly two: readonly number[]; readonly three: readonly number[]; readonly y: readonly number[];
  readonly logistic: Readonly<Record<'two' | 'two_strong' | 'two_balanced' | 'three' | 'three_weak_balanced', Logistic>>;
  readonly ridge: Readonly<Record<'0' | '1' | '25', Regression>>;
  readonly robust: { readonly center: readonly number[]; readonly scale: readonly number[] };
} = JSON.parse(readFileSync(new URL('../../../test/fixtures/golden/linear-models.json', import.meta.url), 'utf8'));

const rows = { rows: golden.x.length, numbers: Float32Array.from(golden.x.flat()), ids: [], unknown: {} };
const fit = async (outputs: number, targets: LinearFitOptions['targets'], options: Pick<LinearFitOptions, 'l2' | 'classWeights' | 'signal' | 'iterations' | 'rowsAtOnce'>) => {
  const result = await fitLinear({ config: { numbers: 4, embeddings: [], hidden: [], activation: 'relu', dropout: 0, outputs }, rows, targets, threads: 1, tolerance: 1e-9, ...options });
  return { ...result, weight: result.parameters.get('output.weight')!.data, bias: result.parameters.get('output.bias')!.data };
};
const classes = (labels: readonly number[]) => ({ task: 'single_label_classification', classes: Int32Array.from(labels) }) as const;

describe('logistic regression has the coefficients of scikit-learn', () => {
  const { logistic, three, two } = golden;
  it.each([
    ['of two classes', 2, two, 1, false, logistic.two],
    ['of two classes, pulled hard', 2, two, 10, false, logistic.two_strong],
    ['of two classes that count alike', 2, two, 1, true, logistic.two_balanced],
    ['of three classes', 3, three, 1, false, logistic.three],
    ['of three classes that count alike, hardly pulled', 3, three, 0.1, true, logistic.three_weak_balanced],
  ])('%s', async (_, count, labels, l2, balanced, expected) => {
    const targets = classes(labels);
    const { weight, bias, converged } = await fit(count, targets, { l2, ...(balanced && { classWeights: balancedWeights(targets.classes, count) }) });
    expect(converged).toBe(true);
    expect(difference(weight, expected.coef.flat())).toBeLessThan(2e-6);
    expect(difference(bias, expected.intercept)).toBeLessThan(2e-6);
  });

  it('gives weights to classes as scikit-learn does, and 1 to a class without rows', () => {
    expect(balancedWeights(Int32Array.of(0, 0, 0, 2), 3)).toEqual([4 / 9, 1, 4 / 3]);
  });
});

describe('linear regression has the coefficients of scikit-learn', () => {
  it.each([['without a pull', 0, golden.ridge[0]], ['with a pull of 1', 1, golden.ridge[1]], ['with a pull of 25', 25, golden.ridge[25]]])('%s', async (_, l2, expected) => {
    const { center, scale } = fitScaler(golden.y, 'standard');
    const { weight, bias } = await fit(1, { task: 'regression', values: Float32Array.from(golden.y, (value) => (value - center) / scale) }, { l2 });
    expect(difference(Array.from(weight, (value) => value * scale), expected.coef)).toBeLessThan(5e-6);
    expect(bias[0]! * scale + center).toBeCloseTo(expected.intercept, 5);
  });
});

describe('a fit', () => {
  it('says when it ended before the best weights', async () => {
    expect(await fit(3, classes(golden.three), { l2: 1, iterations: 2 })).toMatchObject({ iterations: 2, converged: false });
  });

  it('stops when it is cancelled, and refuses hidden layers and numbers that are too large', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(fit(3, classes(golden.three), { l2: 1, signal: controller.signal })).rejects.toThrow(/abort/i);
    const config = { numbers: 1, embeddings: [], hidden: [], activation: 'relu', dropout: 0, outputs: 1 } as const;
    await expect(fitLinear({ config: { ...config, hidden: [4] }, rows, targets: classes(golden.three), l2: 0 })).rejects.toThrow(ConfigError);
    const huge = { ...rows, rows: 2, numbers: Float32Array.of(1, Infinity) };
    await expect(fitLinear({ config, rows: huge, targets: { task: 'regression', values: Float32Array.of(0, 1) }, l2: 0 })).rejects.toThrow(TrainingError);
  });

  it('is the same when the rows are taken a few at once', async () => {
    const { weight } = await fit(3, classes(golden.three), { l2: 1, rowsAtOnce: 25 });
    expect(difference(weight, golden.logistic.three.coef.flat())).toBeLessThan(2e-6);
  });
});

describe('minimize', () => {
  it('finds the bottom of the curved valley of Rosenbrock (1960)', async () => {
    const { at, converged, iterations } = await minimize(async ([x = 0, y = 0], gradient) => {
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
      gradient[1] = 200 * (y - x * x);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    }, { start: Float64Array.of(-1.2, 1), tolerance: 1e-9, iterations: 200 });
    expect(converged).toBe(true);
    expect(iterations).toBeLessThan(60);
    expect(difference(at, [1, 1])).toBeLessThan(1e-8);
  });
});

it('the robust scaling is that of scikit-learn', () => {
  golden.robust.center.forEach((center, column) => {
    const fitted = fitScaler(golden.x.map((row) => row[column]!), 'robust');
    expect(difference([fitted.center, fitted.scale], [center, golden.robust.scale[column]!])).toBeLessThan(1e-12);
  });
});
