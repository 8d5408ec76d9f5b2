import type { AddedToken } from './added-tokens.ts';
import { BytePairModel, type Merge } from './byte-pair-model.ts';
import { plainTemplate, readTemplate, writeTemplate, type Template } from './template.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { openTokenizerFile, readAddedTokens, readVocabulary, record, writeAddedTokens } from './tokenizer-file.ts';

/** What the tokenizer.json of a byte-level BPE model says, in our words. */
export interface BytePairParts {
  readonly model: BytePairModel;
  readonly addedTokens: readonly AddedToken[];
  readonly template: Template;
}

/** Reads the content of a tokenizer.json (its text or the parsed value); throws a TokenizerError that names the part it cannot use. */
export function readBytePairFile(content: unknown): BytePairParts {
  const { file, model, modelType } = openTokenizerFile(content);
  if (modelType !== 'BPE') throw new TokenizerError(`model: ${modelType} is not supported by this tokenizer; it reads byte-level BPE models (GPT-2).`);
  for (const name of ['dropout', 'continuing_subword_prefix', 'end_of_word_suffix', 'byte_fallback', 'ignore_merges']) {
    if (model[name]) throw new TokenizerError(`model.${name}: ${JSON.stringify(model[name])} is not supported yet; GPT-2 leaves it empty.`);
  }
  if (file['normalizer'] !== null && file['normalizer'] !== undefined) {
    throw new TokenizerError(`normalizer: ${String(record(file['normalizer'], 'normalizer')['type'])} is not supported yet with BPE; GPT-2 has none.`);
  }
  const preTokenizer = byteLevel(file, 'pre_tokenizer');
  if (preTokenizer['add_prefix_space'] !== false) throw new TokenizerError('pre_tokenizer.add_prefix_space must be false; a blank before the text is not supported yet.');
  if (preTokenizer['use_regex'] === false) throw new TokenizerError('pre_tokenizer.use_regex must be true; text that is not split into words is not supported yet.');
  byteLevel(file, 'decoder');
  return {
    model: new BytePairModel(readVocabulary(model['vocab']), readMerges(model['merges'])),
    addedTokens: readAddedTokens(file['added_tokens'], true),
    template: readPostProcessor(file['post_processor']),
  };
}

/** The parts as the value of a tokenizer.json that Python's `tokenizers` and `transformers` load. */
export function writeBytePairFile({ model, addedTokens, template }: BytePairParts): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: writeAddedTokens(addedTokens),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: writeTemplate(template),
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false,
      byte_fallback: false, ignore_merges: false, vocab: Object.fromEntries(model.vocabulary), merges: model.merges,
    },
  };
}

/** The lines of a merges.txt. */
export function readMergeLines(content: string): Merge[] {
  return content.split(/\r?\n/).flatMap((line, index) => (
    line === '' || (index === 0 && line.startsWith('#version')) ? [] : [mergeOf(line, `merges, line ${index + 1}`)]
  ));
}

/** A list of pairs, or of texts with a blank between the two as older files have them. */
function readMerges(value: unknown): Merge[] {
  if (!Array.isArray(value)) throw new TokenizerError('model.merges must be a list.');
  return value.map((merge: unknown, index) => mergeOf(merge, `model.merges[${index}]`));
}

function mergeOf(value: unknown, where: string): Merge {
  const parts: unknown = typeof value === 'string' ? value.split(' ') : value;
  const [left, right]: unknown[] = Array.isArray(parts) && parts.length === 2 ? parts : [];
  if (typeof left !== 'string' || typeof right !== 'string' || left === '' || right === '') {
    throw new TokenizerError(`${where} must be two tokens, as "h e".`);
  }
  return [left, right];
}

function byteLevel(file: Record<string, unknown>, name: 'pre_tokenizer' | 'decoder'): Record<string, unknown> {
  const part = record(file[name] ?? { type: 'none' }, name);
  if (part['type'] !== 'ByteLevel') throw new TokenizerError(`${name}: ${String(part['type'])} is not supported yet with BPE; ByteLevel is.`);
  return part;
}

function readPostProcessor(value: unknown): Template {
  if (value === null || value === undefined) return plainTemplate;
  const processor = record(value, 'post_processor');
  if (processor['type'] !== 'ByteLevel') return readTemplate(processor);
  if (processor['trim_offsets'] !== false) throw new TokenizerError('post_processor.trim_offsets must be false; offsets without the blank before a word are not supported yet.');
  return plainTemplate;
}
