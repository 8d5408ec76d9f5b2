import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OptimizerConfig, probabilities, type TextExamples } from '@millrace/nn';

/** The folder of reference numbers made by PyTorch and Transformers (provenance: README.md beside it). */
export const bertTiny = fileURLToPath(new URL('../../../test/fixtures/golden/bert-tiny', import.meta.url));

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Texts {
  readonly input_ids: readonly number[][];
  readonly attention_mask: readonly number[][];
  readonly token_type_ids: readonly number[][];
  readonly labels: readonly number[];
}

export interface Forward extends Texts {
  readonly logits: Tensor;
  readonly logits_f64: Tensor;
  readonly loss: number;
  readonly loss_f64: number;
  readonly cls_hidden: readonly Tensor[];
  readonly pooler_output: Tensor;
  readonly grads: Readonly<Record<string, {
    readonly shape: readonly number[]; readonly l2: number; readonly l2_f64: number; readonly zero_in_theory?: boolean;
    readonly data?: readonly number[]; readonly indices?: readonly number[]; readonly values?: readonly number[];
  }>>;
}

export interface Trajectory {
  readonly name: string;
  readonly optimizer: 'Adam' | 'AdamW' | 'SGD';
  readonly hyper: { readonly weight_decay: number; readonly momentum?: number; readonly betas?: readonly [number, number]; readonly eps?: number };
  readonly clip_grad_norm?: number;
  readonly schedule?: { readonly num_warmup_steps: number; readonly num_training_steps: number };
  readonly lr: readonly number[];
  readonly loss: readonly number[];
  readonly grad_norm: readonly number[];
  readonly eval_logits: Tensor;
  readonly eval_loss: number;
  readonly param_l2: Readonly<Record<string, number>>;
  readonly param_delta_l2: Readonly<Record<string, number>>;
}

export interface Train extends Texts {
  readonly batches: readonly number[][];
  readonly eval: Texts;
  readonly trajectories: readonly Trajectory[];
}

export const forward = read<Forward>('forward.json');
export const train = read<Train>('train.json');

/** Rows without their padding, as the package takes them. */
export function texts({ input_ids, attention_mask, token_type_ids, labels }: Texts) {
  const cut = (values: readonly number[], row: number) => Int32Array.from(values.slice(0, attention_mask[row]!.reduce((a, b) => a + b, 0)));
  return { inputIds: input_ids.map(cut), tokenTypeIds: token_type_ids.map(cut), labels: Int32Array.from(labels) };
}

/** The same as examples of a classifier. */
export function classified(given: Texts): TextExamples {
  const { labels, ...rows } = texts(given);
  return { ...rows, targets: { task: 'single_label_classification', classes: labels } };
}

/** Mean cross entropy, in double precision. */
export function meanLoss(logits: readonly Float32Array[], labels: Int32Array): number {
  return logits.reduce((sum, row, index) => sum - Math.log(probabilities(row)[labels[index]!]!), 0) / logits.length;
}

/** The optimizer of a trajectory. */
export function optimizerOf({ optimizer, hyper }: Trajectory): OptimizerConfig {
  if (optimizer === 'SGD') return { kind: 'sgd', weightDecay: hyper.weight_decay, momentum: hyper.momentum };
  return { kind: optimizer === 'Adam' ? 'adam' : 'adamw', weightDecay: hyper.weight_decay, betas: hyper.betas, epsilon: hyper.eps };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${bertTiny}/${name}`, 'utf8')) as T;
}
