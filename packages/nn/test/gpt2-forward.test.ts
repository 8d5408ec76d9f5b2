import { type BoundArray, cpu, crossEntropy, f64, gpt2, gpt2Logits, Graph, gradients, loadLanguageModel, reshape, type Target } from '@millrace/nn';
import { difference, norm } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';
import { forward, gpt2Tiny } from './golden-gpt2.ts';

describe('GPT-2 against Transformers', () => {
  it.each(forward.cases.map((each) => [each.text, each] as const))('gives the logits and the loss of GPT2LMHeadModel for "%s"', async (_, { input_ids, logits, loss, loss_f64, last_logits_f64 }) => {
    const single = await evaluate(cpu, [input_ids], [input_ids]);
    expect(difference(single.logits!, logits.data)).toBeLessThan(5e-5);
    expect(Math.abs(single.loss![0]! - loss)).toBeLessThan(5e-6);
    const double = await evaluate(f64, [input_ids], [input_ids]);
    expect(difference(double.logits!.slice(-480), last_logits_f64)).toBeLessThan(1e-11);
    expect(Math.abs(double.loss![0]! - loss_f64)).toBeLessThan(1e-12);
  });

  it.each([['float32', cpu], ['float64', f64]] as const)('gives the loss and the gradients of a padded batch in %s', async (_, target) => {
    const { input_ids, labels, loss, loss_f64, grads } = forward.padded_batch;
    const results = await evaluate(target, input_ids, labels);
    const exact = target === f64;
    expect(Math.abs(results.loss![0]! - (exact ? loss_f64 : loss))).toBeLessThan(exact ? 1e-12 : 5e-6);
    const names = Object.keys(results).filter((name) => name.startsWith('gradient of ')).map((name) => name.slice('gradient of '.length));
    expect(names.sort()).toEqual(Object.keys(grads).sort());
    for (const [name, { l2, l2_f64, first }] of Object.entries(grads)) {
      const gradient = results[`gradient of ${name}`]!;
      expect([name, Math.abs(norm(gradient) / (exact ? l2_f64 : l2) - 1) < (exact ? 1e-11 : 2e-5)]).toEqual([name, true]);
      expect([name, difference(gradient.slice(0, first.length), first) / l2 < 2e-5]).toEqual([name, true]);
    }
  });
});

/** The golden model on rows of ids; the loss is the mean over the labels that are not -100, each compared with the logits before it. */
async function evaluate(target: Target, ids: readonly (readonly number[])[], labels: readonly (readonly number[])[]) {
  const { config, parameters } = await loadLanguageModel(gpt2Tiny);
  const sequence = ids[0]!.length;
  const count = ids.length * sequence;
  const graph = new Graph(target, true);
  const inputIds = graph.input('input_ids', [ids.length, sequence], 'int64');
  const next = graph.input('labels', [count], 'int64');
  const weights = graph.input('weights', [count]);
  const logits = gpt2Logits(graph, config, reshape(gpt2(graph, config, inputIds).hidden, [count, config.hiddenSize]));
  const loss = crossEntropy(logits, next, weights);
  const all = gradients(graph, loss);

  const following = labels.flatMap((row) => [...row.slice(1), -100]);
  const counted = following.filter((label) => label !== -100).length;
  const floats = (numbers: ArrayLike<number>) => (target === f64 ? Float64Array.from(numbers) : Float32Array.from(numbers));
  const feeds: Record<string, BoundArray> = {
    ...Object.fromEntries([...parameters].map(([name, { data }]) => [name, floats(data)])),
    input_ids: BigInt64Array.from(ids.flat(), BigInt),
    labels: BigInt64Array.from(following, (label) => BigInt(Math.max(0, label))),
    weights: floats(following.map((label) => (label === -100 ? 0 : 1 / counted))),
  };
  const dense = [...all].flatMap(([name, gradient]) => (gradient.dense ? [[`gradient of ${name}`, gradient.dense] as const] : []));
  const rows = [...all].flatMap(([name, { sparse }]) => sparse.map(({ rows }) => [`rows of ${name}`, rows] as const));
  const bound = await bindGraph(graph, feeds, { logits, loss, ...Object.fromEntries([...dense, ...rows]) });
  const results = await bound.run();
  await bound.close();
  for (const [name] of rows) { // the words' table is read twice: as rows, and whole by the output layer
    const table = results[name.replace('rows', 'gradient')]!;
    ids.flat().forEach((id, row) => { for (let column = 0; column < config.hiddenSize; column++) table[id * config.hiddenSize + column]! += results[name]![row * config.hiddenSize + column]!; });
    delete results[name];
  }
  return results;
}
