import type { TextModelConfig } from '../models/text-model.ts';
import { ExampleError } from '../nn-error.ts';
import type { Targets } from '../training/targets.ts';

/** Tokenized texts: for each the ids, unpadded, [CLS] first; and the segment of each token (all 0 if left out). */
export interface TokenizedTexts {
  readonly inputIds: readonly Int32Array[];
  readonly tokenTypeIds?: readonly Int32Array[];
}

/** Tokenized texts with what is to be learnt of each. */
export interface TextExamples extends TokenizedTexts {
  readonly targets: Targets;
}

/** Throws ExampleError, naming the row, unless the model can take every text. */
export function checkTexts(config: TextModelConfig, { inputIds, tokenTypeIds }: TokenizedTexts): void {
  if (tokenTypeIds && tokenTypeIds.length !== inputIds.length) {
    throw new ExampleError(`There are ${inputIds.length} rows of token ids and ${tokenTypeIds.length} of token types.`);
  }
  inputIds.forEach((ids, row) => {
    if (ids.length === 0) throw new ExampleError(`Row ${row} has no tokens; a text has at least [CLS] and [SEP].`);
    if (ids.length > config.maxPositions) {
      throw new ExampleError(`Row ${row} has ${ids.length} tokens, the model takes ${config.maxPositions}. Truncate when tokenizing.`);
    }
    refuseOutside(ids, config.vocabSize, row, 'token id', 'a vocabulary of');
    const types = tokenTypeIds?.[row];
    if (!types) return;
    if (types.length !== ids.length) throw new ExampleError(`Row ${row} has ${ids.length} token ids and ${types.length} token types.`);
    if (config.architecture === 'bert') refuseOutside(types, config.tokenTypes, row, 'token type', 'a number of token types of');
  });
}

/** As `checkTexts`, and the targets: of the model's task, for every text, each within the model's labels. */
export function checkExamples(config: TextModelConfig, { targets, ...texts }: TextExamples): void {
  checkTexts(config, texts);
  if (targets.task !== config.task) throw new ExampleError(`The examples are for ${targets.task}, the model is for ${config.task}.`);
  const count = texts.inputIds.length;
  const counted = (size: number, what: string, expected = count) => {
    if (size !== expected) throw new ExampleError(`There are ${count} texts and ${size} ${what}${expected === count ? '' : ` (${expected} expected)`}.`);
  };
  switch (targets.task) {
    case 'single_label_classification':
      counted(targets.classes.length, 'labels');
      targets.classes.forEach((label, row) => checkClass(config, label, row));
      return;
    case 'multi_label_classification':
      return counted(targets.applies.length, 'marks', count * config.labels.length);
    case 'regression':
      counted(targets.values.length, 'numbers', count * config.labels.length);
      targets.values.forEach((value, index) => {
        if (!Number.isFinite(value)) throw new ExampleError(`Row ${Math.floor(index / config.labels.length)} has the value ${value}; it must be a finite number.`);
      });
      return;
    case 'token_classification':
      counted(targets.tokenClasses.length, 'rows of labels');
      targets.tokenClasses.forEach((classes, row) => {
        const tokens = texts.inputIds[row]!.length;
        if (classes.length !== tokens) throw new ExampleError(`Row ${row} has ${tokens} tokens and ${classes.length} labels.`);
        for (const label of classes) if (label !== -1) checkClass(config, label, row);
      });
      return;
    default:
      targets satisfies never;
  }
}

function checkClass({ labels }: TextModelConfig, label: number, row: number): void {
  if (label >= 0 && label < labels.length) return;
  throw new ExampleError(`Row ${row} has class ${label}; the model has ${labels.length} (${labels.join(', ')}), counted from 0.`);
}

function refuseOutside(values: Int32Array, limit: number, row: number, what: string, of: string): void {
  for (const value of values) {
    if (value < 0 || value >= limit) throw new ExampleError(`Row ${row} has the ${what} ${value}; the model has ${of} ${limit}.`);
  }
}
