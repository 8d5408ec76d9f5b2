/** Something the user can fix: shown with its message, never retried. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Something that may go away by itself: tried again, up to the attempts allowed. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/**
 * Does the work; an error of one of the classes (a library's way to refuse what it was given) becomes a UserError with
 * the same message.
 */
export async function withUserErrors<T>(refusals: readonly (abstract new (...parameters: never[]) => Error)[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && refusals.some((refusal) => error instanceof refusal)) throw new UserError(error.message, { cause: error });
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
