/** A document that cannot be read; the message says where and what to do. */
export class WorkflowFormatError extends Error {
  override readonly name = 'WorkflowFormatError';
}
