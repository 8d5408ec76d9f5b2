import type { BatchOptions, EncodeOptions, Encoding, EncodingBatch, TextOrPair } from './encoding.ts';
import type { Splitter } from './splitter.ts';
import { addedLength, type Template, type TemplatePiece } from './template.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { keptLengths } from './truncation.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What every tokenizer does with the tokens of its texts: shortens them, puts special tokens around them, and pads rows on the right. */
export class SequenceEncoder {
  /** Throws when the template names an id that the vocabulary lacks. */
  constructor(private readonly splitter: Splitter, private readonly template: Template, private readonly vocabulary: Vocabulary, private readonly padId: number) {
    for (const piece of [...template.single, ...template.pair]) {
      if (!('ids' in piece)) continue;
      const missing = piece.ids.find((id) => vocabulary.token(id) === undefined);
      if (missing !== undefined) throw new TokenizerError(`post_processor: the id ${missing} of "${piece.special}" is not in the vocabulary.`);
    }
  }

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
      ids: Int32Array.from(ids), tokens: ids.map((id) => this.vocabulary.token(id) ?? ''), offsets, typeIds: Int32Array.from(typeIds),
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

  private row(text: TextOrPair, options: EncodeOptions) {
    const [first, second] = typeof text === 'string' ? [text, undefined] : text;
    const limit = limitOf(options);
    const A = this.splitter.ids(first, limit);
    const B = second === undefined ? undefined : this.splitter.ids(second, limit);
    const { pieces, kept, length } = this.layout(A.length, B?.length, options);
    return { A, B, pieces, kept, length };
  }

  private write(row: ReturnType<SequenceEncoder['row']>, ids: Int32Array, typeIds: Int32Array | undefined, offset: number): void {
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
    const template = second === undefined ? this.template.single : this.template.pair;
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
