import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TrainingError } from '../nn-error.ts';
import type { Device } from './device.ts';

/** Which device is taken, and in a sentence each why not another. */
export interface DeviceChoice {
  readonly device: Device;
  readonly notTaken: readonly string[];
}

/** Whether a device can be used: `undefined`, or why not. */
export type Probe = (device: Device) => Promise<string | undefined>;

/**
 * Chooses what to train on. `auto` takes a GPU through WebGPU, where a model stays in its memory, else through CUDA, else the processor; a
 * software driver that only pretends to be a GPU is slower than the processor and is not taken unless asked for. Throws TrainingError, saying
 * why, when a device that is asked for by name cannot be used.
 */
export async function chooseDevice(wanted: Device | 'auto', { probe = (device) => probeDevice(device), hasGpu = seesGpu }: { readonly probe?: Probe; readonly hasGpu?: () => boolean } = {}): Promise<DeviceChoice> {
  if (wanted === 'cpu') return { device: 'cpu', notTaken: [] };
  if (wanted !== 'auto') {
    const problem = await probe(wanted);
    if (problem !== undefined) throw new TrainingError(`Training on "${wanted}" is not possible here: ${problem} Choose "auto" or "cpu".`);
    return { device: wanted, notTaken: [] };
  }
  const notTaken: string[] = [];
  if (!hasGpu()) return { device: 'cpu', notTaken: ['webgpu and cuda: there is no GPU on this machine.'] };
  for (const device of ['webgpu', 'cuda'] as const) {
    const problem = await probe(device);
    if (problem === undefined) return { device, notTaken };
    notTaken.push(`${device}: ${problem}`);
  }
  return { device: 'cpu', notTaken };
}

/** Tries a device, with products in single or half precision, in a process of its own: `undefined`, or why it cannot be used. */
export async function probeDevice(device: Device, precision: 'single' | 'half' = 'single'): Promise<string | undefined> {
  const script = fileURLToPath(new URL('probe-device.js', import.meta.url));
  return await new Promise((resolve) => {
    execFile(process.execPath, [script, device, precision], { timeout: 30_000 }, (error, output) => {
      const said = output.trim().split('\n').at(-1) ?? '';
      if (said === 'ok') resolve(undefined);
      else if (said) resolve(`ONNX Runtime says: ${said.slice(0, 300)}${said.endsWith('.') ? '' : '.'}`);
      else resolve(`its driver ended the process that tried it (${error?.signal ?? error?.code ?? 'without a word'}).`);
    });
  });
}

/** Linux shows GPUs as devices; elsewhere there is one as a rule. */
function seesGpu(): boolean {
  if (process.platform !== 'linux') return true;
  const names = (folder: string) => { try { return readdirSync(folder); } catch { return []; } };
  return names('/dev/dri').some((name) => name.startsWith('renderD')) || names('/dev').some((name) => /^nvidia\d+$/.test(name));
}
