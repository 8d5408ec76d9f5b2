/** The queue is full: answer 429 and let the caller come back after `retryAfterSeconds`. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  constructor(readonly waiting: number, readonly limit: number, readonly retryAfterSeconds: number) {
    super(`The model is busy: ${waiting} of at most ${limit} texts are waiting. Try again in ${retryAfterSeconds} s or send fewer texts.`);
  }
}

/** The answer was not there in the time allowed. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(readonly timeoutMs: number) {
    super(`The model did not answer within ${timeoutMs} ms.`);
  }
}

/** The process that holds the model could not be started, or ended and could not be brought back. */
export class ModelWorkerFailed extends Error {
  override readonly name = 'ModelWorkerFailed';
}
