import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openTextModel } from '@millrace/nn';
import { BertTokenizer, loadTokenizer, tokenizerConfig } from '@millrace/tokenizers';

/** A folder that Millrace saved, and what Transformers made of it (tools/reference/README.md). */
const folder = fileURLToPath(new URL('fixtures/reference/transformers-bert', import.meta.url));
const theirs = JSON.parse(readFileSync(`${folder}.json`, 'utf8')) as { texts: string[]; ids: number[][]; logits: number[][] };
const tokenizer = loadTokenizer(readFileSync(`${folder}/tokenizer.json`, 'utf8')) as BertTokenizer;

describe('a model that Millrace saved, loaded by Transformers', () => {
  it('gets the ids that Millrace gives each text', () => {
    expect(theirs.texts.map((text) => [...tokenizer.encodeIds(text, { maxLength: 64 })])).toEqual(theirs.ids);
  });

  it('answers with the logits of Millrace', async () => {
    const model = await openTextModel(folder, { threads: 1 });
    const logits = await model.logits({ inputIds: theirs.ids.map((ids) => Int32Array.from(ids)) });
    await model.close();
    logits.forEach((row, text) => row.forEach((logit, label) => expect(Math.abs(logit - theirs.logits[text]![label]!)).toBeLessThan(1e-5)));
    expect(logits.map(({ length }) => length)).toEqual(theirs.logits.map(({ length }) => length));
  });

  it('was read with the tokenizer_config.json that is written today', () => {
    expect(tokenizerConfig(tokenizer, { maxLength: 64 })).toEqual(JSON.parse(readFileSync(`${folder}/tokenizer_config.json`, 'utf8')));
  });
});
