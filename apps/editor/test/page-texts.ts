// Finds the texts of the page in its sources, by the parser that builds them.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const sources = fileURLToPath(new URL('../src/', import.meta.url));

/** Attributes of elements and components whose value a person reads or hears. */
const spoken = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'ariaLabel', 'title', 'placeholder', 'label', 'description', 'alt', 'about', 'words', 'text', 'thumbLabel']);

interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly [property: string]: unknown;
}

export interface PageTexts {
  /** English texts that `t` or `later` is given, with a file that does. */
  readonly translated: ReadonlyMap<string, string>;
  /** Literals that a person would see untranslated, as "file:line text". */
  readonly bypassing: readonly string[];
}

/** Every text of the editor's sources. A literal counts as seen when it has a word and stands in JSX, in a spoken attribute, or in what `notify` or `tell` is given. */
export function pageTexts(): PageTexts {
  const translated = new Map<string, string>();
  const bypassing: string[] = [];
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n/'))) {
    const source = readFileSync(sources + file, 'utf8');
    const visit = (node: Syntax): void => {
      if (isCall(node, /^(t|later)$/)) {
        const [text, ...values] = syntaxOf(node.arguments);
        for (const literal of literalsOf(text)) translated.set(literal, file);
        return values.forEach(visit);
      }
      for (const text of seenAt(node)) bypassing.push(`${file}:${source.slice(0, node.start).split('\n').length} ${text.trim()}`);
      Object.values(node).flatMap(syntaxOf).forEach(visit);
    };
    visit(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Syntax); // ESTree, read here by its property names
  }
  return { translated, bypassing };
}

/** The nodes that a property holds. */
function syntaxOf(value: unknown): readonly Syntax[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'object' && item !== null && typeof item.type === 'string');
}

function isCall(node: Syntax, name: RegExp): boolean {
  return node.type === 'CallExpression' && syntaxOf(node.callee).some((callee) => callee.type === 'Identifier' && name.test(String(callee.name)));
}

/** The readable literals at a node itself. */
function seenAt(node: Syntax): readonly string[] {
  const found = placesAt(node).flatMap((place) => literalsOf(place));
  return found.filter((text) => /\p{L}{2}/u.test(text));
}

function placesAt(node: Syntax): readonly Syntax[] {
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') return syntaxOf(node.children);
  if (node.type === 'JSXAttribute') return syntaxOf(node.name).some(({ name }) => spoken.has(String(name))) ? syntaxOf(node.value) : [];
  if (!isCall(node, /^(notify|tell)$/)) return [];
  return syntaxOf(node.arguments).flatMap((given) => (given.type === 'ObjectExpression' ? syntaxOf(given.properties).filter((property) => syntaxOf(property.key).some(({ name }) => name === 'title' || name === 'text')).flatMap((property) => syntaxOf(property.value)) : [given]));
}

/** The literals that an expression may come to; what a call is given is none of them. */
function literalsOf(node: Syntax | undefined): readonly string[] {
  if (!node) return [];
  const of = (...properties: readonly string[]) => properties.flatMap((property) => syntaxOf(node[property]).flatMap(literalsOf));
  switch (node.type) {
    case 'Literal':
    case 'JSXText':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateElement':
      return [(node.value as { readonly cooked: string }).cooked]; // as ESTree has it
    case 'TemplateLiteral':
      return of('quasis', 'expressions');
    case 'ConditionalExpression':
      return of('consequent', 'alternate');
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
      return of('expression');
    case 'LogicalExpression':
      return node.operator === '&&' ? of('right') : of('left', 'right');
    case 'BinaryExpression':
      return node.operator === '+' ? of('left', 'right') : [];
    default:
      return [];
  }
}
