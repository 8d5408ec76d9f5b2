import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src', import.meta.url));
const tokensFile = join(source, 'theme/tokens.css');
const designPage = readFileSync(new URL('../../../docs/design.md', import.meta.url), 'utf8');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(css|tsx?)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }));

/** The declarations of tokens.css by block: what both schemes share, light, dark, wires. */
const [shared, light, dark, wires] = [...readFileSync(tokensFile, 'utf8').matchAll(/\{([^}]*)\}/g)]
  .map(([, block = '']) => new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value])));
if (!shared || !light || !dark || !wires) throw new Error('tokens.css has four blocks');

/** Lines that hold a match, as `file: match`. */
function found(pattern: RegExp, { except = [], only = /./ }: { except?: readonly string[]; only?: RegExp } = {}): string[] {
  return files.filter(({ name }) => !except.includes(name) && only.test(name)).flatMap(({ name, text }) => [...text.matchAll(pattern)].map(([match]) => `${name}: ${match}`));
}

test('every token stands in the design page with its values, and no other does', () => {
  const rows = [...designPage.matchAll(/^\| `(--[\w-]+)` \| `([^`]+)` \|(?: `([^`]+)` \|)?/gm)].map(([, name, ...values]) => [name, ...values.filter((value) => value !== undefined)].join(' '));
  const tokens = [...shared, ...wires].map((entry) => entry.join(' ')).concat([...light].filter(([name]) => name.startsWith('--')).map(([name, value]) => `${name} ${value} ${dark.get(name)}`));
  expect(rows.sort()).toEqual(tokens.sort());
});

test('every variable that a style uses is a token, or set where it is used', () => {
  const set = new Set([...shared.keys(), ...light.keys(), ...wires.keys(), ...files.flatMap(({ text }) => [...text.matchAll(/['"]?(--[\w-]+)['"]?:/g)].map(([, name]) => name))]);
  const used = found(/var\(--[\w-]+(?![\w$-])/g).filter((use) => !use.includes('var(--mantine-') && !use.includes('var(--xy-') && !/var\(--[\w-]+-$/.test(use));
  expect(used.filter((use) => !set.has(use.slice(use.indexOf('var(') + 4)))).toEqual([]);
});

test('colours are written in the tokens only', () => {
  expect(found(/#[0-9a-f]{3,8}\b(?=[;,' ])|\b(?:rgba?|hsla?|oklch)\(/gi, { except: [relative(source, tokensFile), 'theme/theme.ts'] })).toEqual([]);
});

test('text has one of the sizes of the tokens, or that of what it stands in', () => {
  expect(found(/font-size:\s*(?!\s|var\(--text-|inherit|[\d.]+em\b)[^;]+;/g, { only: /\.css$/ })).toEqual([]);
});

describe.each([['light', light], ['dark', dark]])('In the %s scheme', (_, scheme) => {
  const surfaces = ['--canvas', '--surface', '--raised', '--sunken', '--hover'];
  const contrast = (one: string, other: string) => {
    const [brighter = 0, darker = 0] = [one, other].map((name) => luminance(scheme.get(name) ?? '')).sort((a, b) => b - a);
    return (brighter + 0.05) / (darker + 0.05);
  };

  test.each(['--ink', '--ink-2', '--ink-3'])('%s can be read on every surface', (ink) => {
    expect(Math.min(...surfaces.map((surface) => contrast(ink, surface)))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['accent', 'good', 'bad', 'warn', 'reused'])('the tone "%s" can be read on a surface and on its soft ground', (tone) => {
    expect(Math.min(contrast(`--${tone}`, '--surface'), contrast(`--${tone}`, `--${tone}-soft`))).toBeGreaterThanOrEqual(4.5);
  });

  test('text on the accent can be read', () => {
    expect(contrast('--on-accent', '--accent')).toBeGreaterThanOrEqual(4.5);
  });

  test('the hues of categories are seen on a surface', () => {
    const weakest = [...scheme.keys()].filter((name) => name.startsWith('--hue-')).map((name) => [name, contrast(name, '--surface')] as const).filter(([, ratio]) => ratio < 3);
    expect(weakest).toEqual([]);
  });
});

/** Relative luminance of `#rrggbb` (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
