import { ExpressionError, expressionLimits, MissingInputValue, type BinaryOperator, type Expression, type ExpressionValue } from './expression.ts';
import { expressionFunctions, textOf, type ValueKind } from './expression-functions.ts';
import { say, type Phrase } from '../phrase.ts';

/** What expressions may name: every input, and the values that are there. */
export interface ExpressionScope {
  readonly names: readonly string[];
  readonly values: ReadonlyMap<string, ExpressionValue>;
}

/** Computes an expression. Throws an ExpressionError; a MissingInputValue where an input has no value. Looks at nothing but its arguments. */
export function evaluateExpression(expression: Expression, scope: ExpressionScope): ExpressionValue {
  const value = compute(expression, scope);
  if (typeof value === 'string' && value.length > expressionLimits.textLength) throw new ExpressionError(say`The text has ${value.length} characters; ${expressionLimits.textLength} are allowed`, expression.at);
  if (typeof value === 'object' && value.length > expressionLimits.listLength) throw new ExpressionError(say`The list has ${value.length} items; ${expressionLimits.listLength} are allowed`, expression.at);
  return value;
}

/** The inputs that an expression names, each once. */
export function inputsIn(expression: Expression): string[] {
  switch (expression.type) {
    case 'literal':
      return [];
    case 'input':
      return [expression.name];
    case 'list':
      return unique(expression.items.flatMap(inputsIn));
    case 'template':
      return unique(expression.parts.flatMap(inputsIn));
    case 'call':
      return unique(expression.values.flatMap(inputsIn));
    case 'unary':
      return inputsIn(expression.value);
    case 'binary':
      return unique([...inputsIn(expression.left), ...inputsIn(expression.right)]);
    case 'conditional':
      return unique([...inputsIn(expression.test), ...inputsIn(expression.yes), ...inputsIn(expression.no)]);
    default:
      return expression satisfies never;
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function compute(expression: Expression, scope: ExpressionScope): ExpressionValue {
  const evaluate = (inner: Expression) => evaluateExpression(inner, scope);
  switch (expression.type) {
    case 'literal':
      return expression.value;
    case 'input':
      return valueOf(expression.name, expression.at, scope);
    case 'list':
      return expression.items.map(evaluate);
    case 'template':
      return expression.parts.map((part) => textOf(evaluate(part))).join('');
    case 'call':
      return call(expression.name, expression.values, expression.at, evaluate);
    case 'unary': {
      const value = evaluate(expression.value);
      return expression.operator === '-' ? -asNumber(value, '-', expression.value.at) : !asTruth(value, 'not', expression.value.at);
    }
    case 'binary':
      return binary(expression, evaluate);
    case 'conditional':
      return asTruth(evaluate(expression.test), '?', expression.test.at) ? evaluate(expression.yes) : evaluate(expression.no);
    default:
      return expression satisfies never;
  }
}

function valueOf(name: string, at: number, { names, values }: ExpressionScope): ExpressionValue {
  const value = values.get(name);
  if (value !== undefined) return value;
  if (names.includes(name)) throw new MissingInputValue(name, at);
  throw new ExpressionError(say`The workflow has no input "${name}"; ${names.length > 0 ? say`it has: ${names.join(', ')}` : say`it has none: add one under Inputs`}`, at);
}

function call(name: string, written: readonly Expression[], at: number, evaluate: (inner: Expression) => ExpressionValue): ExpressionValue {
  const found = expressionFunctions.get(name);
  if (!found) throw new ExpressionError(say`There is no function "${name}"`, at);
  const { takes, optional = 0, more, example } = found;
  if (written.length < takes.length - optional || (!more && written.length > takes.length)) {
    const count = more ? say`${takes.length} or more values` : optional > 0 ? say`${takes.length - optional} to ${takes.length} values` : takes.length === 1 ? say`1 value` : say`${takes.length} values`;
    throw new ExpressionError(say`${name} takes ${count}, not ${written.length}, as in ${example}`, at);
  }
  const values = written.map((inner, index) => {
    const value = evaluate(inner);
    const kind = takes[Math.min(index, takes.length - 1)] ?? 'anything';
    if (kind !== 'anything' && kindOf(value) !== kind) throw new ExpressionError(say`${name} takes ${withArticle(kind)} here, not ${shown(value)}, as in ${example}`, inner.at);
    return value;
  });
  return finite(found.call(values as never, at), at); // of the kinds that it takes, by the lines above
}

function binary(expression: Extract<Expression, { type: 'binary' }>, evaluate: (inner: Expression) => ExpressionValue): ExpressionValue {
  const { operator, left, right, at } = expression;
  const a = evaluate(left);
  if (operator === 'and') return asTruth(a, 'and', left.at) && asTruth(evaluate(right), 'and', right.at);
  if (operator === 'or') return asTruth(a, 'or', left.at) || asTruth(evaluate(right), 'or', right.at);
  const b = evaluate(right);
  switch (operator) {
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, a, b, right.at);
    case '+':
      if (typeof a === 'string' || typeof b === 'string') return textOf(a) + textOf(b);
      return finite(asNumber(a, '+', left.at) + asNumber(b, '+', right.at), at);
    default:
      return finite(arithmetic(operator, asNumber(a, operator, left.at), asNumber(b, operator, right.at), right.at), at);
  }
}

function arithmetic(operator: Exclude<BinaryOperator, '+' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'>, a: number, b: number, at: number): number {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0) throw new ExpressionError(say`This divides by zero`, at);
      return operator === '/' ? a / b : a % b;
    case '**':
      return a ** b;
    default:
      return operator satisfies never;
  }
}

function compare(operator: '<' | '<=' | '>' | '>=', a: ExpressionValue, b: ExpressionValue, at: number): boolean {
  if (!((typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string'))) {
    throw new ExpressionError(say`${operator} compares two numbers or two texts, not ${shown(a)} with ${shown(b)}: number("3") makes a number of a text`, at);
  }
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

function same(a: ExpressionValue, b: ExpressionValue): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.length === b.length && a.every((item, index) => same(item, b[index] ?? ''));
  return a === b;
}

function asNumber(value: ExpressionValue, operator: string, at: number): number {
  if (typeof value === 'number') return value;
  throw new ExpressionError(say`${operator} takes numbers, not ${shown(value)}${typeof value === 'string' ? say`: number("3") makes a number of a text` : ''}`, at);
}

function asTruth(value: ExpressionValue, operator: string, at: number): boolean {
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(say`${operator} takes true or false, not ${shown(value)}: compare it, as in inputs.rows > 0`, at);
}

function finite(value: ExpressionValue, at: number): ExpressionValue {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new ExpressionError(say`The result is not a number that can be written`, at);
  return value;
}

function kindOf(value: ExpressionValue): ValueKind {
  if (typeof value === 'object') return 'list';
  return typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'truth';
}

function withArticle(kind: ValueKind): Phrase {
  switch (kind) {
    case 'truth':
      return say`true or false`;
    case 'number':
      return say`a number`;
    case 'text':
      return say`a text`;
    case 'list':
      return say`a list`;
    case 'anything':
      return say`anything`;
    default:
      return kind satisfies never;
  }
}

function shown(value: ExpressionValue): Phrase | string {
  return typeof value === 'string' ? say`the text "${value.slice(0, 40)}"` : typeof value === 'object' ? say`a list` : String(value);
}
