// Fills the marked parts of README.md from what they describe: `node tools/readme.mjs` writes them, a test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './root.mjs';

/** README.md as it should be, given what it is now. */
export async function fillReadme(text) {
  const { describeSettings } = await import('../apps/server/dist/index.js');
  const rows = describeSettings().map((row) => `| \`${row.name}\` | ${row.default && `\`${row.default}\``} | ${row.description} |`);
  const table = ['| variable | default | |', '| --- | --- | --- |', ...rows].join('\n');
  return text
    .replace(/(<!-- settings -->\n)[\s\S]*?(<!-- end -->)/, (_, start, end) => `${start}${table}\n${end}`)
    .replace(/(<!-- snippet: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, path, end) => `${start}\`\`\`ts\n${readFileSync(join(root, path), 'utf8')}\`\`\`\n${end}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(root, 'README.md');
  writeFileSync(path, await fillReadme(readFileSync(path, 'utf8')));
}
