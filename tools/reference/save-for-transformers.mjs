// Makes a model folder as Millrace saves it, for load-in-transformers.py: a tokenizer learnt from sentences, and a small BERT that has
// learnt to tell weather from cooking. The same machine makes the same folder.
//   node tools/reference/save-for-transformers.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bertConfig, initialTextModel, saveTextModel, textObjective, train } from '../../packages/nn/dist/index.js';
import { learnWordPiece, tokenizerConfig } from '../../packages/tokenizers/dist/index.js';

const weather = [
  'Rain moves in from the west before noon.', 'Expect strong wind along the coast tonight.', 'Fog will linger in the valleys until ten.',
  'The storm left two inches of snow on the hills.', 'A warm front brings clouds and drizzle.', 'Sunshine returns on Friday, with a light breeze.',
  'Temperatures fall below zero after midnight.', 'Thunder was heard over the lake at dawn.', 'The forecast promises a dry and sunny week.', 'Hail damaged the orchards near the river.',
];
const cooking = [
  'Whisk the eggs with sugar until pale.', 'Simmer the soup for an hour on low heat.', 'Chop the onions and fry them in butter.',
  'Let the dough rest under a damp cloth.', 'Season the fish with lemon and salt.', 'Bake the bread until the crust is brown.',
  'Drain the pasta and keep a cup of the water.', 'Roast the carrots with honey and thyme.', 'Stir the rice so that it does not burn.', 'Melt the chocolate over a pot of steam.',
];

const folder = process.argv[2];
if (!folder) throw new Error('Say where to write the model: node tools/reference/save-for-transformers.mjs FOLDER');
const texts = [...weather, ...cooking];
const tokenizer = await learnWordPiece(texts, { vocabularySize: 300, minFrequency: 1, lowercase: false });
const config = bertConfig({
  vocabSize: tokenizer.vocabularySize, labels: ['weather', 'cooking'], hiddenSize: 32, hiddenLayers: 2, attentionHeads: 4, maxPositions: 64,
  initializerRange: 0.1, padTokenId: tokenizer.padId,
});
const examples = {
  inputIds: texts.map((text) => tokenizer.encodeIds(text, { maxLength: 64 })),
  targets: { task: 'single_label_classification', classes: Int32Array.from(texts, (_, index) => Number(index >= weather.length)) },
};
const { parameters, epochs } = await train({
  objective: textObjective({ config, examples }), parameters: initialTextModel(config, 7), epochs: 25, batchSize: { examples: 4 }, learningRate: 3e-3,
  optimizer: { kind: 'adamw' }, schedule: { kind: 'linear', warmup: 0.1 }, clipNorm: 1, seed: 7, threads: 1,
});
mkdirSync(folder, { recursive: true });
await saveTextModel(folder, { config, parameters });
writeFileSync(join(folder, 'tokenizer.json'), `${JSON.stringify(tokenizer, null, 1)}\n`);
writeFileSync(join(folder, 'tokenizer_config.json'), `${JSON.stringify(tokenizerConfig(tokenizer, { maxLength: config.maxPositions }), null, 2)}\n`);
console.log(`${folder}: ${tokenizer.vocabularySize} tokens; loss ${epochs[0].train.loss.toFixed(3)} in the first epoch, ${epochs.at(-1).train.loss.toFixed(3)} in the last`);
