export { bert } from './bert.ts';
export { generate } from './generate.ts';
export { gpt2 } from './gpt2.ts';
export { predictTable } from './predict-table.ts';
export { tableModel } from './table-model.ts';
export { textCnn } from './text-cnn.ts';
export { trainLanguageModel } from './train-language-model.ts';
export { train } from './train.ts';
