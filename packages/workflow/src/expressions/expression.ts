// The little language in which a parameter's value may be written: `inputs.rows * 0.2`.

import { say, wordsOf, type Phrase } from '../phrase.ts';

/** What an expression works with and gives. */
export type ExpressionValue = string | number | boolean | readonly ExpressionValue[];

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '**' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** A parsed expression. `at` is where it starts in the text, from 0. */
export type Expression = { readonly at: number } & (
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'template'; readonly parts: readonly Expression[] }
  | { readonly type: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | { readonly type: 'unary'; readonly operator: '-' | 'not'; readonly value: Expression }
  | { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
);

/** An expression that cannot be read or computed: what is wrong, where, and what to do. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** Where in the text, from 0. */
  readonly at: number;
  readonly words: Phrase;

  constructor(words: Phrase, at: number) {
    super(wordsOf(words));
    this.words = words;
    this.at = at;
  }
}

/** An input that the expression needs has no value yet. */
export class MissingInputValue extends ExpressionError {
  readonly input: string;

  constructor(input: string, at: number) {
    super(say`The input "${input}" has no value: give it one, or a default`, at);
    this.input = input;
  }
}

/** Longer texts are not read, and deeper nesting neither; results have at most so many characters or items. */
export const expressionLimits = { characters: 2_000, depth: 60, textLength: 100_000, listLength: 10_000 } as const;
