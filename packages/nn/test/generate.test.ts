import { type Continuation, cpu, ExampleError, gpt2, gpt2Config, gpt2Logits, Graph, initialGpt2, type LanguageModel, loadLanguageModel, openLanguageModel, Random, reshape, sampleToken, saveLanguageModel } from '@millrace/nn';
import { difference } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';
import { temporaryFolder } from './folders.ts';
import { generated, gpt2Tiny } from './golden-gpt2.ts';

let model: LanguageModel;
beforeAll(async () => { model = await openLanguageModel(gpt2Tiny, { threads: 1 }); });
afterAll(() => model.close());

const prompts = [...generated.cases, ...generated.cases_stop].map(({ input_ids }) => Int32Array.from(input_ids));
const ids = (continuations: readonly Continuation[]) => continuations.map((each) => [...each.ids]);

describe('greedy writing', () => {
  it('gives the tokens of generate() in Transformers, one prompt at a time', async () => {
    for (const { input_ids, new_ids } of generated.cases) {
      expect(await model.generate({ inputIds: [Int32Array.from(input_ids)], maxNewTokens: generated.max_new_tokens })).toEqual([{ ids: Int32Array.from(new_ids), finish: 'length' }]);
    }
    for (const { input_ids, new_ids } of generated.cases_stop) {
      expect(await model.generate({ inputIds: [Int32Array.from(input_ids)], maxNewTokens: generated.max_new_tokens, stop: [generated.eos_token_id] }))
        .toEqual([{ ids: Int32Array.from(new_ids), finish: new_ids.at(-1) === generated.eos_token_id ? 'stop' : 'length' }]);
    }
  });

  it.each([2, 8])('gives the same for prompts of several lengths in batches of %d, of which some end early', async (batchSize) => {
    const alone = [];
    for (const prompt of prompts) alone.push(...await model.generate({ inputIds: [prompt], maxNewTokens: 30, stop: [0, 12, 359] }));
    expect(new Set(alone.map(({ ids: { length } }) => length)).size).toBeGreaterThan(2);
    expect(await model.generate({ inputIds: prompts, maxNewTokens: 30, stop: [0, 12, 359], batchSize })).toEqual(alone);
  });

  it('ends a text at the last position of the model, and refuses a prompt that leaves no room', async () => {
    const long = Int32Array.from({ length: 60 }, (_, index) => prompts[0]![index % 8]!);
    expect(await model.generate({ inputIds: [long, prompts[0]!], maxNewTokens: 6 })).toMatchObject([{ ids: { length: 4 }, finish: 'context' }, { ids: { length: 6 }, finish: 'length' }]);
    await expect(model.generate({ inputIds: [new Int32Array(64)], maxNewTokens: 1 })).rejects.toThrow('Prompt 0 has 64 tokens and leaves no room: the model takes 64, new ones included.');
  });

  it('tells each token as it comes, and stops a text when it is told to', async () => {
    const seen: number[][] = [[], []];
    const result = await model.generate({
      inputIds: prompts.slice(0, 2), maxNewTokens: 12,
      onToken: ({ prompt, id }) => {
        seen[prompt]!.push(id);
        return prompt === 1 && seen[1]!.length === 3 ? 'stop' : undefined;
      },
    });
    expect(seen).toEqual(ids(result));
    expect(result.map(({ ids: { length }, finish }) => [length, finish])).toEqual([[12, 'length'], [3, 'stop']]);
    expect([...result[0]!.ids]).toEqual(generated.cases[0]!.new_ids);
  });

  it('lets other work run, and stops between two tokens with the reason it is given', async () => {
    const controller = new AbortController();
    let count = 0;
    const writing = model.generate({
      inputIds: [prompts[0]!], maxNewTokens: 50, signal: controller.signal,
      onToken: () => { if (++count === 3) setImmediate(() => controller.abort(new Error('enough'))); },
    });
    await expect(writing).rejects.toThrow('enough');
    expect(count).toBeLessThan(6);
  });

  it('writes nothing for no prompts', async () => {
    expect(await model.generate({ inputIds: [], maxNewTokens: 5 })).toEqual([]);
  });
});

