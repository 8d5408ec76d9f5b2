import { z } from 'zod';

/** What can travel along a wire. A wire carries a reference to an artifact of this kind, never the rows themselves. */
export const portKinds = ['table', 'text', 'dataset', 'tokenizer', 'model', 'metrics', 'chart', 'file', 'json', 'any'] as const;
export const portKindSchema = z.enum(portKinds);
export type PortKind = z.infer<typeof portKindSchema>;

const valueKinds: ReadonlySet<PortKind> = new Set(['text', 'metrics', 'chart', 'json']);

/** Kinds that are stored as JSON values; the others are stored as a file or a folder. */
export function isValueKind(kind: PortKind): boolean {
  return valueKinds.has(kind);
}

/** Whether an output of kind `from` may be wired to an input of kind `to`. */
export function fits(from: PortKind, to: PortKind): boolean {
  return from === to || to === 'any' || from === 'any' || (to === 'json' && isValueKind(from));
}
