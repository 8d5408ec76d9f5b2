// Fills the marked parts of README.md from what they describe: `node tools/readme.mjs` writes them, `--check` compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** README.md as it should be, given what it is now. */
async function fillReadme(text) {
  const { describeSettings } = await import('../apps/server/dist/index.js');
  const rows = describeSettings().map((row) => `| \`${row.name}\` | ${row.default && `\`${row.default}\``} | ${row.description} |`);
  const table = ['| variable | default | |', '| --- | --- | --- |', ...rows].join('\n');
  return text
    .replace(/(<!-- settings -->\n)[\s\S]*?(<!-- end -->)/, (_, start, end) => `${start}${table}\n${end}`)
    .replace(/(<!-- snippet: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, path, end) => `${start}\`\`\`ts\n${readFileSync(join(root, path), 'utf8')}\`\`\`\n${end}`);
}

const path = join(root, 'README.md');
const text = readFileSync(path, 'utf8');
const filled = await fillReadme(text);
if (process.argv.includes('--check')) {
  if (filled !== text) console.error('README.md is behind: node tools/readme.mjs brings it up to date');
  process.exit(filled === text ? 0 : 1);
}
writeFileSync(path, filled);
