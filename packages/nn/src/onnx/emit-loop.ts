import type { Graph, Value } from '../graph/graph.ts';
import { reachable } from '../graph/reachable.ts';
import { constantsOf, inRunningOrder, modelOf, node, valueInfo } from './emit-model.ts';
import { ProtobufWriter } from './protobuf.ts';

/** What a graph that is run several times over hands on. */
export interface LoopOptions {
  /** What becomes of the inputs and parameters of these names: each pass reads what the one before it made. The model returns the last as `next NAME`. */
  readonly state: Readonly<Record<string, Value>>;
  /** What the model returns of every pass, stacked along a first axis. */
  readonly read: Readonly<Record<string, Value>>;
  /** Inputs that differ from pass to pass: the model reads them stacked along a first axis, as `each NAME`. */
  readonly varying: ReadonlySet<string>;
}

/** The input that says how many passes to make, an int64 scalar. */
export const passesInput = 'passes';

/**
 * The graph as the body of an ONNX `Loop` (onnx.proto, opset 21), so that several steps of a training are one run and its state stays where
 * ONNX Runtime keeps it. What neither varies nor is handed on, such as frozen parameters, is read by every pass.
 */
export function emitLoop(graph: Graph, { state, read, varying }: LoopOptions): Uint8Array {
  const used = reachable(graph, [...Object.values(state), ...Object.values(read)]);
  const inputs = [...graph.inputs, ...graph.parameters.values()].filter((input) => used.has(input));
  const handedOn = inputs.filter(({ name }) => name in state);
  const given = inputs.filter(({ name }) => !(name in state));
  // A name of the body may not stand outside of it as well.
  const bodyName = ({ name }: Value) => (name in state ? `now ${name}` : name);

  const body = new ProtobufWriter();
  for (const { name } of given.filter((input) => varying.has(input.name))) body.message(1, node({ type: 'Gather', domain: '', attributes: {} }, [each(name), 'pass'], [name]));
  for (const one of inRunningOrder(graph, used)) body.message(1, node(one, one.inputs.map(bodyName), one.outputs.map(bodyName)));
  const results = [...handedOn.map(({ name }) => [`then ${name}`, state[name]!] as const), ...Object.entries(read).map(([name, value]) => [`one ${name}`, value] as const)];
  const renamed = [['go on', 'going on'], ...results.map(([as, value]) => [as, bodyName(value)])] as const;
  for (const [as, name] of renamed) body.message(1, node({ type: 'Identity', domain: '', attributes: {} }, [name!], [as!]));
  body.string(2, 'step');
  for (const constant of constantsOf(graph, used)) body.message(5, constant);
  body.message(11, valueInfo('pass', 'int64', [])).message(11, valueInfo('going on', 'bool', []));
  for (const { name, type, shape } of handedOn) body.message(11, valueInfo(`now ${name}`, type, shape));
  body.message(12, valueInfo('go on', 'bool', []));
  for (const [as, { type, shape }] of results) body.message(12, valueInfo(as, type, shape));

  const outputs = [...handedOn.map(({ name, type, shape }) => [next(name), type, shape] as const), ...Object.entries(read).map(([name, { type, shape }]) => [name, type, ['passes', ...shape]] as const)];
  const loop = node({ type: 'Loop', domain: '', attributes: {} }, [passesInput, '', ...handedOn.map(({ name }) => name)], outputs.map(([name]) => name));
  loop.message(5, new ProtobufWriter().string(1, 'body').message(6, body).integer(20, 5)); // an attribute that is a graph
  const model = new ProtobufWriter().message(1, loop).string(2, 'millrace').message(11, valueInfo(passesInput, 'int64', []));
  for (const { name, type, shape } of handedOn) model.message(11, valueInfo(name, type, shape));
  for (const { name, type, shape } of given) model.message(11, varying.has(name) ? valueInfo(each(name), type, ['passes', ...shape]) : valueInfo(name, type, shape));
  for (const [name, type, shape] of outputs) model.message(12, valueInfo(name, type, shape));
  return modelOf(model);
}

/** The name of an input that holds what each pass reads. */
export function each(name: string): string {
  return `each ${name}`;
}

/** ONNX wants another name for what comes out than for what went in. */
export function next(name: string): string {
  return `next ${name}`;
}
