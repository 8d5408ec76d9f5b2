// Reads and writes Hugging Face's tokenizer.json.
import type { AddedToken } from './added-tokens.ts';
import { BertNormalizer } from './bert-normalizer.ts';
import { readTemplate, writeTemplate, type Template } from './template.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { WordPiece } from './word-piece.ts';

/** What a tokenizer.json says, in our words. */
export interface TokenizerParts {
  readonly model: WordPiece;
  readonly normalizer: BertNormalizer;
  readonly addedTokens: readonly AddedToken[];
  readonly template: Template;
  /** Undo the spaces before full stops and the like when decoding. */
  readonly cleanUp: boolean;
}

/** Reads the content of a tokenizer.json (its text or the parsed value); throws a TokenizerError that names the part it cannot use. */
export function readTokenizerFile(content: unknown): TokenizerParts {
  const file = record(typeof content === 'string' ? parse(content) : content, 'tokenizer.json');
  const model = record(file['model'], 'model');
  const modelType = typeof model['type'] === 'string' ? model['type'] : guessModel(model);
  if (modelType !== 'WordPiece') {
    throw new TokenizerError(`model: ${modelType} is not supported yet; this tokenizer reads WordPiece models (BERT, DistilBERT, Electra, MiniLM).`);
  }
  checkPreTokenizer(file['pre_tokenizer']);
  return {
    model: new WordPiece(readVocabulary(model['vocab']), {
      unknownToken: text(model['unk_token'] ?? '[UNK]', 'model.unk_token'),
      continuingPrefix: text(model['continuing_subword_prefix'] ?? '##', 'model.continuing_subword_prefix'),
      maxWordLength: integer(model['max_input_chars_per_word'] ?? 100, 'model.max_input_chars_per_word'),
    }),
    normalizer: readNormalizer(file['normalizer']),
    addedTokens: readAddedTokens(file['added_tokens']),
    template: readTemplate(file['post_processor']),
    cleanUp: file['decoder'] === null || file['decoder'] === undefined ? true : record(file['decoder'], 'decoder')['cleanup'] !== false,
  };
}

/** The parts as the value of a tokenizer.json that Python's `tokenizers` and `transformers` load. */
export function writeTokenizerFile({ model, normalizer, addedTokens, template, cleanUp }: TokenizerParts): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens.map((token) => ({
      id: token.id, content: token.content, single_word: token.singleWord, lstrip: token.leftStrip, rstrip: token.rightStrip,
      normalized: false, special: token.special,
    })),
    normalizer: {
      type: 'BertNormalizer', clean_text: normalizer.cleanText, handle_chinese_chars: normalizer.spaceIdeographs,
      strip_accents: normalizer.stripAccents, lowercase: normalizer.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: writeTemplate(template),
    decoder: { type: 'WordPiece', prefix: model.continuingPrefix, cleanup: cleanUp },
    model: {
      type: 'WordPiece', unk_token: model.unknownToken, continuing_subword_prefix: model.continuingPrefix,
      max_input_chars_per_word: model.maxWordLength, vocab: Object.fromEntries(model.vocabulary),
    },
  };
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new TokenizerError(`tokenizer.json is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}

function guessModel(model: Record<string, unknown>): string {
  if ('merges' in model) return 'BPE';
  return Array.isArray(model['vocab']) ? 'Unigram' : 'max_input_chars_per_word' in model ? 'WordPiece' : 'a model without a type';
}

function readVocabulary(value: unknown): Map<string, number> {
  const vocabulary = new Map<string, number>();
  const owners = new Map<number, string>();
  for (const [token, id] of Object.entries(record(value, 'model.vocab'))) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw new TokenizerError(`model.vocab: the id of "${token}" must be a whole number from 0.`);
    const owner = owners.get(id);
    if (owner !== undefined) throw new TokenizerError(`model.vocab: "${owner}" and "${token}" share the id ${id}.`);
    owners.set(id, token);
    vocabulary.set(token, id);
  }
  return vocabulary;
}

function readNormalizer(value: unknown): BertNormalizer {
  const normalizer = record(value ?? { type: 'none' }, 'normalizer');
  if (normalizer['type'] !== 'BertNormalizer') {
    throw new TokenizerError(`normalizer: ${String(normalizer['type'])} is not supported yet; BertNormalizer is.`);
  }
  const flag = (name: string) => {
    const setting = normalizer[name] ?? true;
    if (typeof setting !== 'boolean') throw new TokenizerError(`normalizer.${name} must be true or false.`);
    return setting;
  };
  return new BertNormalizer({
    cleanText: flag('clean_text'), spaceIdeographs: flag('handle_chinese_chars'), lowercase: flag('lowercase'),
    stripAccents: normalizer['strip_accents'] === null || normalizer['strip_accents'] === undefined ? null : flag('strip_accents'),
  });
}

function checkPreTokenizer(value: unknown): void {
  const type = record(value ?? { type: 'none' }, 'pre_tokenizer')['type'];
  if (type !== 'BertPreTokenizer') throw new TokenizerError(`pre_tokenizer: ${String(type)} is not supported yet; BertPreTokenizer is.`);
}

function readAddedTokens(value: unknown): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TokenizerError('added_tokens must be a list.');
  return value.map((entry: unknown, index) => {
    const token = record(entry, `added_tokens[${index}]`);
    const content = text(token['content'], `added_tokens[${index}].content`);
    if (token['normalized'] === true) {
      throw new TokenizerError(`added_tokens: "${content}" is to be matched after normalisation, which is not supported yet; set "normalized" to false.`);
    }
    return {
      id: integer(token['id'], `added_tokens[${index}].id`), content, special: token['special'] === true,
      singleWord: token['single_word'] === true, leftStrip: token['lstrip'] === true, rightStrip: token['rstrip'] === true,
    };
  });
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TokenizerError(`${where} must be an object; is this a Hugging Face tokenizer.json?`);
  return value as Record<string, unknown>; // an object that is no array: its fields are read as unknown
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new TokenizerError(`${where} must be text.`);
  return value;
}

function integer(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new TokenizerError(`${where} must be a whole number from 0.`);
  return value;
}