describe('the cache of keys and values', () => {
  it('gives the logits of reading the whole text again, for rows of several lengths, as it grows', async () => {
    const config = gpt2Config({ vocabSize: 50, hiddenSize: 24, hiddenLayers: 2, attentionHeads: 3, maxPositions: 90, initializerRange: 0.3 });
    const parameters = initialGpt2(config, 5);
    const folder = await temporaryFolder();
    try {
      await saveLanguageModel(folder.path, { config, parameters });
      const opened = await openLanguageModel(folder.path, { threads: 1 });
      const random = new Random(3);
      const inputIds = [1, 40, 17].map((length) => Int32Array.from({ length }, () => random.below(50)));
      const seen = inputIds.map((): Float32Array[] => []);
      const result = await opened.generate({ inputIds, maxNewTokens: 60, onToken: ({ prompt, logits }) => { seen[prompt]!.push(logits.slice()); } });
      await opened.close();
      expect(result.map(({ ids: { length } }) => length)).toEqual([60, 50, 60]);
      for (const [row, { ids: written }] of result.entries()) {
        const text = [...inputIds[row]!, ...written];
        const logits = await wholeText(text.slice(0, -1));
        const afterPrompt = logits.slice((inputIds[row]!.length - 1) * 50);
        expect(difference(seen[row]!.flatMap((each) => [...each]), afterPrompt)).toBeLessThan(1e-5);
      }

      async function wholeText(tokens: readonly number[]) {
        const graph = new Graph(cpu, false);
        const hidden = gpt2(graph, config, graph.input('input_ids', [1, tokens.length], 'int64')).hidden;
        const bound = await bindGraph(graph, {
          ...Object.fromEntries([...parameters].map(([name, { data }]) => [name, data])), input_ids: BigInt64Array.from(tokens, BigInt),
        }, { logits: gpt2Logits(graph, config, reshape(hidden, [tokens.length, config.hiddenSize])) });
        const { logits } = await bound.run();
        await bound.close();
        return logits!;
      }
    } finally {
      await folder.remove();
    }
  });
});

describe('drawing tokens', () => {
  const logits = Float32Array.of(1, 3, 2, 3, -1);
  const drawn = (options: Parameters<typeof sampleToken>[1], count = 20_000) => {
    const random = new Random(9);
    const shares = new Float64Array(logits.length);
    for (let draw = 0; draw < count; draw++) shares[sampleToken(logits, options, random)]! += 1 / count;
    return shares;
  };
  const softmax = (numbers: readonly number[]) => {
    const powers = numbers.map((number) => Math.exp(number));
    return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
  };

  it.each([
    ['as likely as the logits say', {}, softmax([1, 3, 2, 3, -1])],
    ['more evenly at a higher temperature', { temperature: 2 }, softmax([0.5, 1.5, 1, 1.5, -0.5])],
    ['among the likeliest three', { topK: 3 }, softmax([-Infinity, 3, 2, 3, -Infinity])],
    ['the first of equals, when only one is asked for', { topK: 1 }, [0, 1, 0, 0, 0]],
    ['all, when more are asked for than there are', { topK: 99 }, softmax([1, 3, 2, 3, -1])],
    ['in the smallest set that reaches a probability', { topP: 0.7 }, softmax([-Infinity, 3, -Infinity, 3, -Infinity])],
    ['in a set that grows with the temperature', { topP: 0.7, temperature: 2 }, softmax([-Infinity, 1.5, 1, 1.5, -Infinity])],
    ['one at least, however small the probability', { topP: 1e-9 }, [0, 1, 0, 0, 0]],
    ['in the set of those that the number leaves', { topK: 3, topP: 0.85 }, softmax([-Infinity, 3, 2, 3, -Infinity])],
  ])('%s', (_, options, expected) => {
    expect(difference(drawn(options), expected)).toBeLessThan(0.012);
    drawn(options).forEach((share, token) => expect(share > 0).toBe(expected[token]! > 0));
  });

  it('chooses among thousands as sorting would', () => {
    const random = new Random(4);
    for (const options of [{ topK: 40 }, { topP: 0.5 }, { topP: 0.999 }, { topK: 300, topP: 0.9, temperature: 1.3 }]) {
      const many = new Float32Array(1500);
      random.fillNormal(many, 2);
      for (let place = 0; place < 500; place++) many[place] = many[place + 500]!; // equals
      const order = [...many.keys()].sort((a, b) => many[b]! - many[a]! || a - b).slice(0, options.topK);
      const weights = order.map((token) => Math.exp((many[token]! - many[order[0]!]!) / (options.temperature ?? 1)));
      const sum = weights.reduce((a, b) => a + b, 0);
      let [reached, kept] = [0, 0];
      while (kept < order.length && reached < (options.topP ?? Infinity) * sum) reached += weights[kept++]!;
      const drawn = new Set(Array.from({ length: 1500 }, () => sampleToken(many, options, random)));
      const allowed = new Set(order.slice(0, kept));
      expect([...drawn].filter((token) => !allowed.has(token))).toEqual([]);
      expect(drawn.size).toBeGreaterThan(Math.min(kept, 300) / 4);
    }
  });

  it('gives the same texts for the same seed whatever is computed together, and others for another', async () => {
    const sampling = { temperature: 1.5, topK: 40, topP: 0.95, seed: 7 };
    const inputIds = [prompts[0]!, prompts[1]!, prompts[0]!];
    const together = await model.generate({ inputIds, maxNewTokens: 12, sampling });
    expect(await model.generate({ inputIds, maxNewTokens: 12, sampling, batchSize: 1 })).toEqual(together);
    expect(ids(together)[0]).not.toEqual(ids(together)[2]);
    expect(await model.generate({ inputIds, maxNewTokens: 12, sampling: { ...sampling, seed: 8 } })).not.toEqual(together);
  });
});

