import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of a GPT-2 and its reference numbers, made by PyTorch and Transformers (provenance: README.md above it). */
export const gpt2Tiny = fileURLToPath(new URL('../../../test/fixtures/golden/gpt2-tiny', import.meta.url));

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Forward {
  readonly cases: readonly {
    readonly text: string; readonly input_ids: readonly number[]; readonly logits: Tensor; readonly last_logits_f64: readonly number[];
    readonly loss: number; readonly loss_f64: number;
  }[];
  readonly padded_batch: {
    readonly input_ids: readonly number[][]; readonly attention_mask: readonly number[][]; readonly labels: readonly number[][];
    readonly loss: number; readonly loss_f64: number;
    readonly grads: Readonly<Record<string, { readonly l2: number; readonly l2_f64: number; readonly first: readonly number[] }>>;
  };
}

interface Train {
  readonly rows: readonly number[][];
  readonly batches: readonly number[][];
  readonly loss: readonly number[];
  readonly grad_norm: readonly number[];
  readonly final_logits: Tensor;
  readonly param_l2: Readonly<Record<string, number>>;
  readonly param_delta_l2: Readonly<Record<string, number>>;
}

interface Written {
  readonly prompt: string; readonly input_ids: readonly number[]; readonly output_ids: readonly number[]; readonly new_ids: readonly number[]; readonly text: string;
}

interface Generated {
  readonly max_new_tokens: number;
  readonly eos_token_id: number;
  readonly cases: readonly Written[];
  readonly cases_stop: readonly Written[];
}

export const forward = read<Forward>('forward.json');
export const train = read<Train>('train.json');
export const generated = read<Generated>('generate.json');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${gpt2Tiny}/${name}`, 'utf8')) as T;
}
