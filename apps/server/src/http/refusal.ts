import { wordsOf, type Diagnostic, type Phrase } from '@millrace/workflow';

/** A request that is refused for a reason the caller can mend. The message says what and how. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode: number;
  readonly words: Phrase;
  readonly diagnostics?: readonly Diagnostic[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, words: Phrase, more: { diagnostics?: readonly Diagnostic[]; headers?: Readonly<Record<string, string>> } = {}) {
    super(wordsOf(words));
    this.words = words;
    this.statusCode = statusCode;
    if (more.diagnostics) this.diagnostics = more.diagnostics;
    this.headers = more.headers ?? {};
  }
}
