import type { AddedToken } from './added-tokens.ts';
import { BertNormalizer } from './bert-normalizer.ts';
import { readTemplate, writeTemplate, type Template } from './template.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { integer, openTokenizerFile, readAddedTokens, readVocabulary, record, text, writeAddedTokens } from './tokenizer-file.ts';
import { WordPiece } from './word-piece.ts';

/** What the tokenizer.json of a BERT model says, in our words. */
export interface BertParts {
  readonly model: WordPiece;
  readonly normalizer: BertNormalizer;
  readonly addedTokens: readonly AddedToken[];
  readonly template: Template;
  /** Undo the spaces before full stops and the like when decoding. */
  readonly cleanUp: boolean;
}

/** Reads the content of a tokenizer.json (its text or the parsed value); throws a TokenizerError that names the part it cannot use. */
export function readBertFile(content: unknown): BertParts {
  const { file, model, modelType } = openTokenizerFile(content);
  if (modelType !== 'WordPiece') {
    throw new TokenizerError(`model: ${modelType} is not supported by this tokenizer; it reads WordPiece models (BERT, DistilBERT, Electra, MiniLM).`);
  }
  checkPreTokenizer(file['pre_tokenizer']);
  return {
    model: new WordPiece(readVocabulary(model['vocab']), {
      unknownToken: text(model['unk_token'] ?? '[UNK]', 'model.unk_token'),
      continuingPrefix: text(model['continuing_subword_prefix'] ?? '##', 'model.continuing_subword_prefix'),
      maxWordLength: integer(model['max_input_chars_per_word'] ?? 100, 'model.max_input_chars_per_word'),
    }),
    normalizer: readNormalizer(file['normalizer']),
    addedTokens: readAddedTokens(file['added_tokens'], false),
    template: readTemplate(file['post_processor']),
    cleanUp: file['decoder'] === null || file['decoder'] === undefined ? true : record(file['decoder'], 'decoder')['cleanup'] !== false,
  };
}

/** The parts as the value of a tokenizer.json that Python's `tokenizers` and `transformers` load. */
export function writeBertFile({ model, normalizer, addedTokens, template, cleanUp }: BertParts): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: writeAddedTokens(addedTokens),
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
