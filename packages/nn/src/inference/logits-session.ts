import { setImmediate } from 'node:timers/promises';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { TextModelConfig } from '../models/text-model.ts';
import { checkTexts, type TokenizedTexts } from '../texts/tokenized-texts.ts';
import { TokenBatch } from '../texts/token-batch.ts';

/** How texts are put together. */
export interface LogitsOptions {
  /** At most this many texts are computed at once (32 unless told). */
  readonly batchSize?: number | undefined;
  readonly signal?: { throwIfAborted(): void } | undefined;
}

/** An inference graph with symbolic batch and sequence axes. */
export class LogitsSession {
  constructor(private readonly session: InferenceSession, private readonly config: TextModelConfig) {}

  /**
   * The logits of each text, in the order given; texts of like length are computed together, unpadded where possible.
   * Throws ExampleError for a text that the model cannot take. Other work gets its turn between batches.
   */
  async logits(texts: TokenizedTexts, { batchSize = 32, signal }: LogitsOptions = {}): Promise<Float32Array[]> {
    checkTexts(this.config, texts);
    const { inputIds, tokenTypeIds } = texts;
    const order = inputIds.map((_, row) => row).sort((a, b) => inputIds[a]!.length - inputIds[b]!.length);
    const results = Array.from<Float32Array>({ length: inputIds.length });
    for (let start = 0; start < order.length; start += batchSize) {
      signal?.throwIfAborted();
      const rows = order.slice(start, start + batchSize);
      const batch = new TokenBatch(rows.length, inputIds[rows.at(-1)!]!.length, this.config.padTokenId);
      batch.fill(rows.map((row) => inputIds[row]!), tokenTypeIds && rows.map((row) => tokenTypeIds[row]!));
      const logits = await this.run(batch);
      const { task, labels } = this.config;
      const width = (task === 'token_classification' ? batch.sequence : 1) * labels.length;
      const length = (row: number) => (task === 'token_classification' ? inputIds[row]!.length : 1) * labels.length;
      rows.forEach((row, place) => { results[row] = logits.slice(place * width, place * width + length(row)); });
      await setImmediate();
    }
    return results;
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.release();
  }

  private async run({ batch, sequence, inputIds, attentionMask, tokenTypeIds }: TokenBatch): Promise<Float32Array> {
    const tensor = (data: BigInt64Array) => new Tensor('int64', data, [batch, sequence]);
    const feeds = { input_ids: tensor(inputIds), attention_mask: tensor(attentionMask), token_type_ids: tensor(tokenTypeIds) };
    const read = Object.entries(feeds).filter(([name]) => this.session.inputNames.includes(name)); // not every network asks for the segments
    const { logits } = await this.session.run(Object.fromEntries(read));
    return logits!.data as Float32Array; // the graph says float32
  }
}
