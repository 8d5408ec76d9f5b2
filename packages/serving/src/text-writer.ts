import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Continuation, type LanguageModel, NnError, openLanguageModel, type SamplingOptions } from '@millrace/nn';
import { BertTokenizer, type BytePairTokenizer, loadTokenizer, TextStream, TokenizerError } from '@millrace/tokenizers';
import { ModelWorkerFailed } from './serving-error.ts';

/** What is to be written. */
export interface WriteOptions {
  readonly maxNewTokens: number;
  /** A text ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
  /** How tokens are drawn; left out, each is the likeliest. */
  readonly sampling?: (SamplingOptions & { readonly seed: number }) | undefined;
  /** Whether <|endoftext|> ends a text (the default). */
  readonly endsAtEndOfText?: boolean | undefined;
  /** Whether a prompt that leaves no room for the new tokens loses its beginning; else it is refused. */
  readonly shortensPrompts?: boolean | undefined;
  /** At most this many texts are computed at once (8 unless told). */
  readonly batchSize?: number | undefined;
  readonly signal?: { throwIfAborted(): void } | undefined;
  /** Called with each piece of new text as soon as it is certain: whole characters, and no beginning of a stop text. */
  readonly onText?: ((piece: { readonly prompt: number; readonly text: string }) => void) | undefined;
  /** Called for each new token. */
  readonly onToken?: (() => void) | undefined;
}

/** What was written after a prompt. */
export interface WrittenText {
  /** The new text only. */
  readonly text: string;
  readonly promptTokens: number;
  readonly newTokens: number;
  /** Whether the beginning of the prompt was left out. */
  readonly shortened: boolean;
  readonly finish: Continuation['finish'];
}

/** A model folder opened for writing: tokenizer and language model. */
export class TextWriter {
  private constructor(private readonly model: LanguageModel, readonly tokenizer: BytePairTokenizer) {}

  /** Opens config.json, model.safetensors and tokenizer.json of a GPT-2. Throws ModelWorkerFailed saying what is missing or wrong. */
  static async open(folder: string, { threads }: { readonly threads?: number } = {}): Promise<TextWriter> {
    try {
      const tokenizer = loadTokenizer(await readFile(join(folder, 'tokenizer.json'), 'utf8').catch((cause: unknown) => {
        throw new ModelWorkerFailed(`The model has no readable tokenizer.json: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }));
      if (tokenizer instanceof BertTokenizer) throw new ModelWorkerFailed('The tokenizer of this model is WordPiece; GPT-2 writes with byte-level BPE.');
      const model = await openLanguageModel(folder, { threads });
      if (tokenizer.vocabularySize > model.config.vocabSize) {
        await model.close();
        throw new ModelWorkerFailed(`The tokenizer knows ${tokenizer.vocabularySize} tokens, the model only ${model.config.vocabSize}: they do not belong together.`);
      }
      return new TextWriter(model, tokenizer);
    } catch (cause) {
      if (cause instanceof NnError || cause instanceof TokenizerError) throw new ModelWorkerFailed(cause.message, { cause });
      throw cause;
    }
  }

  /** Most tokens of a prompt and what follows it. */
  get maxTokens(): number {
    return this.model.config.maxPositions;
  }

  /** Writes on after each prompt; an empty one begins a new text. Throws ExampleError for a prompt that leaves no room, if it may not be shortened. */
  async write(prompts: readonly string[], options: WriteOptions): Promise<WrittenText[]> {
    const { maxNewTokens, stop = [], endsAtEndOfText = true, shortensPrompts = false, onText, onToken, ...rest } = options;
    const whole = prompts.map((prompt) => this.tokens(prompt));
    const room = Math.max(1, this.maxTokens - maxNewTokens);
    const inputIds = shortensPrompts ? whole.map((ids) => ids.subarray(Math.max(0, ids.length - room))) : whole;
    const streams = prompts.map(() => new TextStream(this.tokenizer, { stop }));
    const texts = prompts.map(() => '');
    const tell = (prompt: number, text: string) => {
      texts[prompt] += text;
      if (text !== '') onText?.({ prompt, text });
    };
    const endOfText = endsAtEndOfText ? this.endOfText : undefined;
    const continuations = await this.model.generate({
      ...rest, inputIds, maxNewTokens, ...(endOfText !== undefined && { stop: [endOfText] }),
      onToken: ({ prompt, id }) => {
        onToken?.();
        const stream = streams[prompt]!;
        tell(prompt, stream.push(id));
        return stream.stopped ? 'stop' : undefined;
      },
    });
    streams.forEach((stream, prompt) => tell(prompt, stream.end()));
    return continuations.map(({ ids, finish }, prompt) => ({
      text: texts[prompt]!, promptTokens: inputIds[prompt]!.length, newTokens: ids.length, shortened: inputIds[prompt]!.length < whole[prompt]!.length, finish,
    }));
  }

  close(): Promise<void> {
    return this.model.close();
  }

  private get endOfText(): number | undefined {
    return this.model.config.endTokenId ?? this.tokenizer.endOfTextId;
  }

  private tokens(prompt: string): Int32Array {
    const ids = this.tokenizer.encodeIds(prompt);
    return ids.length > 0 ? ids : Int32Array.of(this.endOfText ?? 0);
  }
}
