export { bert } from './bert.ts';
export { generate } from './generate.ts';
export { gpt2 } from './gpt2.ts';
export { trainLanguageModel } from './train-language-model.ts';
export { train } from './train.ts';
