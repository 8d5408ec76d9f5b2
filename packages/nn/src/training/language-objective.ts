import type { Value } from '../graph/graph.ts';
import { product } from '../graph/shape.ts';
import { gpt2, gpt2Logits } from '../models/gpt2.ts';
import type { Gpt2Config } from '../models/gpt2-config.ts';
import { ExampleError } from '../nn-error.ts';
import { castToFloat } from '../ops/cast.ts';
import { crossEntropy } from '../ops/cross-entropy.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import type { ExampleBatch, Objective } from './objective.ts';

/** Texts and the language model that learns from them. */
export interface LanguageObjectiveOptions {
  readonly config: Gpt2Config;
  /** Token ids, at least two a text: each token but the first is predicted from those before it. */
  readonly inputIds: readonly Int32Array[];
}

/**
 * Learns to predict the next token (Radford et al. 2019). A text of n tokens is read without its last and padded at the end; it
 * weighs n - 1, so that every predicted token counts alike. Measures `accuracy`, the share of tokens that the model holds for the
 * likeliest; the perplexity is e to the loss. Throws ExampleError for texts that the model cannot take.
 */
export function languageObjective({ config, inputIds }: LanguageObjectiveOptions): Objective {
  checkTexts(config, inputIds);
  const predicted = Int32Array.from(inputIds, (ids) => ids.length - 1);
  return {
    lengths: predicted,
    mostPositions: config.maxPositions,
    weightOf: (text) => predicted[text]!,
    build(graph, { batch, sequence }) {
      const read = graph.input('input_ids', [batch, sequence], 'int64');
      const targets = graph.input('targets', [batch, sequence], 'int64');
      const weights = graph.input('weights', [batch, sequence]);
      const rows = [product([batch, sequence])];
      const logits = gpt2Logits(graph, config, asRows(gpt2(graph, config, read).hidden));
      const loss = crossEntropy(logits, reshape(targets, rows), reshape(weights, rows));
      return { loss, outputs: { right: reshape(isLargest(logits, reshape(targets, rows)), [batch, sequence]) } };
    },
    allocate({ batch, sequence }): ExampleBatch {
      const [read, targets] = [new BigInt64Array(batch * sequence), new BigInt64Array(batch * sequence)];
      const weights = new Float32Array(batch * sequence);
      return {
        arrays: { input_ids: read, targets, weights },
        fill(texts, totalWeight) {
          for (const array of [read, targets]) array.fill(0n);
          weights.fill(0);
          const [readLow, targetsLow] = [read, targets].map((array) => new Int32Array(array.buffer)) as [Int32Array, Int32Array]; // even places: ids fit 31 bits
          texts.forEach((text, row) => {
            const ids = inputIds[text]!;
            for (let place = 0; place < ids.length - 1; place++) {
              readLow[2 * (row * sequence + place)] = ids[place]!;
              targetsLow[2 * (row * sequence + place)] = ids[place + 1]!;
            }
            weights.fill(1 / totalWeight, row * sequence, row * sequence + ids.length - 1);
          });
        },
        measure(texts, { right }) {
          let [sum, count] = [0, 0];
          texts.forEach((text, row) => {
            for (let place = 0; place < predicted[text]!; place++) sum += right![row * sequence + place]!;
            count += predicted[text]!;
          });
          return { accuracy: { sum, count } };
        },
      };
    },
  };
}

/** 1 for rows [N, C] whose largest entry is at the target, else 0. Far smaller than the logits, which stay in the graph. */
function isLargest(logits: Value, targets: Value): Value {
  const { graph } = logits;
  const largest = graph.node('ArgMax', [logits], targets.shape, { attributes: { axis: { int: 1 }, keepdims: { int: 0 } }, elementType: 'int64' });
  return castToFloat(graph.node('Equal', [largest, targets], targets.shape, { elementType: 'bool' }));
}

function checkTexts(config: Gpt2Config, inputIds: readonly Int32Array[]): void {
  inputIds.forEach((ids, row) => {
    if (ids.length < 2) throw new ExampleError(`Text ${row} has ${ids.length} ${ids.length === 1 ? 'token' : 'tokens'}; predicting the next one takes at least two.`);
    if (ids.length - 1 > config.maxPositions) throw new ExampleError(`Text ${row} has ${ids.length} tokens; the model reads ${config.maxPositions}, and predicts one more. Cut texts into blocks.`);
    for (const id of ids) {
      if (id < 0 || id >= config.vocabSize) throw new ExampleError(`Text ${row} has the token id ${id}; the model has a vocabulary of ${config.vocabSize}.`);
    }
  });
}
