import { setImmediate } from 'node:timers/promises';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Gpt2Config } from '../models/gpt2-config.ts';
import { ExampleError, NnError } from '../nn-error.ts';
import { Random } from '../random.ts';
import { largest } from '../training/largest.ts';
import { sampleToken, type SamplingOptions } from './sample-token.ts';
import { TokenCache } from './token-cache.ts';

/** What is to be written. */
export interface GenerateOptions {
  /** The tokens of each prompt, at least one; a prompt and what follows it fit the model's positions. */
  readonly inputIds: readonly Int32Array[];
  readonly maxNewTokens: number;
  /** Tokens that end a text, such as <|endoftext|>; the one that did is part of the result. */
  readonly stop?: readonly number[] | undefined;
  /** How tokens are drawn; left out, each is the likeliest. The same seed gives the same texts, whatever is computed together. */
  readonly sampling?: (SamplingOptions & { readonly seed: number }) | undefined;
  /** At most this many texts are computed at once (8 unless told). */
  readonly batchSize?: number | undefined;
  /** Stops between two tokens; the promise rejects with the signal's reason. */
  readonly signal?: { throwIfAborted(): void } | undefined;
  /** Called for each new token as it comes; the answer 'stop' ends its text. */
  readonly onToken?: ((token: NewToken) => 'stop' | void) | undefined;
}

/** A token just chosen. */
export interface NewToken {
  /** Which prompt it follows, from 0. */
  readonly prompt: number;
  readonly id: number;
  /** The logits it was chosen by, [vocabulary]; another token's once the call is over. */
  readonly logits: Float32Array;
}

/** What was written after a prompt. */
export interface Continuation {
  /** The new tokens only. */
  readonly ids: Int32Array;
  /** Why it ends: a stop token or the caller's word, the number of tokens asked for, or the last position of the model. */
  readonly finish: 'stop' | 'length' | 'context';
}

interface Text {
  readonly prompt: number;
  readonly random: Random | undefined;
  readonly ids: number[];
  readonly room: number;
  finish: Continuation['finish'] | undefined;
}

/** Writes on after each prompt with a session of the generation graph; the continuations come in the order of the prompts. */
export async function generate(session: InferenceSession, config: Gpt2Config, options: GenerateOptions): Promise<Continuation[]> {
  checkOptions(config, options);
  const { inputIds, batchSize = 8, sampling } = options;
  const texts = inputIds.map((ids, prompt): Text => (
    { prompt, random: sampling && Random.derive(sampling.seed, 'text', prompt), ids: [], room: config.maxPositions - ids.length, finish: undefined }
  ));
  const byLength = [...texts].sort((a, b) => inputIds[a.prompt]!.length - inputIds[b.prompt]!.length);
  for (let start = 0; start < byLength.length; start += batchSize) await writeTogether(byLength.slice(start, start + batchSize), session, config, options);
  return texts.map(({ ids, finish }) => ({ ids: Int32Array.from(ids), finish: finish ?? 'length' }));
}

/** Writes texts until all are finished; a text that is finished leaves the batch. */
async function writeTogether(all: readonly Text[], session: InferenceSession, config: Gpt2Config, options: GenerateOptions): Promise<void> {
  const cache = new TokenCache(config, all.length);
  let texts = all;
  let reading = texts.map(({ prompt }) => options.inputIds[prompt]!);
  while (texts.length > 0) {
    options.signal?.throwIfAborted();
    const logits = await read(session, cache, reading);
    texts.forEach((text, row) => addToken(text, logits.subarray(row * config.vocabSize, (row + 1) * config.vocabSize), options));
    const going = texts.flatMap(({ finish }, row) => (finish === undefined ? [row] : []));
    if (going.length < texts.length) {
      cache.keep(going);
      texts = going.map((row) => texts[row]!);
    }
    reading = texts.map(({ ids }) => Int32Array.of(ids.at(-1)!));
    await setImmediate(); // other work gets its turn
  }
}

/** Reads new tokens of each row, which the cache then holds; gives the logits [rows, vocabulary] of what follows. */
async function read(session: InferenceSession, cache: TokenCache, rows: readonly Int32Array[]): Promise<Float32Array> {
  const counts = rows.map((row) => row.length);
  const sequence = Math.max(...counts);
  const ids = new BigInt64Array(rows.length * sequence);
  rows.forEach((row, index) => row.forEach((id, place) => { ids[index * sequence + place] = BigInt(id); }));
  const outputs = await session.run({
    ...cache.feeds(),
    input_ids: new Tensor('int64', ids, [rows.length, sequence]),
    new_lengths: new Tensor('int64', BigInt64Array.from(counts, BigInt), [rows.length]),
  });
  cache.append(outputs as Record<string, Tensor>, counts); // the graph has no other kinds of outputs
  return outputs['logits']!.data as Float32Array;
}

function addToken(text: Text, logits: Float32Array, { sampling, stop, maxNewTokens, onToken }: GenerateOptions): void {
  const id = sampling && text.random ? sampleToken(logits, sampling, text.random) : largest(logits);
  text.ids.push(id);
  const told = onToken?.({ prompt: text.prompt, id, logits });
  if (told === 'stop' || stop?.includes(id)) text.finish = 'stop';
  else if (text.ids.length >= maxNewTokens) text.finish = 'length';
  else if (text.ids.length >= text.room) text.finish = 'context';
}

function checkOptions(config: Gpt2Config, { inputIds, maxNewTokens, sampling, batchSize = 1 }: GenerateOptions): void {
  for (const [name, value] of Object.entries({ maxNewTokens, batchSize, ...(sampling?.topK !== undefined && { topK: sampling.topK }) })) {
    if (!Number.isInteger(value) || value < 1) throw new NnError(`${name} must be a whole number above 0, not ${value}.`);
  }
  const { temperature = 1, topP = 1 } = sampling ?? {};
  if (!(temperature > 0 && Number.isFinite(temperature))) throw new NnError(`temperature must be above 0, not ${temperature}; leave sampling out for the likeliest text.`);
  if (!(topP > 0 && topP <= 1)) throw new NnError(`topP must be above 0 and at most 1, not ${topP}.`);
  inputIds.forEach((ids, row) => {
    if (ids.length === 0) throw new ExampleError(`Prompt ${row} has no tokens; begin an empty one with the token that ends texts.`);
    if (ids.length >= config.maxPositions) throw new ExampleError(`Prompt ${row} has ${ids.length} tokens and leaves no room: the model takes ${config.maxPositions}, new ones included. Shorten it.`);
    for (const id of ids) {
      if (id < 0 || id >= config.vocabSize) throw new ExampleError(`Prompt ${row} has the token id ${id}; the model has a vocabulary of ${config.vocabSize}.`);
    }
  });
}
