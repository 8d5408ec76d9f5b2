import { phraseSchema, term, told, type Phrase } from '@millrace/workflow';

/** Something the user can fix: shown with its message, never retried. What is written with `say` can be read in other languages. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly words?: Phrase;

  constructor(message: string | Phrase, options?: ErrorOptions) {
    const { message: english, words } = told(message);
    super(english, options);
    if (words) this.words = words;
  }
}

/** Something that may go away by itself: tried again, up to the attempts allowed. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly words?: Phrase;

  constructor(message: string | Phrase, options?: ErrorOptions) {
    const { message: english, words } = told(message);
    super(english, options);
    if (words) this.words = words;
  }
}

/** What an error says, as a phrase: its words when it has them, whoever made it, else its message. */
export function phraseOfError(error: unknown): Phrase {
  const words = typeof error === 'object' && error !== null && 'words' in error ? phraseSchema.safeParse(error.words).data : undefined;
  return words ?? term(error instanceof Error ? error.message : String(error));
}

/**
 * Does the work; an error of one of the classes (a library's way to refuse what it was given) becomes a UserError with
 * the same message.
 */
export async function withUserErrors<T>(refusals: readonly (abstract new (...parameters: never[]) => Error)[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && refusals.some((refusal) => error instanceof refusal)) throw new UserError('words' in error ? phraseOfError(error) : error.message, { cause: error });
    throw error;
  }
}

/** Why a signal aborts when the user pauses the run: write a last checkpoint, then throw this or anything. */
export class PauseRequested extends Error {
  override readonly name = 'PauseRequested';

  constructor() {
    super('The run is being paused');
  }
}

/** Whether a signal's reason is a pause. By name, since a plugin may have its own copy of the SDK. */
export function isPauseRequested(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'PauseRequested';
}
