/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was understood and could not be carried out; the message says why. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
