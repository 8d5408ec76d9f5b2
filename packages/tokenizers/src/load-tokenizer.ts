import { BertTokenizer } from './bert-tokenizer.ts';
import { BytePairTokenizer } from './byte-pair-tokenizer.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { openTokenizerFile } from './tokenizer-file.ts';

/** Reads the content of a tokenizer.json, as text or parsed, with the tokenizer of its model: WordPiece or byte-level BPE. */
export function loadTokenizer(content: unknown): BertTokenizer | BytePairTokenizer {
  const { file, modelType } = openTokenizerFile(content);
  switch (modelType) {
    case 'WordPiece': return BertTokenizer.fromJSON(file);
    case 'BPE': return BytePairTokenizer.fromJSON(file);
    default: throw new TokenizerError(`model: ${modelType} is not supported yet; WordPiece (BERT) and byte-level BPE (GPT-2) are.`);
  }
}
