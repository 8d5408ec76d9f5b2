import { SecretMask } from '@millrace/engine';
import { LineSplitter } from '../src/process/line-splitter.ts';

const secret = 'correct-horse-battery-staple';
const mask = new SecretMask([secret]);

function linesOf(chunks: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter({ limitBytes: 1e9, mask, onLines: (some) => lines.push(...some) });
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines.map((line) => mask.text(line));
}

test('a secret that comes in pieces, or lies where a long line is cut, is not seen', () => {
  const text = `${'x'.repeat(16 * 1024 - 10)}${secret}${'y'.repeat(20_000)}${secret}\nend ${secret}`;
  for (const size of [1, 7, 4096, text.length]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
    const shown = linesOf(chunks).join('');
    expect(shown).toBe(text.replaceAll(secret, '***').replace('\n', ''));
  }
});
