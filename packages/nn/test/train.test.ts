import {
  bertConfig, type EpochResult, initialTextModel, openTextModel, Random, saveTextModel, type StepProgress, tensorObjective, textObjective, train, TrainingError,
  textCnnConfig, type TextExamples, type TrainingOptions,
} from '@millrace/nn';
import { temporaryFolder } from './folders.ts';
import { meanLoss } from './golden.ts';

const config = bertConfig({ vocabSize: 30, labels: ['without', 'with'], hiddenSize: 32, hiddenLayers: 2, attentionHeads: 2, maxPositions: 40, initializerRange: 0.1 });

/** Texts of random length; the class says whether token 7 occurs. */
function madeUp(count: number, seed: number) {
  const random = new Random(seed);
  const inputIds = Array.from({ length: count }, () => Int32Array.from({ length: 3 + random.below(30) }, (_, position) => (position === 0 ? 2 : 10 + random.below(20))));
  const classes = Int32Array.from(inputIds, (ids) => {
    const label = random.below(2);
    if (label) ids[1 + random.below(ids.length - 1)] = 7;
    return label;
  });
  return { inputIds, targets: { task: 'single_label_classification', classes } } as const;
}

const learn = (examples: TextExamples) => textObjective({ config, examples });

const options: TrainingOptions = {
  objective: learn(madeUp(150, 1)), parameters: initialTextModel(config, 42), epochs: 1, batchSize: { examples: 16 }, learningRate: 3e-3,
  optimizer: { kind: 'adamw' }, schedule: { kind: 'linear', warmup: 0.1 }, clipNorm: 1, seed: 42, threads: 1,
};

