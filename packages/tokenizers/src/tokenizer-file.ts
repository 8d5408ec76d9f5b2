// What all of Hugging Face's tokenizer.json files have in common.
import type { AddedToken } from './added-tokens.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** Ids stay below this, so that a file of a few bytes cannot ask for a table of gigabytes. */
export const idLimit = 2 ** 24;

/** The content of a tokenizer.json (its text or the parsed value), with the type of its model; guessed where old files leave it out. */
export function openTokenizerFile(content: unknown): { file: Record<string, unknown>; model: Record<string, unknown>; modelType: string } {
  const file = record(typeof content === 'string' ? parseJSON(content, 'tokenizer.json') : content, 'tokenizer.json');
  const model = record(file['model'], 'model');
  return { file, model, modelType: typeof model['type'] === 'string' ? model['type'] : guessModel(model) };
}

/** Token to id; every id belongs to one token. */
export function readVocabulary(value: unknown, where = 'model.vocab'): Map<string, number> {
  const vocabulary = new Map<string, number>();
  const owners = new Map<number, string>();
  for (const [token, id] of Object.entries(record(value, where))) {
    const checked = tokenId(id, `${where}: the id of "${token}"`);
    const owner = owners.get(checked);
    if (owner !== undefined) throw new TokenizerError(`${where}: "${owner}" and "${token}" share the id ${checked}.`);
    owners.set(checked, token);
    vocabulary.set(token, checked);
  }
  return vocabulary;
}

/** The `added_tokens`; those to be found in normalised text are refused unless `normalizedToo` (where nothing is normalised, both are the same). */
export function readAddedTokens(value: unknown, normalizedToo: boolean): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TokenizerError('added_tokens must be a list.');
  return value.map((entry: unknown, index) => {
    const token = record(entry, `added_tokens[${index}]`);
    const content = text(token['content'], `added_tokens[${index}].content`);
    if (token['normalized'] === true && !normalizedToo) {
      throw new TokenizerError(`added_tokens: "${content}" is to be matched after normalisation, which is not supported yet; set "normalized" to false.`);
    }
    return {
      id: tokenId(token['id'], `added_tokens[${index}].id`), content, special: token['special'] === true,
      singleWord: token['single_word'] === true, leftStrip: token['lstrip'] === true, rightStrip: token['rstrip'] === true,
    };
  });
}

/** The tokens as the `added_tokens` of a tokenizer.json. */
export function writeAddedTokens(tokens: readonly AddedToken[]): unknown[] {
  return tokens.map((token) => ({
    id: token.id, content: token.content, single_word: token.singleWord, lstrip: token.leftStrip, rstrip: token.rightStrip,
    normalized: false, special: token.special,
  }));
}

/** Reads JSON; throws a TokenizerError that names the file. */
export function parseJSON(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new TokenizerError(`${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}

/** The value as an object; throws a TokenizerError that says where it is not. */
export function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TokenizerError(`${where} must be an object; is this a Hugging Face tokenizer.json?`);
  return value as Record<string, unknown>; // an object that is no array: its fields are read as unknown
}

/** The value as text; throws a TokenizerError that says where it is not. */
export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new TokenizerError(`${where} must be text.`);
  return value;
}

/** The value as a whole number from 0; throws a TokenizerError that says where it is not. */
export function integer(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new TokenizerError(`${where} must be a whole number from 0.`);
  return value;
}

function tokenId(value: unknown, where: string): number {
  const id = integer(value, where);
  if (id >= idLimit) throw new TokenizerError(`${where} is ${id}; ids of up to ${idLimit - 1} are supported.`);
  return id;
}

function guessModel(model: Record<string, unknown>): string {
  if ('merges' in model) return 'BPE';
  return Array.isArray(model['vocab']) ? 'Unigram' : 'max_input_chars_per_word' in model ? 'WordPiece' : 'a model without a type';
}
