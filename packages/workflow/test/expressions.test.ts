import { evaluateExpression, ExpressionError, expressionLimits, expressionFunctions, inputsIn, MissingInputValue, parseExpression, type ExpressionScope, type ExpressionValue } from '@millrace/workflow';

const scope: ExpressionScope = {
  names: ['rows', 'share', 'name', 'day', 'quick', 'columns', 'unset'],
  values: new Map<string, ExpressionValue>([['rows', 500], ['share', 0.25], ['name', 'Spam Filter'], ['day', '2026-03-31'], ['quick', true], ['columns', 'a, b,c']]),
};
const value = (text: string) => evaluateExpression(parseExpression(text), scope);
const problem = (text: string): ExpressionError => {
  try {
    value(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`"${text}" should not have been computed`);
};

test.each<[string, ExpressionValue]>([
  ['0.2', 0.2], ['.5e1', 5], ['"a\\"b"', 'a"b'], ["'it'", 'it'], ['true', true], ['[1, "b", [true]]', [1, 'b', [true]]], ['[]', []],
  ['inputs.rows * 0.2', 100], ['inputs . rows', 500], ['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['10 - 4 - 3', 3], ['2 ** 3 ** 2', 512], ['-2 ** 2', -4], ['10 ** -3', 0.001], ['7 % 3', 1], ['8 / 4 / 2', 1],
  ['1 < 2 and 2 <= 2', true], ['not 1 == 2', true], ['!inputs.quick || false', false], ['1 == 2 or inputs.quick', true], ['"a" < "b"', true], ['"1" == 1', false], ['[1] == [1]', true], ['1 != 2', true],
  ['inputs.quick ? 1 : 50', 1], ['inputs.rows > 1000 ? "many" : inputs.rows > 100 ? "some" : "few"', 'some'],
  ['"run-" + inputs.rows', 'run-500'], ['`${lower(inputs.name)}: ${inputs.rows * 2} rows \\`quoted\\``', 'spam filter: 1000 rows `quoted`'], ['`a ${`b ${1}`}`', 'a b 1'], ['``', ''],
  ['min(3, inputs.rows, 9)', 3], ['max(1, 2)', 2], ['round(2.5)', 3], ['round(1.005, 2)', 1.01], ['round(-0.4)', 0], ['floor(1.9) + ceil(1.1)', 3], ['abs(-3) + sqrt(16)', 7], ['log(1)', 0],
  ['upper("a") + trim(" b ")', 'Ab'], ['length(inputs.name) + length([1])', 12], ['contains(inputs.name, "Spam")', true], ['startsWith("abc", "a") and endsWith("abc", "c")', true],
  ['replace(lower(inputs.name), " ", "-")', 'spam-filter'], ['slice("abcdef", 1, 3) + slice("xy", 1)', 'bcy'], ['split(inputs.columns, ",")', ['a', 'b', 'c']], ['join(["a", 1], "/")', 'a/1'], ['text(3) + text([1, 2])', '31, 2'], ['number("3.5") * 2', 7],
  ['year(inputs.day) * 10000 + month(inputs.day) * 100 + day(inputs.day)', 20260331], ['weekday(inputs.day)', 2],
  ['false and inputs.unset > 1', false], ['true or inputs.unset > 1', true], ['notable == 1 ? 1 : 2'.replace('notable', '1'), 1],
])('%s', (text, expected) => {
  const found = value(text);
  expect(typeof found === 'number' ? found + 0 : found).toEqual(expected);
});

test.each<[string, number, RegExp]>([
  ['', 0, /ends where a value is due/], ['1 +', 3, /ends where a value is due/], ['1 2', 2, /"2"\. An operator/], ['(1', 2, /bracket is not closed/], ['"abc', 0, /quote is missing/], ['`a ${1', 6, /\} is missing/], ['`abc', 0, /` is missing/],
  ['rows', 0, /an input is written inputs\.rows/], ['inputs.', 7, /name of an input is due/], ['inputs', 6, /inputs\.NAME/], ['maxx(1)', 0, /There is no function "maxx"; there are: min, max/], ['min', 0, /write min\(…\)/], ['1 < 2 < 3', 7, /cannot be chained/],
  ['inputs.quick ? 1', 16, /test \? value if so/], ['1e999', 0, /too large/], ['#', 0, /"#" is not the start of a value/], ['constructor', 0, /is not known/], ['toString()', 0, /There is no function/],
  ['inputs.constructor', 0, /no input "constructor"; it has: rows/], ['inputs.__proto__', 0, /no input "__proto__"/], ['1 + true', 4, /\+ takes numbers, not true/], ['"3" * 2', 0, /number\("3"\) makes a number/],
  ['1 and true', 0, /and takes true or false, not 1/], ['1 < "2"', 4, /compares two numbers or two texts/], ['1 / (2 - 2)', 5, /divides by zero/], ['10 ** 400', 0, /not a number that can be written/], ['sqrt(-1)', 0, /not a number that can be written/],
  ['min()', 0, /min takes 1 or more values, not 0/], ['round(1, 2, 3)', 0, /round takes 1 to 2 values, not 3/], ['lower(1)', 6, /lower takes a text here, not 1, as in/], ['year("31.3.2026")', 0, /write it as 2026-03-31/], ['day("2026-02-30")', 0, /is not a date/], ['number("a")', 0, /"a" is not a number/], ['replace("a", "", "b")', 0, /not an empty one/],
])('%s is refused where it is wrong', (text, at, words) => {
  const { message, at: where } = problem(text);
  expect(message).toMatch(words);
  expect(where).toBe(at);
});

test('an input without a value is told apart from an input that does not exist', () => {
  expect(problem('1 + inputs.unset')).toBeInstanceOf(MissingInputValue);
  expect(problem('1 + inputs.other')).not.toBeInstanceOf(MissingInputValue);
  expect(inputsIn(parseExpression('inputs.a + (inputs.b > 1 ? `${inputs.a}` : max(inputs.c, -inputs.d) == [inputs.e])'))).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('size and depth are limited', () => {
  const { characters, depth, textLength } = expressionLimits;
  expect(problem('1'.repeat(characters + 1)).message).toMatch('shorten it');
  expect(problem(`${'('.repeat(depth + 1)}1${')'.repeat(depth + 1)}`).message).toMatch('levels deep');
  expect(problem(`${'-'.repeat(depth + 1)}1`).message).toMatch('levels deep');
  expect(problem(`${'not '.repeat(depth + 1)}true`).message).toMatch('levels deep');
  expect(value(`${'('.repeat(depth - 1)}1${')'.repeat(depth - 1)}`)).toBe(1);
  expect(value(`0${'+1'.repeat((characters - 1) / 2)}`)).toBe(Math.floor((characters - 1) / 2));
  const long = new Map<string, ExpressionValue>([['x', 'a'.repeat(20_000)]]);
  const grow = (text: string) => () => evaluateExpression(parseExpression(text), { names: ['x'], values: long });
  expect(grow(`inputs.x${' + inputs.x'.repeat(9)}`)).toThrow(`${textLength}`);
  expect(grow('replace(inputs.x, "a", inputs.x)')).toThrow(`longer than ${textLength}`);
  expect(grow('join([1, 2, 3, 4, 5, 6], inputs.x)')).toThrow(`longer than ${textLength}`);
});

test('whatever is written, the parser and the evaluator give a value or an ExpressionError with a place in the text', () => {
  const pieces = ['inputs', '.', 'rows', 'unset', '(', ')', '[', ']', ',', '+', '-', '*', '**', '/', '%', '==', '!=', '<', '>=', 'and', 'or', 'not', '!', '?', ':', '"', "'", '`', '${', '}', '\\', '1', '0.5', '1e9', 'true', 'constructor', '__proto__', ' ', '\n', '€', '\u0000', '😀', ...expressionFunctions.keys()];
  const random = seeded(42);
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + random(12) }, () => (random(6) === 0 ? String.fromCharCode(random(0x2100)) : pieces[random(pieces.length)])).join(random(2) === 0 ? '' : ' ');
    try {
      const found = value(text);
      expect(['string', 'number', 'boolean', 'object']).toContain(typeof found);
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.at < 0 || error.at > text.length) throw new Error(`${JSON.stringify(text)}: ${String(error)}`, { cause: error });
    }
  }
});

test('what is written from a tree is read as that tree', () => {
  const random = seeded(7);
  const write = (depth: number): { text: string; value: number } => {
    if (depth === 0 || random(4) === 0) {
      const number = random(20);
      return { text: String(number), value: number };
    }
    const [a, b] = [write(depth - 1), write(depth - 1)];
    const operator = (['+', '-', '*'] as const)[random(3)] ?? '+';
    const result = { '+': a.value + b.value, '-': a.value - b.value, '*': a.value * b.value }[operator];
    return { text: `(${a.text}${operator} ${b.text})`, value: result };
  };
  for (let round = 0; round < 500; round++) {
    const { text, value: expected } = write(5);
    expect(value(text)).toBe(expected);
  }
});

/** Mulberry32: the same numbers each time, so that a failure can be seen again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
