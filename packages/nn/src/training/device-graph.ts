import { denseGradients } from '../graph/dense-gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import type { Target } from '../graph/target.ts';
import { clipScale, globalNorm, updateInGraph, updateInputs } from '../optimizers/optimizer-graph.ts';
import { type OptimizerConfig, stateSlots } from '../optimizers/optimizer.ts';
import { multiply } from '../ops/multiply.ts';
import type { BatchShape, Objective } from './objective.ts';

/** What the graphs of a device compute. */
export interface DeviceGraphOptions {
  readonly target: Target;
  readonly objective: Objective;
  readonly optimizer: OptimizerConfig;
  readonly clipNorm?: number | undefined;
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
}

/** A graph and what it returns. `state` replaces the tensors of the same names that it read. */
export interface DeviceGraph {
  readonly graph: Graph;
  /** Scalars and what the objective measures, to be read after each run. */
  readonly read: Readonly<Record<string, Value>>;
  /** What stays on the device, by the name of the tensor it follows. */
  readonly state: Readonly<Record<string, Value>>;
}

/** What the names of an objective's outputs begin with. */
export const outputPrefix = 'output ';

/** The name of the optimizer's numbers for a parameter. */
export function slotName(slot: number, parameter: string): string {
  return `optimizer.${slot}/${parameter}`;
}

/** The name of the sum of a parameter's gradients over the parts of a batch. */
export function gradientName(parameter: string): string {
  return `gradient/${parameter}`;
}

/** A whole step in one graph: forward pass, gradients, update. */
export function stepGraph(options: DeviceGraphOptions, shape: BatchShape): DeviceGraph {
  const { graph, read, gradients } = forwardAndBackward(options, shape);
  const { norm, state } = update(graph, gradients, options);
  return { graph, read: { ...read, norm }, state };
}

/** The gradients of a part of a batch, added to those of the parts before it unless it is the first. */
export function gradientGraph(options: DeviceGraphOptions, shape: BatchShape, { first }: { readonly first: boolean }): DeviceGraph {
  const { graph, read, gradients } = forwardAndBackward(options, shape);
  const sums = [...gradients].map(([name, gradient]) => [
    gradientName(name), first ? gradient : graph.node('Add', [graph.input(gradientName(name), gradient.shape), gradient], gradient.shape),
  ] as const);
  return { graph, read, state: Object.fromEntries(sums) };
}

/** The update by gradients that are on the device already. */
export function updateGraph(options: DeviceGraphOptions, trained: ReadonlyMap<string, readonly number[]>): DeviceGraph {
  const graph = new Graph(options.target, true);
  for (const [name, shape] of trained) graph.parameter(name, shape, { fill: 0 });
  const gradients = new Map([...trained].map(([name, shape]) => [name, graph.input(gradientName(name), shape)]));
  const { norm, state } = update(graph, gradients, options);
  return { graph, read: { norm }, state };
}

function forwardAndBackward({ target, objective, isFrozen }: DeviceGraphOptions, shape: BatchShape) {
  const graph = new Graph(target, true, isFrozen);
  const { loss, outputs } = objective.build(graph, shape);
  const read = { loss, ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`${outputPrefix}${name}`, value])) };
  if (!target.matmulType) return { graph, read, gradients: denseGradients(graph, loss) };
  const [scale, unscale] = [graph.input('loss_scale', []), graph.input('loss_unscale', [])];
  const scaled = denseGradients(graph, multiply(loss, scale));
  return { graph, read, gradients: new Map([...scaled].map(([name, gradient]) => [name, graph.node('Mul', [gradient, unscale], gradient.shape)])) };
}

function update(graph: Graph, gradients: ReadonlyMap<string, Value>, { optimizer, clipNorm }: DeviceGraphOptions) {
  const inputs = updateInputs(graph);
  const norm = globalNorm(graph, [...gradients.values()]);
  const scale = clipNorm === undefined ? undefined : clipScale(norm, clipNorm);
  const state = [...gradients].flatMap(([name, gradient]) => {
    const slots = Array.from({ length: stateSlots(optimizer) }, (_, slot) => graph.input(slotName(slot, name), gradient.shape));
    const updated = updateInGraph({ parameter: graph.parameters.get(name)!, gradient, slots }, optimizer, inputs, scale);
    return [[name, updated.parameter] as const, ...updated.slots.map((value, slot) => [slotName(slot, name), value] as const)];
  });
  return { norm, state: Object.fromEntries(state) };
}
