import { AddedTokens, type AddedToken } from './added-tokens.ts';
import { readBertFile, writeBertFile, type BertParts } from './bert-file.ts';
import { BertNormalizer, type NormalizerOptions } from './bert-normalizer.ts';
import { cleanUpSpaces } from './clean-up-spaces.ts';
import type { BatchOptions, EncodeOptions, Encoding, EncodingBatch, TextOrPair } from './encoding.ts';
import { SequenceEncoder } from './sequence-encoder.ts';
import { bertTemplate, type TemplatePiece } from './template.ts';
import { TextSplitter } from './text-splitter.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { Vocabulary } from './vocabulary.ts';
import { WordPiece } from './word-piece.ts';

/** Roles of special tokens, for a tokenizer that is made from a vocabulary. */
export interface VocabularyOptions extends NormalizerOptions {
  readonly padToken?: string;
  readonly unknownToken?: string;
  readonly clsToken?: string;
  readonly sepToken?: string;
  readonly maskToken?: string;
  readonly maxWordLength?: number;
}

/** BERT's tokenizer: gives the same ids, tokens and offsets as Hugging Face's `BertTokenizerFast`. */
export class BertTokenizer {
  private readonly entries: Vocabulary;
  private readonly splitter: TextSplitter;
  private readonly encoder: SequenceEncoder;

  private constructor(private readonly parts: BertParts) {
    this.entries = new Vocabulary(parts.model.vocabulary, parts.addedTokens);
    this.splitter = new TextSplitter(parts.normalizer, parts.model, new AddedTokens(parts.addedTokens));
    this.encoder = new SequenceEncoder(this.splitter, parts.template, this.entries, this.padId);
  }

  /** Reads the content of a tokenizer.json, as text or parsed; throws a TokenizerError for what it cannot use. */
  static fromJSON(content: unknown): BertTokenizer {
    return new BertTokenizer(readBertFile(content));
  }

  /** Makes a tokenizer from the lines of a vocab.txt (its text, or a list of tokens); the line number is the id. */
  static fromVocabulary(lines: string | readonly string[], options: VocabularyOptions = {}): BertTokenizer {
    const tokens = typeof lines === 'string' ? lines.split(/\r?\n/) : [...lines];
    while (tokens.at(-1) === '') tokens.pop();
    const vocabulary = new Map<string, number>();
    tokens.forEach((token, line) => {
      const first = vocabulary.get(token);
      if (first !== undefined) throw new TokenizerError(`The vocabulary holds "${token}" twice, in lines ${first + 1} and ${line + 1}.`);
      vocabulary.set(token, line);
    });
    const { padToken = '[PAD]', unknownToken = '[UNK]', clsToken = '[CLS]', sepToken = '[SEP]', maskToken = '[MASK]' } = options;
    const idOf = (token: string) => {
      const id = vocabulary.get(token);
      if (id === undefined) throw new TokenizerError(`The vocabulary lacks "${token}"; a vocab.txt of BERT holds [PAD], [UNK], [CLS], [SEP] and [MASK], one token a line.`);
      return id;
    };
    const special = [padToken, unknownToken, clsToken, sepToken, maskToken].filter((token) => token !== maskToken || vocabulary.has(token));
    return new BertTokenizer({
      model: new WordPiece(vocabulary, { unknownToken, ...(options.maxWordLength === undefined ? {} : { maxWordLength: options.maxWordLength }) }),
      normalizer: new BertNormalizer(options),
      addedTokens: special.map((content): AddedToken => (
        { id: idOf(content), content, special: true, singleWord: false, leftStrip: false, rightStrip: false }
      )).sort((a, b) => a.id - b.id),
      template: bertTemplate(clsToken, idOf(clsToken), sepToken, idOf(sepToken)),
      cleanUp: true,
    });
  }

  /** The value of a tokenizer.json in Hugging Face's format; `JSON.stringify(tokenizer)` gives the file. */
  toJSON(): Record<string, unknown> {
    return writeBertFile(this.parts);
  }

  /** One more than the largest id: the rows an embedding needs. */
  get vocabularySize(): number { return this.entries.size; }

  /** The tokens by id, as the lines of a vocab.txt; '' where an id is not used. */
  get vocabulary(): readonly string[] { return this.entries.list(); }

  get normalizer(): BertNormalizer { return this.parts.normalizer; }
  get unknownId(): number { return this.parts.model.unknownId; }
  /** The id that fills rows: that of [PAD] or <pad>, else 0. */
  get padId(): number { return this.entries.id('[PAD]') ?? this.entries.id('<pad>') ?? 0; }
  /** The ids that the template puts before and after a single text. */
  get clsId(): number | undefined { return templateIds(this.parts.template.single).at(0); }
  get sepId(): number | undefined { return templateIds(this.parts.template.single).at(-1); }
  get maskId(): number | undefined { return this.entries.id('[MASK]') ?? this.entries.id('<mask>'); }

  tokenToId(token: string): number | undefined { return this.entries.id(token); }
  idToToken(id: number): string | undefined { return this.entries.token(id); }

  /** One text or pair with its tokens and offsets; `encodeIds` is several times faster where only ids are needed. */
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

  /** The tokens of a text, without special tokens around them. */
  tokenize(text: string): string[] {
    return this.entries.tokensOf(this.splitter.ids(text, Infinity), false);
  }

  /** The text of ids, as Python's `decode`: pieces joined, special tokens left out unless asked for. */
  decode(ids: Iterable<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const { model: { continuingPrefix }, cleanUp } = this.parts;
    return this.entries.tokensOf(ids, options.skipSpecialTokens ?? true).map((token, index) => {
      const joined = index === 0 ? token : token.startsWith(continuingPrefix) ? token.slice(continuingPrefix.length) : ` ${token}`;
      return cleanUp ? cleanUpSpaces(joined) : joined;
    }).join('');
  }
}

function templateIds(pieces: readonly TemplatePiece[]): number[] {
  return pieces.flatMap((piece) => ('ids' in piece ? [...piece.ids] : []));
}
