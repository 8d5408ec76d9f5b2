import { createRequire } from 'node:module';
import { joined, say, UserError, type Phrase } from '@millrace/sdk';
import type * as tfjs from '@tensorflow/tfjs';

export type Tensorflow = typeof tfjs;

/** TensorFlow.js in memory, with the backends that it may compute on, best first. */
export interface Engine {
  readonly tf: Tensorflow;
  readonly name: string;
  readonly backends: readonly string[];
  /** Why each better engine was not taken, in a few words. */
  readonly passedOver: readonly string[];
}

const native = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * Loads the best TensorFlow.js there is: with the native library on the GPU, the native library, WebAssembly, plain
 * JavaScript. The native two are never installed with Millrace, since their installation downloads a library; they are used
 * where the user installed them. `from`: the file or folder whose node_modules are searched, this plugin's when left out.
 */
export async function loadTensorflow(from: string = import.meta.url): Promise<Engine> {
  const passedOver: string[] = [];
  const found = createRequire(from);
  for (const name of native) {
    try {
      return { tf: found(name), name, backends: ['tensorflow', 'cpu'], passedOver };
    } catch (error) {
      passedOver.push(`${name} ${whyNotLoaded(error, name)}`);
    }
  }
  // CommonJS: the ES modules of TensorFlow.js do not load in Node.
  const own = createRequire(import.meta.url);
  const tf: Tensorflow = own('@tensorflow/tfjs');
  tf.enableProdMode();
  try {
    own('@tensorflow/tfjs-backend-wasm');
    if (!(await tf.setBackend('wasm'))) throw new Error('it did not start');
    return { tf, name: '@tensorflow/tfjs-backend-wasm', backends: ['wasm', 'cpu'], passedOver };
  } catch (error) {
    passedOver.push(`@tensorflow/tfjs-backend-wasm ${whyNotLoaded(error, '@tensorflow/tfjs-backend-wasm')}`);
    return { tf, name: '@tensorflow/tfjs', backends: ['cpu'], passedOver };
  }
}

/** One line for the run's log. */
export function engineChoice({ name, passedOver }: Engine): string {
  return `TensorFlow.js computes with ${name}.${passedOver.length > 0 ? ` Not taken: ${passedOver.join('; ')}.` : ''}`;
}

/**
 * Does the work on the first backend that has every operation it needs: WebAssembly lacks the gradients of some layers.
 * The work starts anew on the next backend. Throws a UserError when none can.
 */
export async function onBackend<T>(engine: Engine, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  // TensorFlow.js has one backend in a process, so nodes that run side by side take turns.
  const turn = last.then(() => tryBackends(engine, log, work));
  last = turn.catch(() => undefined);
  return await turn;
}

let last: Promise<unknown> = Promise.resolve();

async function tryBackends<T>({ tf, backends }: Engine, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  const lacks: Phrase[] = [];
  for (const [index, backend] of backends.entries()) {
    await tf.setBackend(backend);
    try {
      return await work();
    } catch (error) {
      const kernel = missingKernel(error);
      if (kernel === undefined) throw error;
      lacks.push(say`"${backend}" lacks ${kernel}`);
      const next = backends[index + 1];
      if (next !== undefined) log(`The backend "${backend}" lacks ${kernel}, which a layer of this network needs; it runs on "${next}" instead, which is slower.`);
    }
  }
  throw new UserError(say`No backend of TensorFlow.js can run this network: ${joined(lacks, '; ')}. Leave that layer out, or install @tensorflow/tfjs-node.`);
}

function missingKernel(error: unknown): string | undefined {
  return error instanceof Error ? /Kernel '(\w+)' not registered for backend/.exec(error.message)?.[1] : undefined;
}

function whyNotLoaded(error: unknown, name: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes(`Cannot find module '${name}'`)) return 'is not installed';
  const line = message.split('\n').map((each) => each.trim()).find((each) => each !== '') ?? 'without a reason';
  return `did not load (${line.length > 120 ? `${line.slice(0, 119)}…` : line.replace(/\.$/, '')})`;
}