describe('training', () => {
  it('learns, and what it saved answers as the evaluation said', async () => {
    const held = madeUp(64, 2);
    const result = await train({ ...options, objective: learn(madeUp(600, 1)), evaluation: learn(held), epochs: 8 });
    const last = result.epochs.at(-1)!;
    expect(last.evaluation!.accuracy).toBeGreaterThan(0.95);
    expect(last.train.loss).toBeLessThan(result.epochs[0]!.train.loss / 4);
    const folder = await temporaryFolder();
    try {
      await saveTextModel(folder.path, { config, parameters: result.parameters });
      const model = await openTextModel(folder.path, { threads: 1 });
      const logits = await model.logits(held);
      await model.close();
      const right = logits.filter((row, index) => Number(row[1]! > row[0]!) === held.targets.classes[index]).length;
      expect(right / 64).toBe(last.evaluation!.accuracy);
      expect(Math.abs(meanLoss(logits, held.targets.classes) - last.evaluation!.loss)).toBeLessThan(1e-5);
    } finally {
      await folder.remove();
    }
  });

  it('gives the same model, bit for bit, for the same seed, and another for another', async () => {
    const first = await train(options);
    expect(await train(options)).toEqual(first);
    expect(await train({ ...options, parameters: new Map([...options.parameters].reverse()) })).toEqual(first);
    expect((await train({ ...options, seed: 43 })).parameters).not.toEqual(first.parameters);
  });

  it('learns the same from a batch that is computed in parts, where memory is short', async () => {
    const without = bertConfig({ ...config, hiddenDropout: 0, attentionDropout: 0, classifierDropout: 0 });
    const objective = textObjective({ config: without, examples: madeUp(64, 1) });
    let parts = 1;
    const whole = await train({ ...options, objective });
    const inParts = await train({ ...options, objective, memoryBytes: 400_000, onStart: ({ partsOfLongest }) => { parts = partsOfLongest; } });
    expect(parts).toBeGreaterThan(1);
    expect(Math.abs(inParts.epochs[0]!.train.loss - whole.epochs[0]!.train.loss)).toBeLessThan(1e-4);
    expect(inParts.epochs[0]!.train.accuracy).toBe(whole.epochs[0]!.train.accuracy);
  });

  it('takes the setting of the founding article as written (512 tokens, batches of 32, Adam 5e-5, 10 epochs), in parts where memory is short', async () => {
    const long = bertConfig({ vocabSize: 30, labels: ['negative', 'positive'], hiddenSize: 32, hiddenLayers: 2, attentionHeads: 2, maxPositions: 512 });
    const random = new Random(3);
    const inputIds = Array.from({ length: 40 }, () => Int32Array.from({ length: 512 }, () => random.below(30)));
    const objective = textObjective({ config: long, examples: { inputIds, targets: { task: 'single_label_classification', classes: Int32Array.from(inputIds, (ids) => ids[1]! % 2) } } });
    let parts = 0;
    const result = await train({
      objective, parameters: initialTextModel(long, 1), epochs: 10, batchSize: { examples: 32 }, learningRate: 5e-5, optimizer: { kind: 'adam' }, schedule: { kind: 'constant' },
      seed: 42, memoryBytes: 48 * 2 ** 20, onStart: ({ partsOfLongest }) => { parts = partsOfLongest; },
    });
    expect(parts).toBeGreaterThan(2);
    expect(result.epochs).toHaveLength(10);
    expect(result.epochs.at(-1)!.train.loss).toBeLessThan(result.epochs[0]!.train.loss);
  });

  it('learns the same when graphs of other lengths are given up to make room', async () => {
    const without = bertConfig({ ...config, hiddenDropout: 0, attentionDropout: 0, classifierDropout: 0 });
    const objective = textObjective({ config: without, examples: madeUp(64, 1) });
    const batchSize = { examples: 4 };
    const roomy = await train({ ...options, objective, batchSize });
    expect(await train({ ...options, objective, batchSize, memoryBytes: 700_000 })).toEqual(roomy);
  });

  it('says what would fit when not even one text does', async () => {
    const training = train({ ...options, memoryBytes: 150_000 });
    await expect(training).rejects.toThrow(TrainingError);
    await expect(training).rejects.toThrow(/One example of 32 positions needs about .* Texts of 16 tokens would fit/);
    await expect(train({ ...options, memoryBytes: 1000 })).rejects.toThrow('Choose a smaller model, or free some memory.');
  });

  it('fills batches up to a number of tokens when it is told so', async () => {
    const steps: StepProgress[] = [];
    await train({ ...options, epochs: 2, batchSize: { tokens: 256 }, onStep: (step) => steps.push(step) });
    expect(steps.at(-1)!.step).toBe(steps.at(-1)!.steps);
    expect(steps.at(-1)!.secondsLeft).toBe(0);
    expect(steps).toHaveLength(steps[0]!.steps);
  });

  it('reports every step and every epoch', async () => {
    const steps: StepProgress[] = [];
    const epochs: EpochResult[] = [];
    const result = await train({
      ...options, epochs: 2, evaluation: learn(madeUp(20, 3)), onStep: (step) => steps.push(step), onEpoch: (epoch) => epochs.push(epoch),
    });
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(steps.every((step) => step.steps === 20 && step.epochs === 2)).toBe(true);
    expect(steps.map(({ epoch }) => epoch)).toEqual([...Array(10).fill(1), ...Array(10).fill(2)]);
    expect([steps[0]!.learningRate, steps[2]!.learningRate]).toEqual([0, 3e-3]);
    expect(steps.at(-1)!.secondsLeft).toBe(0);
    expect(steps.every(({ score: { accuracy }, gradientNorm, examplesPerSecond }) => accuracy! >= 0 && accuracy! <= 1 && gradientNorm > 0 && examplesPerSecond > 0)).toBe(true);
    expect(epochs).toEqual(result.epochs);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('starts from the parameters it is given, and leaves them as they are', async () => {
    const first = await train({ ...options, epochs: 4 });
    expect(options.parameters).toEqual(initialTextModel(config, 42));
    const losses: number[] = [];
    await train({ ...options, parameters: first.parameters, learningRate: 0, onStep: ({ score }) => losses.push(score.loss) });
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    expect(mean).toBeLessThan(first.epochs[0]!.train.loss);
  });

  it('stops between steps when it is told to, with the reason, and lets other work run', async () => {
    const controller = new AbortController();
    let last = 0;
    const training = train({
      ...options, epochs: 50, signal: controller.signal,
      onStep: ({ step }) => {
        last = step;
        if (step === 3) setImmediate(() => controller.abort(new Error('enough'))); // comes to its turn only if the loop yields
      },
    });
    await expect(training).rejects.toThrow('enough');
    expect(last).toBeLessThan(6);
  });

  it('stops when the loss is no longer a number, and says at which step and what to do', async () => {
    const training = train({ ...options, epochs: 20, optimizer: { kind: 'sgd' }, clipNorm: undefined, learningRate: 1e30, schedule: { kind: 'constant' } });
    await expect(training).rejects.toThrow(TrainingError);
    await expect(training).rejects.toThrow(/^Training stopped at step \d+ of 200 \(epoch 1\): .* Lower the learning rate/);
  });

  it('does not move what is frozen, and computes no gradient for it', async () => {
    const isFrozen = (name: string) => name.startsWith('bert.embeddings.') || name.startsWith('bert.encoder.layer.0.');
    const { parameters } = await train({ ...options, isFrozen });
    for (const [name, { data }] of parameters) {
      expect([name, Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.byteLength), Buffer.from(options.parameters.get(name)!.data.buffer)) === 0]).toEqual([name, isFrozen(name)]);
    }
  });

  it('spares biases and norms from weight decay when only matrices decay', async () => {
    const still = { ...options, learningRate: 1e-9, schedule: { kind: 'constant' as const }, objective: learn(madeUp(16, 1)) };
    const decayed = await train({ ...still, optimizer: { kind: 'adamw', weightDecay: 1e8, decays: 'matrices' } });
    const scale = decayed.parameters.get('bert.encoder.layer.0.attention.self.query.weight')!.data[0]! / options.parameters.get('bert.encoder.layer.0.attention.self.query.weight')!.data[0]!;
    expect(Math.abs(scale - 0.9)).toBeLessThan(1e-5);
    expect(Math.abs(decayed.parameters.get('bert.embeddings.LayerNorm.weight')!.data[0]! - 1)).toBeLessThan(1e-6);
  });

  it('stops early when the validation loss no longer falls, and answers with the best epoch', async () => {
    const evaluation = learn(madeUp(40, 9));
    const result = await train({ ...options, objective: learn(madeUp(24, 1)), evaluation, epochs: 60, patience: 3, keepBest: true, schedule: { kind: 'constant' }, learningRate: 1e-2 });
    const losses = result.epochs.map((epoch) => epoch.evaluation!.loss);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(result.stoppedEarly).toBe(true);
    expect(result.epoch).toBe(best);
    expect(result.epochs).toHaveLength(best + 3);
    const again = await train({ ...options, parameters: result.parameters, objective: learn(madeUp(24, 1)), evaluation, learningRate: 0 });
    expect(again.epochs[0]!.evaluation!.loss).toBeCloseTo(losses[best - 1]!, 6);
  });

  it('counts classes by their weights', async () => {
    const examples = madeUp(16, 4);
    const run = (classWeights?: readonly number[]) => train({ ...options, objective: textObjective({ config, examples, classWeights }), learningRate: 0 });
    const [plain, doubled, skewed] = [await run(), await run([2, 2]), await run([1, 0])];
    expect(doubled.epochs[0]!.train.loss).toBeCloseTo(plain.epochs[0]!.train.loss, 6);
    expect(skewed.epochs[0]!.train.loss).not.toBeCloseTo(plain.epochs[0]!.train.loss, 3);
  });

  it.each([
    ['no rows', () => ({ objective: learn({ inputIds: [], targets: { task: 'single_label_classification', classes: new Int32Array(0) } }) }), 'There is nothing to train on'],
    ['labels missing', () => ({ objective: learn({ inputIds: [Int32Array.of(2)], targets: { task: 'single_label_classification', classes: new Int32Array(0) } }) }), 'There are 1 texts and 0 labels'],
    ['an unknown class', () => ({ objective: learn({ inputIds: [Int32Array.of(2)], targets: { task: 'single_label_classification', classes: Int32Array.of(2) } }) }), 'Row 0 has class 2; the model has 2 (without, with)'],
    ['a text that is too long', () => ({ objective: learn({ inputIds: [new Int32Array(41)], targets: { task: 'single_label_classification', classes: Int32Array.of(0) } }) }), 'Row 0 has 41 tokens'],
    ['targets of another task', () => ({ objective: learn({ inputIds: [Int32Array.of(2)], targets: { task: 'regression', values: Float32Array.of(0) } }) }), 'The examples are for regression, the model is for single_label_classification'],
    ['a batch size of 0', () => ({ batchSize: { examples: 0 } }), 'batchSize must be a whole number above 0'],
    ['half an epoch', () => ({ epochs: 0.5 }), 'epochs must be a whole number above 0'],
    ['a negative learning rate', () => ({ learningRate: -1 }), 'learningRate must be 0 or more'],
    ['a start for another model', () => ({ parameters: new Map([...options.parameters].filter(([name]) => name !== 'classifier.bias')) }), 'The model has a parameter classifier.bias [2]; the parameters to start from have none of that name'],
    ['early stopping without validation', () => ({ patience: 2 }), 'Early stopping and keeping the best epoch need examples for validation'],
  ])('refuses %s', async (_, change, message) => {
    await expect(async () => train({ ...options, ...change() })).rejects.toThrow(message);
  });

  it('takes texts as long as the model allows, though that is no multiple of the padded lengths', async () => {
    const inputIds = [35, 40, 12].map((length) => new Int32Array(length).fill(11));
    const result = await train({ ...options, objective: learn({ inputIds, targets: { task: 'single_label_classification', classes: Int32Array.of(0, 1, 1) } }) });
    expect(result.epochs[0]!.train.loss).toBeGreaterThan(0);
  });

  it('takes fewer examples than a batch', async () => {
    const result = await train({ ...options, objective: learn(madeUp(3, 1)) });
    expect(result.epochs[0]!.train.loss).toBeGreaterThan(0);
  });
});

