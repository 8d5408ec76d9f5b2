import {
  bert, CpuEngine, crossEntropy, f64, Graph, gradients, loadTextModel, openTextModel, Random, textObjective, tokenInputs,
} from '@millrace/nn';
import { difference, norm } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';
import { bertTiny, classified, forward, meanLoss, texts } from './golden.ts';

describe('BERT against Transformers', () => {
  it('gives the logits and the loss of BertForSequenceClassification', async () => {
    const classifier = await openTextModel(bertTiny, { threads: 1 });
    const rows = texts(forward);
    const logits = await classifier.logits(rows);
    await classifier.close();
    expect(classifier.labels).toEqual(['negative', 'positive']);
    expect(difference(logits.flatMap((row) => [...row]), forward.logits.data)).toBeLessThan(1e-5);
    expect(Math.abs(meanLoss(logits, rows.labels) - forward.loss)).toBeLessThan(5e-6);
  });

  it('gives the same in float64, layer by layer, to twelve digits', async () => {
    const results = await reference();
    expect(difference(results.logits!, forward.logits_f64.data)).toBeLessThan(1e-12);
    expect(Math.abs(results.loss![0]! - forward.loss_f64)).toBeLessThan(1e-12);
    expect(difference(results.pooled!, forward.pooler_output.data)).toBeLessThan(1e-5);
    forward.cls_hidden.forEach(({ data }, layer) => expect(difference(results[`first ${layer}`]!, data)).toBeLessThan(1e-5));
  });

  it('gives the gradient of every parameter', async () => {
    const { config, parameters } = await loadTextModel(bertTiny);
    const objective = textObjective({ config, examples: classified(forward) });
    const engine = new CpuEngine({ objective, parameters, optimizer: { kind: 'sgd' }, threads: 1 });
    const score = await engine.computeGradients({ parts: [{ examples: [0, 1, 2, 3, 4, 5], shape: { batch: 6, sequence: 32 } }], random: new Random(1) });
    expect(Math.abs(score.loss - forward.loss)).toBeLessThan(5e-6);
    expect(Object.keys(forward.grads).sort()).toEqual([...engine.memory.names].sort());
    for (const [name, expected] of Object.entries(forward.grads)) {
      const gradient = engine.memory.gradient(name);
      if (expected.zero_in_theory) {
        expect(norm(gradient)).toBeLessThan(1e-6);
        continue;
      }
      const places = expected.indices ?? gradient.map((_, index) => index);
      const actual = Array.from(places, (index) => gradient[index]!);
      expect([name, difference(actual, (expected.values ?? expected.data)!) / expected.l2 < 1e-5]).toEqual([name, true]);
      expect([name, Math.abs(norm(gradient) / expected.l2 - 1) < 1e-5]).toEqual([name, true]);
    }
    await engine.close();
  });

  it('gives, in float64, gradients that agree with the float32 ones', async () => {
    const results = await reference();
    for (const [name, { l2_f64, zero_in_theory }] of Object.entries(forward.grads)) {
      const gradient = results[`gradient of ${name}`];
      if (!gradient) continue; // tables whose gradient is rows
      expect([name, Math.abs(norm(gradient) - l2_f64) < (zero_in_theory ? 1e-14 : 1e-11 * l2_f64)]).toEqual([name, true]);
    }
  });
});

/** The golden batch through the float64 target, padded to 32 as the reference was. */
async function reference(): Promise<Record<string, Float64Array>> {
  const { config, parameters } = await loadTextModel(bertTiny);
  const graph = new Graph(f64, true);
  const inputs = tokenInputs(graph, 6, 32);
  const labels = graph.input('labels', [6], 'int64');
  const weights = graph.input('weights', [6]);
  const { logits, firstTokens, pooled } = bert(graph, config, inputs);
  const loss = crossEntropy(logits, labels, weights);
  const dense = [...gradients(graph, loss)].flatMap(([name, { dense }]) => (dense ? [[`gradient of ${name}`, dense] as const] : []));
  const outputs = { logits, loss, pooled: pooled!, ...Object.fromEntries(firstTokens.map((value, layer) => [`first ${layer}`, value])), ...Object.fromEntries(dense) };
  const integers = (rows: readonly (readonly number[])[]) => BigInt64Array.from(rows.flat(), BigInt);
  const bound = await bindGraph(graph, {
    ...Object.fromEntries([...parameters].map(([name, { data }]) => [name, Float64Array.from(data)])),
    input_ids: integers(forward.input_ids), attention_mask: integers(forward.attention_mask), token_type_ids: integers(forward.token_type_ids),
    labels: integers([forward.labels]), weights: new Float64Array(6).fill(1 / 6),
  }, outputs);
  const results = await bound.run();
  await bound.close();
  return results;
}
