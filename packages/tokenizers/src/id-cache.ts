const remembered = 200_000;
const longestRemembered = 64;

/** Remembers what short stretches of text become: one id as itself, several as a list. */
export class IdCache {
  private readonly known = new Map<string, number | Int32Array>();

  constructor(private readonly idsOf: (text: string) => readonly number[]) {}

  get(text: string): number | Int32Array {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const ids = this.idsOf(text);
    const result = ids.length === 1 ? ids[0] ?? 0 : Int32Array.from(ids);
    if (text.length <= longestRemembered) {
      if (this.known.size >= remembered) this.known.clear();
      this.known.set(detached(text), result);
    }
    return result;
  }
}

/** A copy that does not keep the text it was cut from in memory (V8 slices share their source). */
function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
