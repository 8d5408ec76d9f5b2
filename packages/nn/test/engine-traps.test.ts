// What ONNX Runtime's inference build gets wrong or slow when it trains (each was measured), and that we are not hit.
import { bertConfig, BoundSession, cpu, CpuEngine, Graph, initialTextModel, Random, scale, textObjective, zeroCopyWorks } from '@millrace/nn';
import { difference, relative } from './closeness.ts';

const config = bertConfig({
  vocabSize: 50, labels: ['a', 'b', 'c'], hiddenSize: 32, hiddenLayers: 2, attentionHeads: 4, maxPositions: 32, initializerRange: 0.2, hiddenDropout: 0.1,
});
const random = new Random(5);
const examples = {
  inputIds: Array.from({ length: 8 }, () => Int32Array.from({ length: 4 + random.below(28) }, () => random.below(50))),
  targets: { task: 'single_label_classification' as const, classes: Int32Array.from({ length: 8 }, () => random.below(3)) },
};

async function gradientsWith(options: { threads: number; zeroCopy?: boolean }) {
  const engine = new CpuEngine({ objective: textObjective({ config, examples }), parameters: initialTextModel(config, 3), optimizer: { kind: 'sgd' }, ...options });
  const score = await engine.computeGradients({ parts: [{ examples: [0, 1, 2, 3, 4, 5, 6, 7], shape: { batch: 8, sequence: 32 } }], random: new Random(9) });
  const gradients = new Map(engine.memory.names.map((name) => [name, engine.memory.gradient(name).slice()]));
  await engine.close();
  return { score, gradients };
}

describe('the training engine', () => {
  it('adds the rows of a table for tokens that occur many times, with one thread as with two, again and again', async () => {
    const one = await gradientsWith({ threads: 1 });
    for (let time = 0; time < 5; time++) {
      const two = await gradientsWith({ threads: 2 });
      expect(Math.abs(two.score.loss - one.score.loss)).toBeLessThan(1e-5);
      for (const [name, gradient] of one.gradients) {
        const close = name.endsWith('key.bias') ? difference(two.gradients.get(name)!, gradient) < 1e-6 : relative(two.gradients.get(name)!, gradient) < 1e-5;
        expect([name, close]).toEqual([name, true]);
      }
    }
  });

  it('emits no ScatterND, which loses updates with more than one thread', async () => {
    const { Graph: G, bert, crossEntropy, gradients, tokenInputs } = await import('@millrace/nn');
    const graph = new G(cpu, true);
    const { logits } = bert(graph, config, tokenInputs(graph, 2, 8));
    gradients(graph, crossEntropy(logits, graph.input('labels', [2], 'int64'), graph.input('weights', [2])));
    expect(graph.nodes.filter(({ type }) => type === 'ScatterND')).toEqual([]);
  });

  it('gives bit for bit the same gradients when outputs are copied as when they are left in place', async () => {
    const inPlace = await gradientsWith({ threads: 1 });
    const copied = await gradientsWith({ threads: 1, zeroCopy: false });
    expect(copied).toEqual(inPlace);
  });

  it('uses this version of onnxruntime-node without copies', async () => {
    expect(await zeroCopyWorks()).toBe(true);
  });

  it('refuses a result that shares memory with what is read, which ONNX Runtime would silently get wrong', async () => {
    const graph = new Graph(cpu, false);
    const x = graph.input('x', [4]);
    const memory = new Float32Array(6);
    const session = BoundSession.create(graph, {
      feeds: { x: memory.subarray(0, 4) }, results: { y: { value: scale(x, 2), into: memory.subarray(2, 6) } },
    });
    await expect(session).rejects.toThrow('The arrays of x and y share memory, and one of them is written.');
  });

  it('learns nothing for the row of [PAD], as padding_idx of PyTorch', async () => {
    const { gradients } = await gradientsWith({ threads: 1 });
    const words = gradients.get('bert.embeddings.word_embeddings.weight')!;
    expect(words.subarray(0, 32).every((value) => value === 0)).toBe(true);
    expect(examples.inputIds.some((ids) => ids.includes(0))).toBe(true);
  });

  it('ignores the rows that fill up a short batch', async () => {
    const objective = textObjective({ config: { ...config, hiddenDropout: 0, attentionDropout: 0, classifierDropout: 0 }, examples });
    const engine = new CpuEngine({ objective, parameters: initialTextModel(config, 3), optimizer: { kind: 'sgd' }, threads: 1 });
    const three = (batch: number) => ({ parts: [{ examples: [0, 1, 2], shape: { batch, sequence: 32 } }], random: new Random(9) });
    const exact = await engine.computeGradients(three(3));
    const expected = new Map(engine.memory.names.map((name) => [name, engine.memory.gradient(name).slice()]));
    const filled = await engine.computeGradients(three(8));
    expect(Math.abs(filled.loss - exact.loss)).toBeLessThan(1e-6);
    expect(filled.measures).toEqual(exact.measures);
    for (const [name, gradient] of expected) expect([name, difference(engine.memory.gradient(name), gradient) < 1e-6]).toEqual([name, true]);
    await engine.close();
  });
});
