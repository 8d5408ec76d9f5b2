/** Something the user can fix: shown with its message, never retried. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Something that may go away by itself: tried again, up to the attempts allowed. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}