describe('the tasks of a text model', () => {
  it.each([
    ['several labels a text', 'multi_label_classification', (inputIds: readonly Int32Array[]) => ({ applies: Uint8Array.from(inputIds.flatMap((ids) => [Number(ids.includes(11)), Number(ids.includes(12))])) }), (score: Record<string, number>) => score['f1']! > 0.9],
    ['numbers', 'regression', (inputIds: readonly Int32Array[]) => ({ values: Float32Array.from(inputIds.flatMap((ids) => [Number(ids.includes(11)), Number(ids.includes(12))])) }), (score: Record<string, number>) => score['mean_absolute_error']! < 0.15],
    ['a label for each token', 'token_classification', (inputIds: readonly Int32Array[]) => ({ tokenClasses: inputIds.map((ids) => ids.map((id, position) => (position === 0 ? -1 : id % 2))) }), (score: Record<string, number>) => score['accuracy']! > 0.99],
  ] as const)('learns %s', async (_, task, targetsOf, isGood) => {
    const ofTask = bertConfig({ ...config, task, labels: ['one', 'other'] });
    const objective = (count: number, seed: number) => {
      const { inputIds } = madeUp(count, seed);
      return textObjective({ config: ofTask, examples: { inputIds, targets: { task, ...targetsOf(inputIds) } as TextExamples['targets'] } });
    };
    const { epochs } = await train({ ...options, parameters: initialTextModel(ofTask, 42), objective: objective(500, 1), evaluation: objective(50, 2), epochs: 12 });
    const { evaluation } = epochs.at(-1)!;
    expect([evaluation, isGood(evaluation!)]).toEqual([evaluation, true]);
  });
});

