import type { Graph, Value } from '../graph/graph.ts';
import { adamSettings, decays, type OptimizerConfig, type updateFactors, weightDecayOf } from './optimizer.ts';

/** The numbers of an update that change from step to step: float32 scalars, inputs of the graph. */
export type UpdateInputs = Readonly<Record<keyof ReturnType<typeof updateFactors>, Value>>;

/** Declares the inputs of an update; `updateFactors` says what they are. */
export function updateInputs(graph: Graph): UpdateInputs {
  return { step: graph.input('update_step', []), keep: graph.input('update_keep', []), rootCorrection: graph.input('update_root_correction', []) };
}

/** A parameter after its update, with the optimizer's numbers. */
export interface Updated {
  readonly parameter: Value;
  readonly slots: readonly Value[];
}

/** The update of one parameter as operations of the graph, the same as the kernels' (`update`), number by number. */
export function updateInGraph(
  { parameter, gradient, slots }: Updated & { readonly gradient: Value }, config: OptimizerConfig, inputs: UpdateInputs, gradientScale: Value | undefined,
): Updated {
  const { graph, shape } = parameter;
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b], shape);
  const plus = (a: Value, b: Value) => graph.node('Add', [a, b], shape);
  const minus = (a: Value, b: Value) => graph.node('Sub', [a, b], shape);
  const by = (value: Value, factor: number) => times(value, graph.float(factor));
  const decay = decays(config, shape.map(Number)) ? weightDecayOf(config) : 0;
  const scaled = gradientScale ? times(gradient, gradientScale) : gradient;
  const whole = decay > 0 && config.kind !== 'adamw' ? plus(scaled, by(parameter, decay)) : scaled;
  if (config.kind === 'sgd') {
    const mean = slots[0] ? plus(by(slots[0], config.momentum ?? 0), whole) : whole;
    return { parameter: minus(parameter, times(mean, inputs.step)), slots: slots[0] ? [mean] : [] };
  }
  const { betas: [beta1, beta2], epsilon } = adamSettings(config);
  const mean = plus(by(slots[0]!, beta1), by(whole, 1 - beta1));
  const square = plus(by(slots[1]!, beta2), by(times(whole, whole), 1 - beta2));
  const root = plus(times(graph.node('Sqrt', [square], shape), inputs.rootCorrection), graph.float(epsilon));
  const kept = decay > 0 && config.kind === 'adamw' ? times(parameter, inputs.keep) : parameter;
  return { parameter: minus(kept, graph.node('Div', [times(mean, inputs.step), root], shape)), slots: [mean, square] };
}

/** The global norm of gradients, a scalar. Rows are summed first: a sum of millions in one go would lose digits. */
export function globalNorm(graph: Graph, gradients: readonly Value[]): Value {
  const squares = gradients.map((gradient) => {
    const { shape } = gradient;
    const along = shape.length > 1 ? [shape.length - 1] : [];
    const rows = graph.node('ReduceSumSquare', along.length > 0 ? [gradient, graph.integers(along)] : [gradient], along.length > 0 ? shape.slice(0, -1) : [], { attributes: { keepdims: { int: 0 } } });
    return along.length > 0 ? graph.node('ReduceSum', [rows], [], { attributes: { keepdims: { int: 0 } } }) : rows;
  });
  return graph.node('Sqrt', [squares.reduce((a, b) => graph.node('Add', [a, b], []))], []);
}

/** The factor that brings gradients of this norm down to `clipNorm`, as PyTorch's clip_grad_norm_. */
export function clipScale(norm: Value, clipNorm: number): Value {
  const { graph } = norm;
  const share = graph.node('Div', [graph.float(clipNorm), graph.node('Add', [norm, graph.float(1e-6)], [])], []);
  return graph.node('Min', [graph.float(1), share], []);
}
