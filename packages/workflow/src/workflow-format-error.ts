import { wordsOf, type Phrase } from './phrase.ts';

/** A document that cannot be read; the message says where and what to do. */
export class WorkflowFormatError extends Error {
  override readonly name = 'WorkflowFormatError';
  readonly words: Phrase;

  constructor(words: Phrase, options?: ErrorOptions) {
    super(wordsOf(words), options);
    this.words = words;
  }
}