describe('a convolutional network over tokens', () => {
  const ofTask = (task: 'single_label_classification' | 'token_classification') => textCnnConfig({ task, vocabSize: 30, labels: ['without', 'with'], embeddingSize: 16, filters: 8, dropout: 0.1 });

  it('learns texts, is saved and answers the same, whatever stands beside a text', async () => {
    const cnn = ofTask('single_label_classification');
    const held = madeUp(64, 2);
    const objective = (examples: TextExamples) => textObjective({ config: cnn, examples });
    const { parameters, epochs } = await train({
      ...options, parameters: initialTextModel(cnn, 1), objective: objective(madeUp(600, 1)), evaluation: objective(held), epochs: 8, learningRate: 1e-2,
    });
    expect(epochs.at(-1)!.evaluation!.accuracy).toBeGreaterThan(0.95);
    const folder = await temporaryFolder();
    try {
      await saveTextModel(folder.path, { config: cnn, parameters });
      const model = await openTextModel(folder.path, { threads: 1 });
      const together = await model.logits(held);
      for (const [row, inputIds] of held.inputIds.slice(0, 8).entries()) {
        const [alone] = await model.logits({ inputIds: [inputIds] });
        alone!.forEach((logit, label) => expect(logit).toBeCloseTo(together[row]![label]!, 5));
      }
      await model.close();
    } finally {
      await folder.remove();
    }
  });

  it('learns a label for each token from its neighbours', async () => {
    const cnn = ofTask('token_classification');
    const { inputIds } = madeUp(400, 1);
    const tokenClasses = inputIds.map((ids) => ids.map((_, position) => Number((ids[position - 1] ?? 0) > 20)));
    const objective = textObjective({ config: cnn, examples: { inputIds, targets: { task: 'token_classification', tokenClasses } } });
    const { epochs } = await train({ ...options, parameters: initialTextModel(cnn, 1), objective, epochs: 8, learningRate: 1e-2 });
    expect(epochs.at(-1)!.train.accuracy).toBeGreaterThan(0.95);
  });
});

describe('training on tensors', () => {
  it('refuses inputs and targets that differ in number, and a network of another width', () => {
    const inputs = { x: { shape: [2], data: new Float32Array(6) } };
    const network = (_: unknown, { x }: Record<string, never>) => x!;
    expect(() => tensorObjective({ inputs, targets: { task: 'regression', values: new Float32Array(2) }, outputs: 1, network }))
      .toThrow('The input "x" holds 3 examples of [2], the targets 2');
    expect(() => tensorObjective({ inputs, targets: { task: 'single_label_classification', classes: Int32Array.of(0, 1, 2) }, outputs: 2, network }))
      .toThrow('Example 2 has class 2; the network has 2, counted from 0');
  });
});
