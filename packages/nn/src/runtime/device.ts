import type { InferenceSession } from 'onnxruntime-node';
import { cpu, cuda, type Target, webgpu } from '../graph/target.ts';
import { sessionOptions, type ThreadOptions } from './session-options.ts';

/** What a model can be trained on. */
export type Device = 'cpu' | 'webgpu' | 'cuda';

/** What graphs for a device are emitted for. */
export const deviceTargets: Readonly<Record<Device, Target>> = { cpu, webgpu, cuda };

/** ONNX Runtime's options for a session on a device. What a GPU has no kernel for runs on the processor. */
export function deviceSessionOptions(device: Device, threads: ThreadOptions): InferenceSession.SessionOptions {
  const options = sessionOptions(threads);
  switch (device) {
    case 'cpu': return options;
    case 'webgpu': return { ...options, executionProviders: ['webgpu'] };
    case 'cuda': return { ...options, executionProviders: ['cuda', 'cpu'] };
    default: return device satisfies never;
  }
}
