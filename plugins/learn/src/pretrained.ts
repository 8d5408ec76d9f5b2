import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadLanguageModel, loadTextModel, NnError, saveLanguageModel, saveTextModel, type NamedTensors } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors } from '@millrace/sdk';
import { BertTokenizer, BytePairTokenizer, loadTokenizer, tokenizerConfig, TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';

const modelTypes = ['bert', 'gpt2'] as const;

/** A model from a hub, with its tokenizer. */
export const pretrained = defineNode({
  type: 'learn.pretrained',
  title: 'Pretrained model',
  category: 'Learn',
  description: 'Downloads a model and its tokenizer from the hub (huggingface.co, unless your server is set up with another): BERT to train further, GPT-2 to train or to write with.',
  effect: 'external',
  resources: { memoryMiB: 2_048 },
  inputs: {},
  outputs: { model: port.model({ description: 'Wire it to "Train", or to "Train a language model" and "Write text".' }), tokenizer: port.tokenizer() },
  params: z.object({
    model: z.string().min(1).max(200).default('google-bert/bert-base-uncased').meta({ title: 'Model', description: 'As its page is called: org/name.' }),
    revision: z.string().min(1).max(200).default('main').meta({ title: 'Revision', description: 'A branch, a tag, or a commit. A commit never changes; "main" is looked up again each time.' }),
    labels: z.int().min(2).max(10_000).default(2).meta({ title: 'Labels', description: 'Of a new last layer, where the model has none. Training follows the labels of the data, so this may be left.' }),
    seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Starts a new last layer.' }),
    token: z.string().optional().meta({ field: 'secret', title: 'Hub token', description: 'For private and gated models. Without one, the server uses its own, if it has one.' }),
  }),
  async run({ params, context }) {
    const { folder, commit } = await context.pretrained.fetch({ repository: params.model, revision: params.revision, modelTypes, token: params.token });
    return await withUserErrors([NnError, TokenizerError], async () => {
      const into = context.scratch('model');
      await mkdir(into);
      const { architecture, parameters, positions } = await convert(folder, into, params);
      const tokenizer = await readTokenizer(folder, params.model);
      const file = context.scratch('tokenizer.json');
      for (const path of [file, join(into, 'tokenizer.json')]) await writeFile(path, JSON.stringify(tokenizer));
      if (tokenizer instanceof BertTokenizer) await writeFile(join(into, 'tokenizer_config.json'), `${JSON.stringify(tokenizerConfig(tokenizer, { maxLength: positions }), null, 2)}\n`);
      const size = sizeOf(parameters);
      context.log('info', `${params.model} at ${commit.slice(0, 12)}: ${architecture}, ${size.toLocaleString('en')} parameters, ${tokenizer.vocabularySize} tokens.`);
      return {
        model: { path: into, meta: { architecture, parameters: size, from: `${params.model}@${commit}` } },
        tokenizer: { path: file, meta: { vocabularySize: tokenizer.vocabularySize } },
      };
    });
  },
});

interface Converted {
  readonly architecture: string;
  readonly parameters: NamedTensors;
  readonly positions: number;
}

/** Reads what the hub has and writes it as one float32 file, with a last layer for labels where it has none. */
async function convert(folder: string, into: string, { labels, seed }: { readonly labels: number; readonly seed: number }): Promise<Converted> {
  const type = await modelType(folder);
  switch (type) {
    case 'bert': {
      const newHead = { labels: Array.from({ length: labels }, (_, index) => `LABEL_${index}`), seed };
      const model = await loadTextModel(folder).catch(() => loadTextModel(folder, { newHead })); // a model without a head for us gets one, or says what is wrong
      await saveTextModel(into, model);
      return { architecture: 'BERT', parameters: model.parameters, positions: model.config.maxPositions };
    }
    case 'gpt2': {
      const model = await loadLanguageModel(folder);
      await saveLanguageModel(into, model);
      return { architecture: 'GPT-2', parameters: model.parameters, positions: model.config.maxPositions };
    }
    default:
      throw new UserError(say`This is a model of the type "${type}"; Millrace reads: ${modelTypes.join(', ')}.`);
  }
}

async function modelType(folder: string): Promise<string> {
  try {
    const content: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    if (typeof content === 'object' && content !== null && 'model_type' in content) return String(content.model_type);
  } catch { /* said below */ }
  throw new UserError(say`The repository has no config.json that says what kind of model it is.`);
}

/** The tokenizer.json of the folder, or what its vocabulary files say. */
async function readTokenizer(folder: string, model: string): Promise<BertTokenizer | BytePairTokenizer> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const has = async (name: string) => (await stat(join(folder, name)).catch(() => undefined)) !== undefined;
  if (await has('tokenizer.json')) return loadTokenizer(await read('tokenizer.json'));
  if (await has('vocab.txt')) return BertTokenizer.fromVocabulary(await read('vocab.txt'), { lowercase: await lowercases(read) });
  if (await has('vocab.json') && await has('merges.txt')) return BytePairTokenizer.fromVocabulary(JSON.parse(await read('vocab.json')), await read('merges.txt'));
  throw new UserError(say`"${model}" has no tokenizer that Millrace reads: tokenizer.json, vocab.txt, or vocab.json with merges.txt.`);
}

/** As tokenizer_config.json says; BERT's own default is yes. */
async function lowercases(read: (name: string) => Promise<string>): Promise<boolean> {
  const config: unknown = JSON.parse(await read('tokenizer_config.json').catch(() => '{}'));
  return !(typeof config === 'object' && config !== null && 'do_lower_case' in config && config.do_lower_case === false);
}

function sizeOf(parameters: NamedTensors): number {
  let size = 0;
  for (const { data } of parameters.values()) size += data.length;
  return size;
}
