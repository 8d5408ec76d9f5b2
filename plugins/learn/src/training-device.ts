import { chooseDevice, DeviceEngine, probeDevice, type TrainingOptions } from '@millrace/nn';
import type { NodeContext } from '@millrace/sdk';
import { z } from 'zod';

/** The parameters that say where a node trains. */
export const deviceParams = {
  device: z.enum(['auto', 'cpu', 'webgpu', 'cuda']).default('auto').meta({ advanced: true, title: 'Device', description: '"auto" takes a GPU where there is one, else the processor; the log says which, and why not another.' }),
  precision: z.enum(['float32', 'mixed']).default('float32').meta({ advanced: true, title: 'Number precision', description: '"mixed": products in 16 bits on a GPU, faster where it has the circuits for it. The processor always takes 32.' }),
};

const schema = z.object(deviceParams);

/** Chooses the device and says so in the log. Throws TrainingError when the one asked for cannot be used. */
export async function trainingDevice({ device: wanted, precision }: z.output<typeof schema>, context: NodeContext): Promise<Pick<TrainingOptions, 'createEngine'>> {
  const { device, notTaken } = await chooseDevice(wanted);
  const names = { cpu: `the CPU with ${context.threads} ${context.threads === 1 ? 'thread' : 'threads'}`, webgpu: 'a GPU through WebGPU', cuda: 'a GPU through CUDA' };
  context.log('info', `Training on ${names[device]}.${notTaken.length > 0 ? ` Not on ${notTaken.join(' Not on ')}` : ''}`);
  if (device === 'cpu') return {};
  const problem = precision === 'mixed' ? await probeDevice(device, 'half') : undefined;
  if (problem !== undefined) context.log('warn', `Products stay in 32 bits: this GPU has none in 16. ${problem}`);
  return { createEngine: (made) => DeviceEngine.create({ ...made, device, halfPrecision: precision === 'mixed' && problem === undefined }) };
}
