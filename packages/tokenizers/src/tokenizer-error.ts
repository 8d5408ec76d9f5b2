/** A tokenizer file, vocabulary, text or option that cannot be used; the message says what is wrong and what to do. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
}
