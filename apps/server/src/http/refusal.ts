import type { Diagnostic } from '@millrace/workflow';

/** A request that is refused for a reason the caller can mend. The message says what and how. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode: number;
  readonly diagnostics?: readonly Diagnostic[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, message: string, more: { diagnostics?: readonly Diagnostic[]; headers?: Readonly<Record<string, string>> } = {}) {
    super(message);
    this.statusCode = statusCode;
    if (more.diagnostics) this.diagnostics = more.diagnostics;
    this.headers = more.headers ?? {};
  }
}
