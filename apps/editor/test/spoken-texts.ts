// Finds what the engine, the server and the nodes say to people in their sources: the templates given to `say`, and what goes past it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Errors whose message a page shows. */
const shown = /^(UserError|TransientError|Refusal|ExpressionError|WorkflowFormatError)$/;

interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly [property: string]: unknown;
}

export interface SpokenTexts {
  /** Templates as phrases have them, `{{1}}` for the first value, with a file that says each. */
  readonly templates: ReadonlyMap<string, string>;
  /** Errors that a page would show in English, as "file:line". */
  readonly bypassing: readonly string[];
}

/** All that is said in the sources of these folders. */
export function spokenTexts(folders: readonly string[]): SpokenTexts {
  const templates = new Map<string, string>();
  const bypassing: string[] = [];
  for (const file of folders.flatMap(sourcesOf)) {
    const source = readFileSync(root + file, 'utf8');
    const visit = (node: Syntax): void => {
      if (node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'say') templates.set(templateOf(node.quasi), file);
      if (node.type === 'NewExpression' && shown.test(nameOf(node.callee)) && syntaxOf(node.arguments).some(isText)) bypassing.push(`${file}:${source.slice(0, node.start).split('\n').length}`);
      Object.values(node).flatMap(syntaxOf).forEach(visit);
    };
    visit(parseAst(source, { lang: 'ts' }, file) as unknown as Syntax); // ESTree, read here by its property names
  }
  return { templates, bypassing };
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}/src`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.startsWith('testing/')).map((name) => `${folder}/src/${name}`);
}

function syntaxOf(value: unknown): readonly Syntax[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'object' && item !== null && typeof item.type === 'string');
}

function nameOf(value: unknown): string {
  return syntaxOf(value).map(({ name }) => String(name)).join();
}

function isText({ type, value }: Syntax): boolean {
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');
}

function templateOf(value: unknown): string {
  const quasis = syntaxOf(value).flatMap(({ quasis }) => syntaxOf(quasis));
  return quasis.map((part, index) => `${index === 0 ? '' : `{{${index}}}`}${(part.value as { readonly cooked: string }).cooked}`).join(''); // as ESTree has it
}
