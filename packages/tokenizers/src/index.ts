export { BertTokenizer } from './bert-tokenizer.ts';
export type { VocabularyOptions } from './bert-tokenizer.ts';
export type { BatchOptions, EncodeOptions, Encoding, EncodingBatch, TextOrPair } from './encoding.ts';
export type { NormalizerOptions } from './bert-normalizer.ts';
export { learnWordPiece } from './learn-word-piece.ts';
export type { LearnOptions, LearnProgress } from './learn-word-piece.ts';
export { TokenizerError } from './tokenizer-error.ts';
export type { TruncationStrategy } from './truncation.ts';
