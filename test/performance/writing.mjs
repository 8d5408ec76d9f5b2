// How fast a language model writes: tokens a second of a GPT-2 of the size of the paper's smallest (124 million parameters), with
// random weights, after a prompt of 128 tokens. One text and eight texts at once with the cache of keys and values, one text that
// is read again for every token without it. The time to read the prompt is not counted with the cache.
//   npm run bench -- writing [--rounds 3] [--tokens 32] [--json]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gpt2Config, initialGpt2, openLanguageModel, saveLanguageModel } from '../../packages/nn/dist/index.js';
import { report } from './report.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' }, tokens: { type: 'string', default: '32' } } });
const count = Number(options.tokens);
const config = gpt2Config({ vocabSize: 50_257 });
const prompt = Int32Array.from({ length: 128 }, (_, place) => (place * 977) % config.vocabSize);
const figures = { 'opening the model (s)': [], 'prompt of 128 tokens (s)': [], 'one text (tokens/s)': [], 'one text, drawn (tokens/s)': [], 'eight texts (tokens/s)': [], 'one text, without the cache (tokens/s)': [] };

const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'));
try {
  await saveLanguageModel(folder, { config, parameters: initialGpt2(config, 1) });
  for (let round = 0; round < Number(options.rounds); round++) {
    const { result: model, seconds } = await timed(() => openLanguageModel(folder));
    figures['opening the model (s)'].push(seconds);
    figures['prompt of 128 tokens (s)'].push((await timed(() => write(model, 1, 1))).seconds);
    figures['one text (tokens/s)'].push(await pace(model, 1));
    figures['one text, drawn (tokens/s)'].push(await pace(model, 1, { seed: 1, temperature: 0.8, topK: 50, topP: 0.95 }));
    figures['eight texts (tokens/s)'].push(await pace(model, 8));
    figures['one text, without the cache (tokens/s)'].push(await rereading(model));
    await model.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
report(figures, options);

function write(model, texts, maxNewTokens, sampling) {
  return model.generate({ inputIds: Array.from({ length: texts }, () => prompt), maxNewTokens, sampling });
}

/** Tokens a second after the first. */
async function pace(model, texts, sampling) {
  let first;
  await model.generate({
    inputIds: Array.from({ length: texts }, () => prompt), maxNewTokens: count, sampling, onToken: ({ prompt: text }) => { if (text === texts - 1) first ??= performance.now(); },
  });
  return (texts * (count - 1)) / ((performance.now() - first) / 1000);
}

async function rereading(model) {
  const tokens = Math.max(1, count >> 2);
  const text = [...prompt];
  const { seconds } = await timed(async () => {
    for (let token = 0; token < tokens; token++) {
      const [{ ids }] = await model.generate({ inputIds: [Int32Array.from(text)], maxNewTokens: 1 });
      text.push(ids[0]);
    }
  });
  return tokens / seconds;
}

async function timed(work) {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
