// How fast texts become ids, on one core: the bodies of the sample's e-mails, with vocabularies learnt from them. The goal is 500,000
// tokens a second for BERT's WordPiece. Counted are the ids that come out, special tokens included, cut at 512 as BERT takes them.
//   cold: the first pass of a new tokenizer, which remembers nothing yet; warm: the passes after it.
//   new text: the second half of the e-mails, by a tokenizer that has read the first half once (as a server meets them).
//   npm run bench -- tokenizing [--rounds 5] [--sizes 8000,30000] [--json]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { learnBytePair, learnWordPiece, loadTokenizer } from '../../packages/tokenizers/dist/index.js';
import { report } from './report.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' }, sizes: { type: 'string', default: '8000,30000' } },
});
const texts = bodies(gunzipSync(readFileSync(new URL('../../examples/data/spam-assassin.csv.gz', import.meta.url))).toString());
const figures = {};

for (const vocabularySize of options.sizes.split(',').map(Number)) {
  await measure(`WordPiece ${vocabularySize}`, () => learnWordPiece(texts, { vocabularySize }));
  await measure(`WordPiece ${vocabularySize}, cased`, () => learnWordPiece(texts, { vocabularySize, lowercase: false }));
  await measure(`byte-level BPE ${vocabularySize}`, () => learnBytePair(texts, { vocabularySize }));
}
console.log(`${texts.length} texts, ${texts.reduce((sum, { length }) => sum + length, 0)} characters`);
report(figures, options);

async function measure(name, learn) {
  const started = performance.now();
  const file = JSON.stringify(await learn());
  const add = (figure, value) => (figures[`${name}: ${figure}`] ??= []).push(value);
  add('learning (s)', (performance.now() - started) / 1000);
  for (let round = 0; round < Number(options.rounds); round++) {
    const fresh = loadTokenizer(file);
    add('cold (tokens/s)', tokensPerSecond(fresh, texts));
    add('warm (tokens/s)', tokensPerSecond(fresh, texts));
    const met = loadTokenizer(file);
    tokensPerSecond(met, texts.slice(0, texts.length / 2));
    add('new text (tokens/s)', tokensPerSecond(met, texts.slice(texts.length / 2)));
  }
}

function tokensPerSecond(tokenizer, someTexts) {
  let tokens = 0;
  const started = performance.now();
  for (const text of someTexts) tokens += tokenizer.encodeIds(text, { maxLength: 512 }).length;
  return tokens / ((performance.now() - started) / 1000);
}

/** The column `text` of the sample: the third of four. */
function bodies(csv) {
  const cells = Array.from(csv.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(?:,|\n|$)/g), ([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  return cells.filter((_, index) => index % 4 === 2).slice(1).filter((text) => text !== '');
}
