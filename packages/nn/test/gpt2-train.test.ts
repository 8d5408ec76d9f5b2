import {
  CpuEngine, gpt2Config, initialGpt2, languageObjective, loadLanguageModel, openLanguageModel, packTokens, Random, saveLanguageModel, train as trainModel,
  type TrainingOptions,
} from '@millrace/nn';
import { difference, norm } from './closeness.ts';
import { temporaryFolder } from './folders.ts';
import { forward, gpt2Tiny, train } from './golden-gpt2.ts';

describe('training GPT-2 against PyTorch', () => {
  it.each([['whole batches', [[0, 4]]], ['batches in three parts', [[0, 1], [1, 3], [3, 4]]]])('follows 10 steps of AdamW in %s', async (_, parts) => {
    const { config, parameters } = await loadLanguageModel(gpt2Tiny);
    const objective = languageObjective({ config, inputIds: train.rows.map((row) => Int32Array.from(row)) });
    const engine = new CpuEngine({ objective, parameters, optimizer: { kind: 'adamw', weightDecay: 0.01 }, accumulates: parts.length > 1, threads: 1 });
    for (const [step, batch] of train.batches.entries()) {
      const { loss, gradientNorm } = await engine.step({
        parts: parts.map(([from, to]) => ({ examples: batch.slice(from, to), shape: { batch: to! - from!, sequence: 32 } })), random: new Random(1), learningRate: 1e-3,
      });
      expect(Math.abs(loss - train.loss[step]!)).toBeLessThan(2e-5);
      expect(Math.abs(gradientNorm / train.grad_norm[step]! - 1)).toBeLessThan(3e-5);
    }
    const { parameters: trained } = await engine.state();
    expect([...trained.keys()].sort()).toEqual(Object.keys(train.param_l2).sort());
    for (const [name, { data }] of trained) {
      const hasKeyBias = name.endsWith('c_attn.bias'); // a third of it has no gradient in theory: AdamW moves it in a direction no two engines share
      expect([name, Math.abs(norm(data) / train.param_l2[name]! - 1) < (hasKeyBias ? 1e-3 : 1e-5)]).toEqual([name, true]);
      if (hasKeyBias) continue;
      const moved = data.map((value, index) => value - parameters.get(name)!.data[index]!);
      expect([name, Math.abs(norm(moved) / train.param_delta_l2[name]! - 1) < 1e-3]).toEqual([name, true]);
    }
    const folder = await temporaryFolder();
    try {
      await saveLanguageModel(folder.path, { config, parameters: trained });
      const model = await openLanguageModel(folder.path, { threads: 1 });
      let last: Float32Array | undefined;
      await model.generate({ inputIds: [Int32Array.from(train.rows[0]!)], maxNewTokens: 1, onToken: ({ logits }) => { last = logits.slice(); } });
      await model.close();
      expect(difference(last!, train.final_logits.data)).toBeLessThan(1e-4);
    } finally {
      await engine.close();
      await folder.remove();
    }
  });

  it('gives the loss of a padded batch as evaluation, with the share of tokens it guesses right', async () => {
    const { config, parameters } = await loadLanguageModel(gpt2Tiny);
    const { input_ids, attention_mask, loss } = forward.padded_batch;
    const texts = input_ids.map((row, index) => Int32Array.from(row.slice(0, attention_mask[index]!.reduce((a, b) => a + b, 0))));
    const objective = languageObjective({ config, inputIds: texts });
    const engine = new CpuEngine({ objective, parameters, optimizer: { kind: 'sgd' }, threads: 1 });
    const outcome = await engine.evaluate(objective);
    await engine.close();
    expect(Math.abs(outcome.loss - loss)).toBeLessThan(5e-6);
    const model = await openLanguageModel(gpt2Tiny, { threads: 1 });
    const guesses = texts.flatMap((text) => Array.from(text.slice(1), (id, place) => ({ id, before: text.slice(0, place + 1) })));
    const written = await model.generate({ inputIds: guesses.map(({ before }) => before), maxNewTokens: 1 });
    await model.close();
    expect(outcome.measures).toEqual({ accuracy: { sum: written.filter(({ ids }, index) => ids[0] === guesses[index]!.id).length, count: guesses.length } });
  });
});

it('scores fewer texts at once where their logits would take too much', async () => {
  const config = gpt2Config({ vocabSize: 1000, hiddenSize: 8, hiddenLayers: 1, attentionHeads: 1, maxPositions: 50 });
  const objective = languageObjective({ config, inputIds: Array.from({ length: 20 }, (_, text) => new Int32Array(51).fill(text)) });
  const scored = async (evaluationBytes: number | undefined) => {
    const sizes: number[] = [];
    const engine = new CpuEngine({ objective, parameters: initialGpt2(config, 1), optimizer: { kind: 'sgd' }, threads: 1, evaluationBytes });
    const { loss } = await engine.evaluate({ ...objective, allocate: (shape) => { sizes.push(shape.batch); return objective.allocate(shape); } });
    await engine.close();
    return { sizes, loss };
  };
  const together = await scored(undefined);
  expect(together.sizes).toEqual([20]);
  const inParts = await scored(2e6); // the logits of a text take 200,000 bytes, and there are two or three such arrays
  expect(inParts.sizes[0]).toBeGreaterThan(1);
  expect(inParts.sizes[0]).toBeLessThan(6);
  expect(inParts.sizes.reduce((a, b) => a + b, 0)).toBe(20);
  expect(Math.abs(inParts.loss - together.loss)).toBeLessThan(1e-5);
  expect((await scored(1)).sizes).toEqual(Array.from({ length: 20 }, () => 1));
});

