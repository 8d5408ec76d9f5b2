import { AddedTokens, type AddedToken } from './added-tokens.ts';
import { BertNormalizer, type NormalizerOptions } from './bert-normalizer.ts';
import { cleanUpSpaces } from './clean-up-spaces.ts';
import type { BatchOptions, EncodeOptions, Encoding, EncodingBatch, TextOrPair } from './encoding.ts';
import { addedLength, bertTemplate, type TemplatePiece } from './template.ts';
import { TextSplitter } from './text-splitter.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { readTokenizerFile, writeTokenizerFile, type TokenizerParts } from './tokenizer-file.ts';
import { keptLengths } from './truncation.ts';
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
  private readonly tokens: string[] = [];
  private readonly ids: Map<string, number>;
  private readonly splitter: TextSplitter;
  private readonly specialIds: ReadonlySet<number>;

  private constructor(private readonly parts: TokenizerParts) {
    this.ids = new Map(parts.model.vocabulary);
    for (const { content, id } of parts.addedTokens) {
      const other = this.ids.get(content);
      if (other !== undefined && other !== id) throw new TokenizerError(`added_tokens: "${content}" has the id ${id}, but the vocabulary gives it ${other}.`);
      this.ids.set(content, id);
    }
    for (const [token, id] of this.ids) this.tokens[id] = token;
    this.splitter = new TextSplitter(parts.normalizer, parts.model, new AddedTokens(parts.addedTokens));
    this.specialIds = new Set(parts.addedTokens.filter(({ special }) => special).map(({ id }) => id));
    for (const piece of [...parts.template.single, ...parts.template.pair]) {
      if (!('ids' in piece)) continue;
      const missing = piece.ids.find((id) => this.tokens[id] === undefined);
      if (missing !== undefined) throw new TokenizerError(`post_processor: the id ${missing} of "${piece.special}" is not in the vocabulary.`);
    }
  }

  /** Reads the content of a tokenizer.json, as text or parsed; throws a TokenizerError for what it cannot use. */
  static fromJSON(content: unknown): BertTokenizer {
    return new BertTokenizer(readTokenizerFile(content));
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
    return writeTokenizerFile(this.parts);
  }

  /** One more than the largest id: the rows an embedding needs. */
  get vocabularySize(): number {
    return this.tokens.length;
  }

  /** The tokens by id, as the lines of a vocab.txt; '' where an id is not used. */
  get vocabulary(): readonly string[] {
    return Array.from(this.tokens, (token) => token ?? '');
  }

  get normalizer(): BertNormalizer { return this.parts.normalizer; }
  get unknownId(): number { return this.parts.model.unknownId; }
  /** The id that fills rows: that of [PAD] or <pad>, else 0. */
  get padId(): number { return this.ids.get('[PAD]') ?? this.ids.get('<pad>') ?? 0; }
  /** The ids that the template puts before and after a single text. */
  get clsId(): number | undefined { return templateIds(this.parts.template.single).at(0); }
  get sepId(): number | undefined { return templateIds(this.parts.template.single).at(-1); }
  get maskId(): number | undefined { return this.ids.get('[MASK]') ?? this.ids.get('<mask>'); }

  tokenToId(token: string): number | undefined { return this.ids.get(token); }
  idToToken(id: number): string | undefined { return this.tokens[id]; }

  /** One text or pair with its tokens and offsets; `encodeIds` is several times faster where only ids are needed. */
  encode(text: string, pair?: string, options: EncodeOptions = {}): Encoding {
    const limit = limitOf(options);
    const spans = { A: this.splitter.spans(text, limit), B: pair === undefined ? undefined : this.splitter.spans(pair, limit) };
    const { pieces, kept } = this.layout(spans.A.ids.length, spans.B?.ids.length, options);
    const ids: number[] = [];
    const offsets: [number, number][] = [];
    const typeIds: number[] = [];
    const special: number[] = [];
    for (const piece of pieces) {
      const span = 'ids' in piece ? undefined : spans[piece.sequence];
      const length = 'ids' in piece ? piece.ids.length : kept[piece.sequence];
      const source = 'ids' in piece ? piece.ids : span?.ids ?? [];
      for (let index = 0; index < length; index++) {
        ids.push(source[index] ?? 0);
        offsets.push(span?.offsets[index] ?? [0, 0]);
        typeIds.push(piece.typeId);
        special.push(span === undefined ? 1 : 0);
      }
    }
    return {
      ids: Int32Array.from(ids), tokens: ids.map((id) => this.tokens[id] ?? ''), offsets, typeIds: Int32Array.from(typeIds),
      attentionMask: new Int32Array(ids.length).fill(1), specialTokensMask: Int32Array.from(special),
    };
  }

  /** The ids of one text or pair, without padding. */
  encodeIds(text: TextOrPair, options: EncodeOptions = {}): Int32Array {
    const row = this.row(text, options);
    const ids = new Int32Array(row.length);
    this.write(row, ids, undefined, 0);
    return ids;
  }

  /** Several texts or pairs as one padded rectangle. */
  encodeBatch(texts: readonly TextOrPair[], options: BatchOptions = {}): EncodingBatch {
    const rows = texts.map((text) => this.row(text, options));
    let columns = rows.reduce((longest, { length }) => Math.max(longest, length), 0);
    if (options.padding === 'max_length') {
      if (options.maxLength === undefined) throw new TokenizerError('Padding to "max_length" needs maxLength.');
      columns = Math.max(columns, options.maxLength);
    }
    const multiple = options.padToMultipleOf ?? 1;
    if (!Number.isInteger(multiple) || multiple < 1) throw new TokenizerError(`padToMultipleOf must be a whole number from 1, not ${multiple}.`);
    columns = Math.ceil(columns / multiple) * multiple;
    const ids = new Int32Array(rows.length * columns).fill(this.padId);
    const attentionMask = new Int32Array(ids.length);
    const typeIds = new Int32Array(ids.length);
    rows.forEach((row, index) => {
      this.write(row, ids, typeIds, index * columns);
      attentionMask.fill(1, index * columns, index * columns + row.length);
    });
    return { rows: rows.length, columns, ids, attentionMask, typeIds, lengths: Int32Array.from(rows, ({ length }) => length) };
  }

  /** The tokens of a text, without special tokens around them. */
  tokenize(text: string): string[] {
    return this.splitter.ids(text, Infinity).map((id) => this.tokens[id] ?? '');
  }

  /** The text of ids, as Python's `decode`: pieces joined, special tokens left out unless asked for. */
  decode(ids: Iterable<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const { continuingPrefix } = this.parts.model;
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.tokens[id];
      if (token === undefined) throw new TokenizerError(`The id ${id} is not in the vocabulary of ${this.vocabularySize} tokens.`);
      if ((options.skipSpecialTokens ?? true) && this.specialIds.has(id)) continue;
      const joined = tokens.length === 0 ? token : token.startsWith(continuingPrefix) ? token.slice(continuingPrefix.length) : ` ${token}`;
      tokens.push(this.parts.cleanUp ? cleanUpSpaces(joined) : joined);
    }
    return tokens.join('');
  }

  private row(text: TextOrPair, options: EncodeOptions) {
    const [first, second] = typeof text === 'string' ? [text, undefined] : text;
    const limit = limitOf(options);
    const A = this.splitter.ids(first, limit);
    const B = second === undefined ? undefined : this.splitter.ids(second, limit);
    const { pieces, kept, length } = this.layout(A.length, B?.length, options);
    return { A, B, pieces, kept, length };
  }

  private write(row: ReturnType<BertTokenizer['row']>, ids: Int32Array, typeIds: Int32Array | undefined, offset: number): void {
    let position = offset;
    for (const piece of row.pieces) {
      const source = 'ids' in piece ? piece.ids : row[piece.sequence] ?? [];
      const length = 'ids' in piece ? piece.ids.length : row.kept[piece.sequence];
      for (let index = 0; index < length; index++) ids[position + index] = source[index] ?? 0;
      typeIds?.fill(piece.typeId, position, position + length);
      position += length;
    }
  }

  /** Which pieces make up a result, and how much of each text is kept. */
  private layout(first: number, second: number | undefined, options: EncodeOptions): { pieces: readonly TemplatePiece[]; kept: { A: number; B: number }; length: number } {
    const template = second === undefined ? this.parts.template.single : this.parts.template.pair;
    const pieces = options.addSpecialTokens === false ? template.filter((piece) => 'sequence' in piece) : template;
    const added = addedLength(pieces);
    let kept = { first, second: second ?? 0 };
    if (options.maxLength !== undefined) {
      if (!Number.isInteger(options.maxLength) || options.maxLength < Math.max(added, 1)) {
        throw new TokenizerError(`maxLength must be a whole number from ${Math.max(added, 1)} (${added} special tokens are added), not ${options.maxLength}.`);
      }
      if (options.truncation !== 'none') kept = keptLengths(first, second, options.maxLength - added, options.truncation ?? 'longest_first');
    }
    return { pieces, kept: { A: kept.first, B: kept.second }, length: kept.first + kept.second + added };
  }
}

/** Beyond this no token of a text is kept, and none is counted. */
function limitOf({ maxLength, truncation }: EncodeOptions): number {
  return truncation === 'none' ? Infinity : maxLength ?? Infinity;
}

function templateIds(pieces: readonly TemplatePiece[]): number[] {
  return pieces.flatMap((piece) => ('ids' in piece ? [...piece.ids] : []));
}
