import type { Attribute, Constant, ElementType, Graph, GraphNode, Value } from '../graph/graph.ts';
import { reachable } from '../graph/reachable.ts';
import type { Shape } from '../graph/shape.ts';
import type { NamedTensors } from '../tensor.ts';
import { elementTypeCode } from './element-type.ts';
import { ProtobufWriter } from './protobuf.ts';

/** Where a tensor's bytes lie: a file beside the ONNX file, and the place in it. */
export interface ExternalTensor {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** What `emitModel` writes besides the graph. */
export interface EmitOptions {
  /** The values to be returned, by the names they get. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** Numbers of parameters to be written into the model. */
  readonly parameters?: NamedTensors;
  /** Where the parameters are stored that are not written into the model; without it they are inputs. */
  readonly externalParameters?: ReadonlyMap<string, ExternalTensor>;
  /** Puts an empty sequence of this name before the outputs (see `BoundSession`). */
  readonly sequenceOutput?: string;
}

const opset = 21;
const irVersion = 10;

/** The graph as an ONNX model (onnx.proto, opset 21), holding only what its outputs need. */
export function emitModel(graph: Graph, { outputs, parameters, externalParameters, sequenceOutput }: EmitOptions): Uint8Array {
  const used = reachable(graph, Object.values(outputs));
  const names = outputNames(graph, outputs);
  const name = (value: Value) => names.get(value) ?? value.name;
  const body = new ProtobufWriter();
  if (sequenceOutput) body.message(1, node({ type: 'SequenceEmpty', domain: '', attributes: { dtype: { int: elementTypeCode.float32 } } }, [], [sequenceOutput]));
  for (const each of inRunningOrder(graph, used)) body.message(1, node(each, each.inputs.map(name), each.outputs.map(name)));
  for (const [as, value] of Object.entries(outputs)) {
    if (name(value) !== as) body.message(1, node({ type: 'Identity', domain: '', attributes: {} }, [name(value)], [as]));
  }
  body.string(2, 'millrace');
  for (const constant of constantsOf(graph, used)) body.message(5, constant);
  for (const input of graph.inputs) if (used.has(input)) body.message(11, valueInfo(input.name, input.type, input.shape));
  for (const parameter of graph.parameters.values()) {
    if (!used.has(parameter)) continue;
    const numbers = parameters?.get(parameter.name);
    const stored = externalParameters?.get(parameter.name);
    if (numbers) body.message(5, constantTensor({ value: parameter, data: numbers.data }));
    else if (stored) body.message(5, externalTensor(parameter, stored));
    else if (externalParameters) throw new Error(`No place is given for the parameter ${parameter.name}.`);
    else body.message(11, valueInfo(parameter.name, parameter.type, parameter.shape));
  }
  if (sequenceOutput) body.message(12, sequenceInfo(sequenceOutput));
  for (const [as, value] of Object.entries(outputs)) body.message(12, valueInfo(as, value.type, value.shape));
  return modelOf(body);
}

/** A GraphProto as the bytes of a ModelProto. */
export function modelOf(graph: ProtobufWriter): Uint8Array {
  return new ProtobufWriter()
    .integer(1, irVersion).string(2, 'millrace').message(7, graph)
    .message(8, new ProtobufWriter().string(1, '').integer(2, opset))
    .message(8, new ProtobufWriter().string(1, 'com.microsoft').integer(2, 1))
    .finish();
}

/** The constants that are used, as TensorProtos. */
export function constantsOf(graph: Graph, used: ReadonlySet<Value>): ProtobufWriter[] {
  return graph.constants.filter(({ value }) => used.has(value)).map(constantTensor);
}

/**
 * The nodes that are used, those that nobody reads last and backwards. ONNX Runtime looks for what to run from the last such node to
 * the first. In the order in which they were made it would walk the whole way back first and then compute every weight's gradient, with all
 * activations and all their gradients in memory until then; this way each is computed as soon as it can be.
 */
export function inRunningOrder(graph: Graph, used: ReadonlySet<Value>): GraphNode[] {
  const nodes = graph.nodes.filter((each) => each.outputs.some((output) => used.has(output)));
  const read = new Set(nodes.flatMap((each) => each.inputs));
  const isRead = (each: GraphNode) => each.outputs.some((output) => read.has(output));
  return [...nodes.filter(isRead), ...nodes.filter((each) => !isRead(each)).reverse()];
}

/** A computed value takes its output's name, without a copy; a second name for it needs one. */
function outputNames(graph: Graph, outputs: EmitOptions['outputs']): Map<Value, string> {
  const computed = new Set(graph.nodes.flatMap((each) => each.outputs));
  const names = new Map<Value, string>();
  for (const [as, value] of Object.entries(outputs)) if (computed.has(value) && !names.has(value)) names.set(value, as);
  return names;
}

/** A NodeProto. */
export function node({ type, domain, attributes }: Pick<GraphNode, 'type' | 'domain' | 'attributes'>, inputs: readonly string[], outputs: readonly string[]) {
  const message = new ProtobufWriter();
  for (const input of inputs) message.string(1, input);
  for (const output of outputs) message.string(2, output);
  message.string(3, outputs[0]!).string(4, type);
  for (const [key, value] of Object.entries(attributes)) message.message(5, attribute(key, value));
  if (domain) message.string(7, domain);
  return message;
}

function attribute(key: string, value: Attribute): ProtobufWriter {
  const message = new ProtobufWriter().string(1, key);
  if ('float' in value) return message.float(2, value.float).integer(20, 1);
  if ('int' in value) return message.integer(3, value.int).integer(20, 2);
  for (const each of value.ints) message.integer(8, each);
  return message.integer(20, 7);
}

function constantTensor({ value, data }: Constant): ProtobufWriter {
  return tensor(value).bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function externalTensor(value: Value, stored: ExternalTensor): ProtobufWriter {
  const message = tensor(value);
  for (const [key, entry] of Object.entries(stored)) {
    message.message(13, new ProtobufWriter().string(1, key).string(2, String(entry)));
  }
  return message.integer(14, 1); // data_location = EXTERNAL
}

function tensor({ name, type, shape }: Value): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const dim of shape) message.integer(1, Number(dim));
  return message.integer(2, elementTypeCode[type]).string(8, name);
}

/** A ValueInfoProto of a tensor; an axis of unknown length has a name. */
export function valueInfo(as: string, type: ElementType, shape: Shape): ProtobufWriter {
  const dims = new ProtobufWriter();
  for (const dim of shape) {
    dims.message(1, typeof dim === 'number' ? new ProtobufWriter().integer(1, dim) : new ProtobufWriter().string(2, dim));
  }
  const tensorType = new ProtobufWriter().integer(1, elementTypeCode[type]).message(2, dims);
  return new ProtobufWriter().string(1, as).message(2, new ProtobufWriter().message(1, tensorType));
}

function sequenceInfo(as: string): ProtobufWriter {
  const element = new ProtobufWriter().message(1, new ProtobufWriter().integer(1, elementTypeCode.float32));
  return new ProtobufWriter().string(1, as).message(2, new ProtobufWriter().message(4, new ProtobufWriter().message(1, element)));
}