describe('learning to write', () => {
  const config = gpt2Config({ vocabSize: 12, hiddenSize: 32, hiddenLayers: 2, attentionHeads: 2, maxPositions: 20, dropout: 0, endTokenId: 0 });
  /** Counts up from a random number, around 10. */
  const counting = (count: number, seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: count }, () => {
      const first = random.below(10);
      return Int32Array.from({ length: 4 + random.below(10) }, (_, place) => 1 + ((first + place) % 10));
    });
  };
  const options = (inputIds: readonly Int32Array[]): TrainingOptions => ({
    objective: languageObjective({ config, inputIds }), parameters: initialGpt2(config, 42), epochs: 3, batchSize: { examples: 16 }, learningRate: 5e-3,
    optimizer: { kind: 'adamw', decays: 'matrices' }, schedule: { kind: 'linear', warmup: 0.1 }, clipNorm: 1, seed: 42, threads: 1,
  });

  it('works on texts one by one, and then continues them', async () => {
    const result = await trainModel({ ...options(counting(400, 1)), evaluation: languageObjective({ config, inputIds: counting(50, 2) }) });
    expect(result.epochs.at(-1)!.evaluation!.accuracy).toBeGreaterThan(0.99);
    const folder = await temporaryFolder();
    try {
      await saveLanguageModel(folder.path, { config, parameters: result.parameters });
      const model = await openLanguageModel(folder.path, { threads: 1 });
      const [text] = await model.generate({ inputIds: [Int32Array.of(8, 9)], maxNewTokens: 6 });
      await model.close();
      expect([...text!.ids]).toEqual([10, 1, 2, 3, 4, 5]);
    } finally {
      await folder.remove();
    }
  });

  it('works on blocks of many texts, with blocks of a length that is no multiple of 16 up to the last position', async () => {
    const documents = counting(300, 1);
    const blocks = packTokens(documents, { blockLength: 20, separator: 0 });
    const result = await trainModel({ ...options(blocks), epochs: 8 });
    expect(result.epochs.at(-1)!.train.loss).toBeLessThan(1.1); // where a text ends, and where one begins, cannot be known
    expect(result.epochs.at(-1)!.train.accuracy).toBeGreaterThan(0.7);
  });

  it.each([
    ['one token', [Int32Array.of(1, 2), Int32Array.of(1)], 'Text 1 has 1 token; predicting the next one takes at least two.'],
    ['more tokens than positions', [new Int32Array(22)], 'Text 0 has 22 tokens; the model reads 20, and predicts one more. Cut texts into blocks.'],
    ['an id beyond the vocabulary', [Int32Array.of(1, 12)], 'Text 0 has the token id 12; the model has a vocabulary of 12.'],
  ])('refuses a text of %s', (_, inputIds, message) => {
    expect(() => languageObjective({ config, inputIds })).toThrow(message);
  });
});

describe('packed tokens', () => {
  const documents = [Int32Array.of(1, 2, 3), Int32Array.of(4), Int32Array.of(5, 6)];
  const packed = (options: Parameters<typeof packTokens>[1]) => packTokens(documents, options).map((block) => [...block]);

  it('are all documents in one stream, each block beginning where the one before ends', () => {
    expect(packed({ blockLength: 4, separator: 0 })).toEqual([[0, 1, 2, 3, 0], [0, 4, 0, 5, 6], [6, 0]]);
    expect(packed({ blockLength: 5 })).toEqual([[1, 2, 3, 4, 5, 6]]);
    expect(packed({ blockLength: 100, separator: 9 })).toEqual([[9, 1, 2, 3, 9, 4, 9, 5, 6, 9]]);
  });

  it('hold every token but the first as one that is predicted', () => {
    for (const blockLength of [1, 2, 3, 4, 7]) {
      const predicted = packed({ blockLength, separator: 0 }).flatMap((block) => block.slice(1));
      expect(predicted).toEqual([1, 2, 3, 0, 4, 0, 5, 6, 0]);
    }
  });

  it('of no documents are none, and half a token is refused', () => {
    expect(packTokens([], { blockLength: 4, separator: 0 })).toEqual([]);
    expect(() => packTokens(documents, { blockLength: 0.5 })).toThrow('blockLength must be a whole number above 0, not 0.5.');
  });
});
