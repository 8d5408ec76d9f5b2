import { ExpressionError, expressionLimits, type BinaryOperator, type Expression } from './expression.ts';
import { expressionFunctions } from './expression-functions.ts';
import { say, type Phrase } from '../phrase.ts';

/** Reads an expression. Throws an ExpressionError that says where it cannot be read and what would fit. */
export function parseExpression(text: string): Expression {
  const { characters } = expressionLimits;
  if (text.length > characters) throw new ExpressionError(say`The expression has ${text.length} characters; ${characters} are allowed: shorten it`, characters);
  const parser = new Parser(text);
  const found = parser.expression();
  parser.end();
  return found;
}

/** From the loosest to the tightest; operators of one level are taken from left to right. */
const levels: readonly (readonly (readonly [written: string, operator: BinaryOperator])[])[] = [
  [['or', 'or'], ['||', 'or']],
  [['and', 'and'], ['&&', 'and']],
  [['==', '=='], ['!=', '!='], ['<=', '<='], ['>=', '>='], ['<', '<'], ['>', '>']],
  [['+', '+'], ['-', '-']],
  [['*', '*'], ['/', '/'], ['%', '%']],
];
const comparison = 2;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const space = /\s*/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail(say`Something is in the way: "${this.#text.slice(this.#at, this.#at + 12)}". An operator such as + or and is missing, or a bracket is not opened`);
  }

  expression(): Expression {
    return this.#nested(() => {
      const test = this.#binary(0);
      if (!this.#take('?')) return test;
      const yes = this.expression();
      this.#expect(':', say`A choice is written: test ? value if so : value if not`);
      return { type: 'conditional', at: test.at, test, yes, no: this.expression() };
    });
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#unary();
    if (level === comparison) {
      this.#skipSpace();
      const at = this.#at;
      if (this.#take('not')) return this.#nested(() => ({ type: 'unary', at, operator: 'not', value: this.#binary(comparison) }));
    }
    let left = this.#binary(level + 1);
    for (let count = 0; ; count++) {
      const operator = this.#operator(operators);
      if (!operator) return left;
      if (level === comparison && count > 0) this.#fail(say`Comparisons cannot be chained: write a < b and b < c`);
      const right = this.#binary(level + 1);
      left = { type: 'binary', at: left.at, operator, left, right };
    }
  }

  #operator(operators: (typeof levels)[number]): BinaryOperator | undefined {
    this.#skipSpace();
    if (this.#text.startsWith('**', this.#at)) return undefined; // binds tighter
    return operators.find(([written]) => this.#take(written))?.[1];
  }

  #unary(): Expression {
    this.#skipSpace();
    const at = this.#at;
    if (this.#take('-')) return this.#nested(() => ({ type: 'unary', at, operator: '-', value: this.#unary() }));
    if (this.#text[at] === '!' && this.#text[at + 1] !== '=' && this.#take('!')) return this.#nested(() => ({ type: 'unary', at, operator: 'not', value: this.#unary() }));
    const left = this.#primary();
    if (!this.#take('**')) return left;
    return this.#nested(() => ({ type: 'binary', at, operator: '**', left, right: this.#unary() }));
  }

  #primary(): Expression {
    this.#skipSpace();
    const at = this.#at;
    const first = this.#text[at];
    if (first === undefined) this.#fail(say`The expression ends where a value is due, such as inputs.rows or 0.2`);
    if (this.#take('(')) {
      const inner = this.expression();
      this.#expect(')', say`A bracket is not closed`);
      return inner;
    }
    if (this.#take('[')) return { type: 'list', at, items: this.#values(']') };
    if (first === '"' || first === "'") return { type: 'literal', at, value: this.#quoted(first) };
    if (first === '`') return this.#template();
    const digits = this.#match(number);
    if (digits !== undefined) {
      if (!Number.isFinite(Number(digits))) this.#fail(say`The number is too large`, at);
      return { type: 'literal', at, value: Number(digits) };
    }
    const name = this.#match(word);
    if (name === undefined) this.#fail(say`"${first}" is not the start of a value: write a number, a text in quotes, inputs.NAME or a function`);
    return this.#named(name, at);
  }

  #named(name: string, at: number): Expression {
    if (name === 'true' || name === 'false') return { type: 'literal', at, value: name === 'true' };
    if (name === 'inputs') {
      this.#expect('.', say`An input is written inputs.NAME`);
      this.#skipSpace();
      const input = this.#match(word);
      if (input === undefined) this.#fail(say`The name of an input is due after "inputs."`);
      return { type: 'input', at, name: input };
    }
    if (this.#take('(')) {
      if (!expressionFunctions.has(name)) this.#fail(say`There is no function "${name}"; there are: ${[...expressionFunctions.keys()].join(', ')}`, at);
      return { type: 'call', at, name, values: this.#values(')') };
    }
    if (expressionFunctions.has(name)) this.#fail(say`${name} is a function: write ${name}(…)`, at);
    return this.#fail(say`"${name}" is not known: an input is written inputs.${name}, a text in quotes "${name}"`, at);
  }

  #values(close: string): Expression[] {
    const values: Expression[] = [];
    if (this.#take(close)) return values;
    do values.push(this.expression()); while (this.#take(','));
    this.#expect(close, say`"${close}" is due, or a comma and another value`);
    return values;
  }

  #quoted(quote: string): string {
    const start = this.#at++;
    let value = '';
    for (; this.#at < this.#text.length; this.#at++) {
      if (this.#text[this.#at] === quote) {
        this.#at++;
        return value;
      }
      value += this.#character();
    }
    return this.#fail(say`The text is not closed: a quote is missing at its end`, start);
  }

  #template(): Expression {
    const start = this.#at++;
    const parts: Expression[] = [];
    let text = '';
    let textAt = this.#at;
    const flush = () => {
      if (text !== '') parts.push({ type: 'literal', at: textAt, value: text });
      text = '';
    };
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === '`') {
        flush();
        this.#at++;
        return { type: 'template', at: start, parts };
      }
      if (this.#text.startsWith('${', this.#at)) {
        flush();
        this.#at += 2;
        parts.push(this.expression());
        this.#expect('}', say`A value in a text is written \${inputs.NAME}: its } is missing`);
        textAt = this.#at;
        continue;
      }
      text += this.#character();
      this.#at++;
    }
    return this.#fail(say`The text is not closed: a \` is missing at its end`, start);
  }

  /** The character here; after a backslash, the one that is meant. Stays on its last one. */
  #character(): string {
    const here = this.#text[this.#at] ?? '';
    if (here !== '\\' || this.#at + 1 >= this.#text.length) return here;
    this.#at++;
    const next = this.#text[this.#at] ?? '';
    return Object.hasOwn(escapes, next) ? escapes[next] ?? next : next;
  }

  #nested<Result>(read: () => Result): Result {
    if (++this.#depth > expressionLimits.depth) this.#fail(say`The expression is nested more than ${expressionLimits.depth} levels deep: make it simpler`);
    const found = read();
    this.#depth--;
    return found;
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** A word is taken only whole. */
  #take(written: string): boolean {
    this.#skipSpace();
    if (!this.#text.startsWith(written, this.#at)) return false;
    if (/[a-z]/.test(written) && /[A-Za-z0-9_]/.test(this.#text[this.#at + written.length] ?? '')) return false;
    this.#at += written.length;
    return true;
  }

  #expect(written: string, otherwise: Phrase): void {
    if (!this.#take(written)) this.#fail(otherwise);
  }

  #fail(words: Phrase, at = this.#at): never {
    throw new ExpressionError(words, at);
  }
}
