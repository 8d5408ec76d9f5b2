import { type TextModelConfig, textLogits } from '../models/text-model.ts';
import { tokenInputs } from '../models/token-inputs.ts';
import type { BoundArray } from '../runtime/bound-session.ts';
import { TokenBatch } from '../texts/token-batch.ts';
import { checkExamples, type TextExamples } from '../texts/tokenized-texts.ts';
import type { ExampleBatch, Objective } from './objective.ts';
import { targetLoss } from './target-loss.ts';
import { measureTargets } from './target-measures.ts';
import { allocateTargets, weightsOf } from './targets.ts';

/** Texts and the model that learns from them. */
export interface TextObjectiveOptions {
  readonly config: TextModelConfig;
  readonly examples: TextExamples;
  /** How much each class counts (single labels only): the mean is over the weights of the labels, as PyTorch's CrossEntropyLoss has it. */
  readonly classWeights?: readonly number[] | undefined;
}

/** Learns the model's task from texts: cross entropy for classes, binary cross entropy for labels, squared error for numbers. Throws ExampleError. */
export function textObjective({ config, examples, classWeights }: TextObjectiveOptions): Objective {
  checkExamples(config, examples);
  const { inputIds, tokenTypeIds, targets } = examples;
  const weightOf = weightsOf(targets, classWeights);
  return {
    lengths: Int32Array.from(inputIds, (ids) => ids.length),
    mostPositions: config.maxPositions,
    weightOf,
    build(graph, shape) {
      const logits = textLogits(graph, config, tokenInputs(graph, shape.batch, shape.sequence));
      return { loss: targetLoss(graph, config.task, logits, { ...shape, labels: config.labels.length }), outputs: { logits } };
    },
    allocate(shape): ExampleBatch {
      const tokens = new TokenBatch(shape.batch, shape.sequence, config.padTokenId);
      const goals = allocateTargets(targets, config.labels.length, shape);
      const arrays: Record<string, BoundArray> = {
        input_ids: tokens.inputIds, attention_mask: tokens.attentionMask, token_type_ids: tokens.tokenTypeIds, targets: goals.targets, weights: goals.weights,
      };
      return {
        arrays,
        fill(rows, totalWeight) {
          tokens.fill(rows.map((row) => inputIds[row]!), tokenTypeIds && rows.map((row) => tokenTypeIds[row]!));
          goals.fill(rows, (row) => weightOf(row) / totalWeight);
        },
        measure: (rows, { logits }) => measureTargets(targets, rows, logits!, { labels: config.labels.length, sequence: shape.sequence }),
      };
    },
  };
}
