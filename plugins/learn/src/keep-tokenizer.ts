import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BertTokenizer, tokenizerConfig } from '@millrace/tokenizers';

/** Puts a tokenizer into a model folder, with the file that makes Transformers read it as it is. `maxLength`: tokens that the model takes. */
export async function keepTokenizer(path: string, folder: string, maxLength: number): Promise<void> {
  await cp(path, join(folder, 'tokenizer.json'));
  const tokenizer = BertTokenizer.fromJSON(await readFile(path, 'utf8'));
  await writeFile(join(folder, 'tokenizer_config.json'), `${JSON.stringify(tokenizerConfig(tokenizer, { maxLength }), null, 2)}\n`);
}
