/** A token that is found in the text before anything else looks at it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Left out when ids are decoded to text. */
  readonly special: boolean;
  /** Found only where no letter, digit or underscore touches it. */
  readonly singleWord: boolean;
  /** Takes the white space before (after) it along. */
  readonly leftStrip: boolean;
  readonly rightStrip: boolean;
}

/** A stretch of the text: an added token, or (`id` undefined) text between two of them. */
export interface Segment {
  readonly text: string;
  readonly id: number | undefined;
}

/** Finds added tokens in raw text; of several at one place the longest wins. */
export class AddedTokens {
  private readonly byContent: ReadonlyMap<string, AddedToken>;
  private readonly pattern: RegExp | undefined;

  constructor(readonly tokens: readonly AddedToken[]) {
    this.byContent = new Map(tokens.map((token) => [token.content, token]));
    const sources = [...tokens].filter(({ content }) => content !== '')
      .sort((a, b) => b.content.length - a.content.length).map(patternOf);
    this.pattern = sources.length > 0 ? new RegExp(sources.join('|'), 'gu') : undefined;
  }

  split(text: string): readonly Segment[] {
    const { pattern } = this;
    if (pattern === undefined) return [{ text, id: undefined }];
    const segments: Segment[] = [];
    let position = 0;
    for (const match of text.matchAll(pattern)) {
      const token = this.byContent.get(match[0]) ?? this.byContent.get(match.slice(1).find((group) => group !== undefined) ?? '');
      if (token === undefined) continue;
      if (match.index > position) segments.push({ text: text.slice(position, match.index), id: undefined });
      segments.push({ text: match[0], id: token.id });
      position = match.index + match[0].length;
    }
    if (position < text.length) segments.push({ text: text.slice(position), id: undefined });
    return segments;
  }
}

function patternOf(token: AddedToken): string {
  let source = `(${token.content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')})`;
  if (token.singleWord) source = `(?<![\\p{L}\\p{N}_])${source}(?![\\p{L}\\p{N}_])`;
  return `${token.leftStrip ? '\\s*' : ''}${source}${token.rightStrip ? '\\s*' : ''}`;
}
