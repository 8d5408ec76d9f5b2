import type { BertConfig } from '../models/bert-config.ts';
import { ExampleError } from '../nn-error.ts';

/** Tokenized texts: for each the ids, unpadded, [CLS] first; and the segment of each token (all 0 if left out). */
export interface TokenizedTexts {
  readonly inputIds: readonly Int32Array[];
  readonly tokenTypeIds?: readonly Int32Array[];
}

/** Tokenized texts with the index of the class of each. */
export interface LabelledTexts extends TokenizedTexts {
  readonly labels: Int32Array;
}

/** Throws ExampleError, naming the row, unless the model can take every text. */
export function checkTexts(config: BertConfig, { inputIds, tokenTypeIds }: TokenizedTexts): void {
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
    refuseOutside(types, config.tokenTypes, row, 'token type', 'a number of token types of');
  });
}

/** As `checkTexts`, and the labels: one a row, each a class of the model. */
export function checkLabelledTexts(config: BertConfig, texts: LabelledTexts): void {
  checkTexts(config, texts);
  if (texts.labels.length !== texts.inputIds.length) {
    throw new ExampleError(`There are ${texts.inputIds.length} texts and ${texts.labels.length} labels.`);
  }
  texts.labels.forEach((label, row) => {
    if (label < 0 || label >= config.labels.length) {
      throw new ExampleError(`Row ${row} has class ${label}; the model has ${config.labels.length} (${config.labels.join(', ')}), counted from 0.`);
    }
  });
}

function refuseOutside(values: Int32Array, limit: number, row: number, what: string, of: string): void {
  for (const value of values) {
    if (value < 0 || value >= limit) throw new ExampleError(`Row ${row} has the ${what} ${value}; the model has ${of} ${limit}.`);
  }
}
