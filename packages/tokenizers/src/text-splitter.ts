import type { AddedTokens } from './added-tokens.ts';
import type { BertNormalizer } from './bert-normalizer.ts';
import { IdCache } from './id-cache.ts';
import { eachWord } from './pre-tokenizer.ts';
import { eachRun } from './raw-runs.ts';
import { codePoints, type Splitter, type TokenSpans } from './splitter.ts';
import type { WordPiece } from './word-piece.ts';

/** Takes a text through all that comes before special tokens are put around it: added tokens, normaliser, words, pieces. */
export class TextSplitter implements Splitter {
  private readonly runs = new IdCache((run) => {
    const ids: number[] = [];
    this.addWords(run, Infinity, ids);
    return ids;
  });

  constructor(private readonly normalizer: BertNormalizer, private readonly model: WordPiece, private readonly addedTokens: AddedTokens) {}

  /**
   * Ids of a text up to the end of the word that brings them to `limit`. It stops where tokenizers 0.23 does (an added token alone
   * ends nothing), since of two texts the one with more tokens is shortened.
   */
  ids(text: string, limit: number): number[] {
    const out: number[] = [];
    let full = false;
    for (const segment of this.addedTokens.split(text)) {
      if (segment.id !== undefined) {
        out.push(segment.id);
        continue;
      }
      const raw = segment.text;
      eachRun(raw, (start, end) => {
        const run = raw.slice(start, end);
        const ids = this.runs.get(run);
        if (typeof ids === 'number') out.push(ids);
        else if (ids.length === 0) return true;
        else if (out.length + ids.length < limit) for (let index = 0; index < ids.length; index++) out.push(ids[index] ?? 0);
        else this.addWords(run, limit, out);
        full = out.length >= limit;
        return !full;
      });
      if (full) break;
    }
    return out;
  }

  /** Ids and offsets of a text, up to the end of the word that brings them to `limit`; several times slower than the ids alone. */
  spans(text: string, limit: number): TokenSpans {
    const result: TokenSpans = { ids: [], offsets: [] };
    let base = 0;
    for (const segment of this.addedTokens.split(text)) {
      const length = codePoints(segment.text);
      if (segment.id !== undefined) {
        result.ids.push(segment.id);
        result.offsets.push([base, base + length]);
      } else if (this.addSpans(segment.text, base, limit, result)) break;
      base += length;
    }
    return result;
  }

  private addWords(run: string, limit: number, out: number[]): void {
    const text = this.normalizer.normalize(run);
    eachWord(text, (start, end) => {
      this.model.split(text.slice(start, end), out, []);
      return out.length < limit;
    });
  }

  /** True when a word brought the tokens to `limit`. */
  private addSpans(raw: string, base: number, limit: number, { ids, offsets }: TokenSpans): boolean {
    const { text, origins } = this.normalizer.normalizeAligned(raw);
    let full = false;
    eachWord(text, (wordStart, wordEnd) => {
      const ends: number[] = [];
      this.model.split(text.slice(wordStart, wordEnd), ids, ends);
      let start = wordStart;
      for (const end of ends) {
        offsets.push([base + (origins[start] ?? 0), base + (origins[wordStart + end - 1] ?? 0) + 1]);
        start = wordStart + end;
      }
      full = ids.length >= limit;
      return !full;
    });
    return full;
  }
}
