export { tokenize } from './tokenize.ts';
export { tokenizer } from './tokenizer.ts';
