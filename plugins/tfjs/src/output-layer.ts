import { say, UserError } from '@millrace/sdk';
import { layerKinds, type LayerDescription } from './layer-kinds.ts';
import type { Network } from './parse-network.ts';
import type { Target } from './read-examples.ts';

/** How the last layer answers: one number, a probability for each class, or the probability of the second of two classes. */
export type Head = 'number' | 'softmax' | 'sigmoid';

export interface FittedNetwork {
  readonly network: Network;
  readonly head: Head;
  /** A layer was added, since the last one did not answer the task. */
  readonly added: boolean;
}

/** Lets the network end in a layer that answers the task: its own if that does, an added one otherwise. */
export function withOutputLayer(network: Network, target: Target): FittedNetwork {
  const { units, activation, isActivation } = ending(network.layers);
  const wanted = target.task === 'classification' ? target.classes.length : 1;
  if (target.task === 'regression') {
    if (units === 1 && activation === 'linear') return { network, head: 'number', added: false };
    if (activation === 'softmax') throw new UserError(say`The last layer gives probabilities (softmax), but the target is a number. Leave that layer out, or choose "classification".`);
    return { network: append(network, 1, 'linear'), head: 'number', added: true };
  }
  if (activation === 'softmax') {
    if (units === wanted) return { network, head: 'softmax', added: false };
    throw new UserError(say`The last layer tells ${units === undefined ? say`an unknown number of` : String(units)} classes apart, but the target has ${wanted} (${target.classes.slice(0, 10).join(', ')}). Give it ${wanted} units, or leave it out: it is added to fit.`);
  }
  if (units === 1 && activation === 'sigmoid') {
    if (wanted === 2) return { network, head: 'sigmoid', added: false };
    throw new UserError(say`The last layer is one sigmoid unit, which tells two classes apart, but the target has ${wanted}. Leave it out: a layer is added to fit.`);
  }
  if (units === wanted && activation === 'linear' && !isActivation) {
    return { network: { ...network, layers: [...network.layers, describe('activation', { activation: 'softmax' })] }, head: 'softmax', added: true };
  }
  return { network: append(network, wanted, 'softmax'), head: 'softmax', added: true };
}

function ending(layers: readonly LayerDescription[]): { units?: unknown; activation?: unknown; isActivation: boolean } {
  const last = layers.at(-1);
  if (last?.kind !== 'activation') return { ...(last?.kind === 'dense' && last.fields), isActivation: false };
  const before = layers.at(-2);
  return { ...(before?.kind === 'dense' && before.fields['activation'] === 'linear' && { units: before.fields['units'] }), activation: last.fields['activation'], isActivation: true };
}

function append(network: Network, units: number, activation: string): Network {
  return { ...network, layers: [...network.layers, describe('dense', { units, activation })] };
}

function describe(kind: 'dense' | 'activation', fields: Readonly<Record<string, unknown>>): LayerDescription {
  return { kind, fields: layerKinds[kind]?.fields.parse(fields) ?? {} };
}
