import type { AddedTokens } from './added-tokens.ts';
import type { BertNormalizer } from './bert-normalizer.ts';
import { eachWord } from './pre-tokenizer.ts';
import { eachRun } from './raw-runs.ts';
import type { WordPiece } from './word-piece.ts';

/** Ids of a text, and for each the start and end (code points) of what it came from. */
export interface TokenSpans {
  readonly ids: number[];
  readonly offsets: [start: number, end: number][];
}

const rememberedRuns = 200_000;
const longestRememberedRun = 64;

/** Takes a text through all that comes before special tokens are put around it: added tokens, normaliser, words, pieces. */
export class TextSplitter {
  private readonly runs = new Map<string, number | Int32Array>();

  constructor(private readonly normalizer: BertNormalizer, private readonly model: WordPiece, private readonly addedTokens: AddedTokens) {}

  /** Ids of a text, at least `limit` of them where there are so many. */
  ids(text: string, limit: number): number[] {
    const out: number[] = [];
    for (const segment of this.addedTokens.split(text)) {
      if (segment.id !== undefined) {
        out.push(segment.id);
        continue;
      }
      const raw = segment.text;
      eachRun(raw, (start, end) => {
        const ids = this.runIds(raw.slice(start, end));
        if (typeof ids === 'number') out.push(ids);
        else for (let index = 0; index < ids.length; index++) out.push(ids[index] ?? 0);
        return out.length < limit;
      });
      if (out.length >= limit) break;
    }
    return out;
  }

  private runIds(run: string): number | Int32Array {
    const known = this.runs.get(run);
    if (known !== undefined) return known;
    const ids: number[] = [];
    const text = this.normalizer.normalize(run);
    eachWord(text, (start, end) => this.model.split(text.slice(start, end), ids, []));
    const result = ids.length === 1 ? ids[0] ?? 0 : Int32Array.from(ids);
    if (run.length <= longestRememberedRun) {
      if (this.runs.size >= rememberedRuns) this.runs.clear();
      this.runs.set(detached(run), result);
    }
    return result;
  }

  /** Ids and offsets of a text; several times slower than the ids alone. */
  spans(text: string): TokenSpans {
    const result: TokenSpans = { ids: [], offsets: [] };
    let base = 0;
    for (const segment of this.addedTokens.split(text)) {
      const length = codePoints(segment.text);
      if (segment.id === undefined) this.addSpans(segment.text, base, result);
      else {
        result.ids.push(segment.id);
        result.offsets.push([base, base + length]);
      }
      base += length;
    }
    return result;
  }

  private addSpans(raw: string, base: number, { ids, offsets }: TokenSpans): void {
    const { text, origins } = this.normalizer.normalizeAligned(raw);
    eachWord(text, (wordStart, wordEnd) => {
      const ends: number[] = [];
      this.model.split(text.slice(wordStart, wordEnd), ids, ends);
      let start = wordStart;
      for (const end of ends) {
        offsets.push([base + (origins[start] ?? 0), base + (origins[wordStart + end - 1] ?? 0) + 1]);
        start = wordStart + end;
      }
    });
  }
}

/** A copy that does not keep the text it was cut from in memory (V8 slices share their source). */
function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
