import type { AddedTokens } from './added-tokens.ts';
import { eachByteLevelWord } from './byte-level-words.ts';
import type { BytePairModel } from './byte-pair-model.ts';
import { IdCache } from './id-cache.ts';
import { codePoints, type Splitter, type TokenSpans } from './splitter.ts';
import { toUtf8, utf8Length } from './utf8.ts';

/** Takes a text through added tokens, words and merges. */
export class BytePairSplitter implements Splitter {
  private readonly words: IdCache;

  /** `byteLength` tells how many bytes of text a token of the model stands for. */
  constructor(model: BytePairModel, private readonly addedTokens: AddedTokens, private readonly byteLength: (id: number) => number) {
    this.words = new IdCache((word) => model.encode(toUtf8(word)));
  }

  ids(text: string, limit: number): number[] {
    const out: number[] = [];
    let full = false;
    for (const segment of this.addedTokens.split(text)) {
      if (segment.id !== undefined) {
        out.push(segment.id);
        continue;
      }
      eachByteLevelWord(segment.text, (start, end) => {
        const ids = this.words.get(segment.text.slice(start, end));
        if (typeof ids === 'number') out.push(ids);
        else for (let index = 0; index < ids.length; index++) out.push(ids[index] ?? 0);
        full = out.length >= limit;
        return !full;
      });
      if (full) break;
    }
    return out;
  }

  spans(text: string, limit: number): TokenSpans {
    const result: TokenSpans = { ids: [], offsets: [] };
    let base = 0;
    let full = false;
    for (const segment of this.addedTokens.split(text)) {
      if (segment.id !== undefined) {
        const length = codePoints(segment.text);
        result.ids.push(segment.id);
        result.offsets.push([base, base + length]);
        base += length;
        continue;
      }
      eachByteLevelWord(segment.text, (start, end) => {
        base = this.addWord(segment.text.slice(start, end), base, result);
        full = result.ids.length >= limit;
        return !full;
      });
      if (full) break;
    }
    return result;
  }

  /** Adds a word that begins at `base`; gives where it ends. A token of half a character spans all of it. */
  private addWord(word: string, base: number, { ids, offsets }: TokenSpans): number {
    const known = this.words.get(word);
    const origins: number[] = [];
    let position = base;
    for (const character of word) {
      for (let bytes = utf8Length(character.codePointAt(0) ?? 0); bytes > 0; bytes--) origins.push(position);
      position++;
    }
    let byte = 0;
    for (const id of typeof known === 'number' ? [known] : known) {
      const end = byte + this.byteLength(id);
      ids.push(id);
      offsets.push([origins[byte] ?? base, (origins[end - 1] ?? base) + 1]);
      byte = end;
    }
    return position;
  }
}