describe('what cannot be written', () => {
  it.each([
    ['a prompt without tokens', { inputIds: [Int32Array.of(1), new Int32Array(0)] }, 'Prompt 1 has no tokens; begin an empty one with the token that ends texts.'],
    ['an id beyond the vocabulary', { inputIds: [Int32Array.of(480)] }, 'Prompt 0 has the token id 480; the model has a vocabulary of 480.'],
    ['no new tokens', { maxNewTokens: 0 }, 'maxNewTokens must be a whole number above 0, not 0.'],
    ['a temperature of 0', { sampling: { temperature: 0, seed: 1 } }, 'temperature must be above 0, not 0; leave sampling out for the likeliest text.'],
    ['a probability above 1', { sampling: { topP: 1.5, seed: 1 } }, 'topP must be above 0 and at most 1, not 1.5.'],
    ['half a token', { sampling: { topK: 0.5, seed: 1 } }, 'topK must be a whole number above 0, not 0.5.'],
  ])('%s is refused', async (_, change, message) => {
    await expect(model.generate({ inputIds: [Int32Array.of(1)], maxNewTokens: 1, ...change })).rejects.toThrow(message);
  });

  it('an error about a prompt is an ExampleError', async () => {
    await expect(model.generate({ inputIds: [new Int32Array(0)], maxNewTokens: 1 })).rejects.toThrow(ExampleError);
  });
});

it('a new model starts as Transformers starts one', async () => {
  const config = gpt2Config({ vocabSize: 500, hiddenSize: 64, hiddenLayers: 8, maxPositions: 128 });
  const parameters = initialGpt2(config, 42);
  const deviation = (name: string) => Math.sqrt(parameters.get(name)!.data.reduce((sum, value) => sum + value ** 2, 0) / parameters.get(name)!.data.length);
  for (const [name, { data }] of initialGpt2(config, 42)) expect(difference(data, parameters.get(name)!.data)).toBe(0);
  for (const name of ['transformer.wte.weight', 'transformer.wpe.weight', 'transformer.h.3.attn.c_attn.weight', 'transformer.h.3.mlp.c_fc.weight']) expect(Math.abs(deviation(name) / 0.02 - 1)).toBeLessThan(0.05);
  for (const name of ['transformer.h.3.attn.c_proj.weight', 'transformer.h.3.mlp.c_proj.weight']) expect(Math.abs(deviation(name) / 0.005 - 1)).toBeLessThan(0.05);
  expect(parameters.get('transformer.h.0.attn.c_attn.bias')!.data).toEqual(new Float32Array(192));
  expect(parameters.get('transformer.ln_f.weight')!.data).toEqual(new Float32Array(64).fill(1));
  expect((await loadLanguageModel(gpt2Tiny)).parameters.size).toBe(28);
});
