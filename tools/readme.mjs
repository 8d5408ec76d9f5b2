// Fills the marked parts of README.md and of the guides in docs/ from what they describe: `node tools/readme.mjs` writes them,
// `--check` compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** A text as it should be, given what it is now. */
async function fill(text) {
  const { describeSettings } = await import('../apps/server/dist/index.js');
  const rows = describeSettings().map((row) => `| \`${row.name}\` | ${row.default && `\`${row.default}\``} | ${row.description} |`);
  const table = ['| variable | default | |', '| --- | --- | --- |', ...rows].join('\n');
  return text
    .replace(/(<!-- settings -->\n)[\s\S]*?(<!-- end -->)/, (_, start, end) => `${start}${table}\n${end}`)
    .replace(/(<!-- snippet: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, path, end) => `${start}\`\`\`ts\n${readFileSync(join(root, path), 'utf8')}\`\`\`\n${end}`);
}

let isBehind = false;
for (const name of ['README.md', ...readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)]) {
  const text = readFileSync(join(root, name), 'utf8');
  const filled = await fill(text);
  if (filled === text) continue;
  isBehind = true;
  if (process.argv.includes('--check')) console.error(`${name} is behind: node tools/readme.mjs brings it up to date`);
  else writeFileSync(join(root, name), filled);
}
if (process.argv.includes('--check') && isBehind) process.exit(1);
