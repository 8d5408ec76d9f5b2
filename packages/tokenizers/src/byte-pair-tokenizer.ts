import { AddedTokens, type AddedToken } from './added-tokens.ts';
import { byteOf } from './byte-alphabet.ts';
import { readBytePairFile, readMergeLines, writeBytePairFile, type BytePairParts } from './byte-pair-file.ts';
import { BytePairModel, type Merge } from './byte-pair-model.ts';
import { BytePairSplitter } from './byte-pair-splitter.ts';
import type { BatchOptions, EncodeOptions, Encoding, EncodingBatch, TextOrPair } from './encoding.ts';
import { SequenceEncoder } from './sequence-encoder.ts';
import { plainTemplate } from './template.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { parseJSON, readVocabulary } from './tokenizer-file.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';
import { Vocabulary } from './vocabulary.ts';

const endOfText = '<|endoftext|>';

/** GPT-2's tokenizer, byte-level BPE: gives the same ids, tokens and offsets as Hugging Face's `GPT2TokenizerFast`. */
export class BytePairTokenizer {
  private readonly entries: Vocabulary;
  private readonly splitter: BytePairSplitter;
  private readonly encoder: SequenceEncoder;

  private constructor(private readonly parts: BytePairParts) {
    this.entries = new Vocabulary(parts.model.vocabulary, parts.addedTokens);
    // A character of a model's token is one byte and one code unit.
    this.splitter = new BytePairSplitter(parts.model, new AddedTokens(parts.addedTokens), (id) => this.entries.token(id)?.length ?? 0);
    this.encoder = new SequenceEncoder(this.splitter, parts.template, this.entries, this.padId);
  }

  /** Reads the content of a tokenizer.json, as text or parsed; throws a TokenizerError for what it cannot use. */
  static fromJSON(content: unknown): BytePairTokenizer {
    return new BytePairTokenizer(readBytePairFile(content));
  }

  /**
   * Makes a tokenizer from the contents of vocab.json (its text or the parsed value) and of merges.txt (its text or the pairs);
   * special tokens must be in the vocabulary.
   */
  static fromVocabulary(vocabulary: unknown, merges: string | readonly Merge[], specialTokens: readonly string[] = [endOfText]): BytePairTokenizer {
    const ids = readVocabulary(typeof vocabulary === 'string' ? parseJSON(vocabulary, 'vocab.json') : vocabulary, 'vocab.json');
    const addedTokens = specialTokens.map((content): AddedToken => {
      const id = ids.get(content);
      if (id === undefined) throw new TokenizerError(`vocab.json lacks the special token "${content}"; name those that it holds.`);
      return { id, content, special: true, singleWord: false, leftStrip: false, rightStrip: false };
    });
    return new BytePairTokenizer({ model: new BytePairModel(ids, typeof merges === 'string' ? readMergeLines(merges) : merges), addedTokens, template: plainTemplate });
  }

  /** The value of a tokenizer.json in Hugging Face's format; `JSON.stringify(tokenizer)` gives the file. */
  toJSON(): Record<string, unknown> {
    return writeBytePairFile(this.parts);
  }

  /** One more than the largest id: the rows an embedding needs. */
  get vocabularySize(): number { return this.entries.size; }

  /** The tokens by id, in GPT-2's alphabet of bytes; '' where an id is not used. */
  get vocabulary(): readonly string[] { return this.entries.list(); }

  /** The id of <|endoftext|>, which ends a generated text. */
  get endOfTextId(): number | undefined { return this.entries.id(endOfText); }
  /** The id that fills rows: that of <pad> or [PAD], else, as GPT-2 has none, that of <|endoftext|>, else 0. */
  get padId(): number { return this.entries.id('<pad>') ?? this.entries.id('[PAD]') ?? this.endOfTextId ?? 0; }

  tokenToId(token: string): number | undefined { return this.entries.id(token); }
  idToToken(id: number): string | undefined { return this.entries.token(id); }

  /** One text or pair with its tokens and offsets; a token of half a character spans all of it. */
  encode(text: string, pair?: string, options?: EncodeOptions): Encoding {
    return this.encoder.encode(text, pair, options);
  }

  /** The ids of one text or pair, without padding. */
  encodeIds(text: TextOrPair, options?: EncodeOptions): Int32Array {
    return this.encoder.encodeIds(text, options);
  }

  /** Several texts or pairs as one padded rectangle. */
  encodeBatch(texts: readonly TextOrPair[], options?: BatchOptions): EncodingBatch {
    return this.encoder.encodeBatch(texts, options);
  }

  /** The tokens of a text, in GPT-2's alphabet of bytes. */
  tokenize(text: string): string[] {
    return this.entries.tokensOf(this.splitter.ids(text, Infinity), false);
  }

  /** The text of ids; bytes that are no UTF-8 become U+FFFD. Special tokens are left out unless asked for. */
  decode(ids: Iterable<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    return fromUtf8(this.bytesOf(ids, options));
  }

  /** As `decode`, but the bytes (UTF-8, if the text is whole): a token may hold part of a character. */
  bytesOf(ids: Iterable<number>, { skipSpecialTokens = true }: { readonly skipSpecialTokens?: boolean } = {}): number[] {
    const bytes: number[] = [];
    for (const token of this.entries.tokensOf(ids, skipSpecialTokens)) {
      const known = Array.from(token, byteOf);
      // An added token may hold characters outside the alphabet; then it is text (tokenizers: pre_tokenizers/byte_level.rs `decode_chain`).
      for (const byte of known.includes(undefined) ? toUtf8(token) : known) bytes.push(byte ?? 0);
    }
    return bytes;
  }
}
