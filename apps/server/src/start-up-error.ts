/** The server cannot start for a reason that whoever starts it can mend; the message says which. */
export class StartUpError extends Error {
  override readonly name = 'StartUpError';
}
