import type { AddedToken } from './added-tokens.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** Every token of a tokenizer, those of the model and the added ones, by text and by id. */
export class Vocabulary {
  private readonly tokens: string[] = [];
  private readonly ids: Map<string, number>;
  private readonly specialIds: ReadonlySet<number>;

  /** Throws where an added token contradicts the model. */
  constructor(model: ReadonlyMap<string, number>, added: readonly AddedToken[]) {
    this.ids = new Map(model);
    for (const [token, id] of model) this.tokens[id] = token;
    for (const { content, id } of added) {
      const other = this.ids.get(content);
      if (other !== undefined && other !== id) throw new TokenizerError(`added_tokens: "${content}" has the id ${id}, but the vocabulary gives it ${other}.`);
      const owner = this.tokens[id];
      if (owner !== undefined && owner !== content) throw new TokenizerError(`added_tokens: "${content}" has the id ${id}, which is that of "${owner}".`);
      this.ids.set(content, id);
      this.tokens[id] = content;
    }
    this.specialIds = new Set(added.filter(({ special }) => special).map(({ id }) => id));
  }

  /** One more than the largest id: the rows an embedding needs. */
  get size(): number { return this.tokens.length; }

  id(token: string): number | undefined { return this.ids.get(token); }
  token(id: number): string | undefined { return this.tokens[id]; }

  /** The tokens by id; '' where an id is not used. */
  list(): string[] {
    return Array.from(this.tokens, (token) => token ?? '');
  }

  /** The tokens of ids; throws for an id that is not used. */
  tokensOf(ids: Iterable<number>, skipSpecialTokens: boolean): string[] {
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.tokens[id];
      if (token === undefined) throw new TokenizerError(`The id ${id} is not in the vocabulary of ${this.size} tokens.`);
      if (!skipSpecialTokens || !this.specialIds.has(id)) tokens.push(token);
    }
    return tokens;
  }
}
