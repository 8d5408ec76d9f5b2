import { add, type BatchSize, cpu, dense, emitModel, Graph, initialParameters, normalize, parametersOf, relu, tensorObjective, train, type Value } from '@millrace/nn';

/** Two residual blocks over the features `x` [batch, 2], then a layer that answers for three classes. */
export function network(graph: Graph, { x }: Readonly<Record<string, Value>>): Value {
  let hidden = dense(graph, 'first', x!, 32);
  for (let block = 0; block < 2; block++) {
    hidden = graph.within(`blocks.${block}`, () => add(hidden, dense(graph, 'linear', relu(normalize(graph, 'norm', hidden, 1e-5)), 32)));
  }
  return dense(graph, 'answer', relu(hidden), 3);
}

/** Learns which of three spirals a point lies on; answers with the accuracy in training and the model as ONNX. */
export async function learnSpirals(points: Float32Array, classes: Int32Array, batchSize: BatchSize = { examples: 32 }) {
  const objective = tensorObjective({
    inputs: { x: { shape: [2], data: points } }, targets: { task: 'single_label_classification', classes }, outputs: 3, network,
  });
  const { parameters, epochs } = await train({
    objective, parameters: initialParameters(parametersOf(objective), 42), epochs: 40, batchSize, learningRate: 1e-2,
    optimizer: { kind: 'adamw' }, schedule: { kind: 'cosine' }, seed: 42,
  });
  const graph = new Graph(cpu, false);
  const model = emitModel(graph, { outputs: { logits: network(graph, { x: graph.input('x', ['batch', 2]) }) }, parameters });
  return { accuracy: epochs.at(-1)?.train.accuracy, model };
}
