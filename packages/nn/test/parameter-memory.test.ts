import { ParameterMemory, Random } from '@millrace/nn';

const random = new Random(1);
const parameters = new Map([['table', [50, 8]], ['first.weight', [8, 8]], ['first.bias', [7]], ['second.weight', [3, 8]], ['second.bias', [3]]].map(([name, shape]) => {
  const data = new Float32Array((shape as number[]).reduce((a, b) => a * b, 1));
  random.fillNormal(data, 1);
  return [name as string, { shape: shape as number[], data }];
}));

describe('the memory of parameters in training', () => {
  it.each([[2 ** 32 - 2 ** 16], [7_000]])('gives back what was put in, in banks of at most %d bytes', (bankBytes) => {
    const memory = new ParameterMemory(parameters, { optimizer: { kind: 'adamw' }, bankBytes });
    expect(memory.parameters()).toEqual(parameters);
    expect(memory.trainedNames).toEqual([...parameters.keys()]);
    for (const name of memory.names) memory.gradient(name).fill(2);
    const numbers = [...parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(memory.gradientNorm()).toBeCloseTo(Math.sqrt(4 * numbers), 10);
  });

  it('has several banks when one does not hold all, and says when a single parameter does not fit', () => {
    const spans = (bankBytes: number) => new Set([...new ParameterMemory(parameters, { optimizer: { kind: 'adamw' }, bankBytes }).spans()].map(({ kernels }) => kernels)).size;
    expect([spans(2 ** 20), spans(7_000)]).toEqual([1, 2]);
    expect(() => spans(4_000)).toThrow('The parameter table takes');
  });

  it('keeps apart what decays and what does not', () => {
    const memory = new ParameterMemory(parameters, { optimizer: { kind: 'adamw', decays: 'matrices' } });
    expect([...memory.spans()].map(({ span }) => [span.decays, span.bytes])).toEqual([[true, (400 + 64 + 24) * 4], [false, (8 + 4) * 4]]);
  });

  it('adds up the gradients of parts', () => {
    const memory = new ParameterMemory(parameters, { optimizer: { kind: 'sgd' }, accumulates: true });
    for (const part of [1, 2, 4]) {
      for (const name of memory.names) memory.gradient(name).fill(part);
      if (part < 4) memory.accumulate();
      else memory.addSums();
    }
    expect(memory.names.every((name) => memory.gradient(name).every((value) => value === 7))).toBe(true);
    memory.addSums();
    expect(memory.gradient('table')[0]).toBe(7);
  });
});
