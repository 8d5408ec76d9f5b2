import { answersOf, type OpenTextModel, type TokenizedTexts } from '@millrace/nn';
import { lengthBatches } from './length-batches.ts';

export interface ClassifyOptions {
  readonly signal?: { throwIfAborted(): void } | undefined;
  /** Called after each batch with the rows done so far. */
  readonly onProgress?: (done: number) => void;
  /** Most tokens computed at once, padding included. 8,192 when left out. */
  readonly maximumTokens?: number;
}

/**
 * The answers to each tokenized text, in the order given: the probability of every class or label, or numbers; for a model that labels tokens
 * those of one token after another. Texts of similar length are computed together.
 */
export async function classifyTokens(model: OpenTextModel, texts: TokenizedTexts, { signal, onProgress, maximumTokens = 8_192 }: ClassifyOptions = {}): Promise<number[][]> {
  const { inputIds, tokenTypeIds } = texts;
  const results = Array.from<number[]>({ length: inputIds.length });
  let done = 0;
  for (const rows of lengthBatches(inputIds.map((ids) => ids.length), { maximumRows: 64, maximumTokens })) {
    const pick = (lists: readonly Int32Array[]) => rows.map((row) => lists[row] ?? new Int32Array());
    const logits = await model.logits({ inputIds: pick(inputIds), ...(tokenTypeIds ? { tokenTypeIds: pick(tokenTypeIds) } : {}) }, { batchSize: rows.length, signal });
    rows.forEach((row, place) => { results[row] = answers(model.config, logits[place] ?? new Float32Array()); });
    done += rows.length;
    onProgress?.(done);
  }
  return results;
}

function answers({ task, labels }: OpenTextModel['config'], logits: Float32Array): number[] {
  const texts = Array.from({ length: logits.length / labels.length }, (_, index) => logits.subarray(index * labels.length, (index + 1) * labels.length));
  return texts.flatMap((part) => answersOf(task, part));
}
