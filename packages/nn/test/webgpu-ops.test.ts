// Every operation on ONNX Runtime's WebGPU provider: on a GPU, or on the software driver that tools/test.mjs finds.
import { f64, webgpu } from '@millrace/nn';
import { difference } from './closeness.ts';
import { compileShadersOnce } from './compile-shaders-once.ts';
import { cases, differentiate } from './op-cases.ts';

describe('on WebGPU', () => {
  compileShadersOnce();

  it.each(cases.map((each) => [each.name, each] as const))('%s gives what the float64 target gives on the processor', async (_, each) => {
    const exact = await differentiate(each, f64);
    const fast = await differentiate(each, webgpu, { device: 'webgpu' });
    await exact.close();
    await fast.close();
    expect(difference(fast.output, exact.output)).toBeLessThan(1e-5);
    for (const [name, gradient] of exact.analytic) expect([name, difference(fast.analytic.get(name)!, gradient) < 3e-5]).toEqual([name, true]);
  }, 60_000);
});
