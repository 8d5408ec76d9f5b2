import { cpu, cuda, f64, webgpu } from '@millrace/nn';
import { difference } from './closeness.ts';
import { cases, differentiate } from './op-cases.ts';

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
  it('has the gradient that finite differences give', async () => {
    const { numbers, analytic, loss, close } = await differentiate(each, f64);
    const step = 1e-5;
    for (const [name, values] of numbers) {
      const numeric = new Float64Array(values.length);
      for (let place = 0; place < values.length; place++) {
        const kept = values[place]!;
        values[place] = kept + step;
        const above = await loss();
        values[place] = kept - step;
        const below = await loss();
        values[place] = kept;
        numeric[place] = (above - below) / (2 * step);
      }
      expect([name, difference(analytic.get(name)!, numeric) < 1e-6]).toEqual([name, true]);
    }
    await close();
  });

  it.each([
    ['the CPU target', cpu, 1], ['the CPU target with two threads', cpu, 2], ['the WebGPU target', webgpu, 1], ['the CUDA target', cuda, 1],
  ] as const)('gives on %s what the float64 target gives', async (_, target, threads) => { // on the CPU provider, whatever they are made for
    const exact = await differentiate(each, f64);
    const fast = await differentiate(each, target, { threads });
    expect(difference(fast.output, exact.output)).toBeLessThan(5e-6);
    await exact.close();
    await fast.close();
    for (const [name, gradient] of exact.analytic) expect([name, difference(fast.analytic.get(name)!, gradient) < 2e-5]).toEqual([name, true]);
  });
});
