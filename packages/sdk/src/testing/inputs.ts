import { createHash } from 'node:crypto';
import type { FileInput, ValueInput } from '@millrace/sdk';
import type { PortKind } from '@millrace/workflow';
import { contentHash } from './content-hash.ts';

/** A value as a node receives it on a `text`, `metrics`, `chart` or `json` input. */
export function valueInput<const Kind extends PortKind, Value>(kind: Kind, value: Value): ValueInput<Value, Kind> {
  return { kind, value, hash: createHash('sha256').update(JSON.stringify(value)).digest('hex') };
}

/** A file or folder as a node receives it on a `dataset`, `tokenizer`, `model` or `file` input. */
export async function fileInput<const Kind extends PortKind>(kind: Kind, path: string, meta: Readonly<Record<string, unknown>> = {}): Promise<FileInput<Kind>> {
  const { hash } = await contentHash(path);
  return { kind, path, hash, meta };
}
