import { phraseOfError } from '@millrace/sdk';
import { say, told, type Phrase } from '@millrace/workflow';
import type { NodeResult } from '@millrace/engine';

type Failure = Extract<NodeResult, { status: 'failed' }>;

const machineCodes = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Whose failure an error is. A UserError is shown as it is; a TransientError is tried again; a full disk and the like are the
 * machine's; anything else that a node throws is shown with its message, and its stack goes to the log. Errors are known by name,
 * since a plugin may have its own copy of the SDK.
 */
export function failureOf(error: unknown): Failure {
  const failed = (kind: Failure['kind'], what: string | Phrase, stack?: string): Failure => ({ status: 'failed', kind, ...told(what), ...(stack ? { stack } : {}) });
  if (!(error instanceof Error)) return failed('user', say`The node threw ${typeof error === 'string' ? `"${error}"` : String(error)}.`);
  const message = error.message || error.name;
  const what = 'words' in error ? phraseOfError(error) : message;
  if (error.name === 'UserError') return failed('user', what);
  if (error.name === 'TransientError') return failed('transient', what, error.stack);
  const code = 'code' in error ? String(error.code) : '';
  if (error.name === 'ArtifactWriteError') return failed('infrastructure', message);
  if (machineCodes.has(code) || /no space left on device/i.test(message)) {
    return failed('infrastructure', code === 'ENOSPC' || /no space left/i.test(message) ? say`The disk is full; free some space. (${message})` : message, error.stack);
  }
  return failed('user', what, withCauses(error));
}

function withCauses(error: Error): string {
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${withCauses(error.cause)}` : stack;
}
