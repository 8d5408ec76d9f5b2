import { UserError, type Ports } from '@millrace/sdk';
import type { ArtifactStore } from '@millrace/engine';
import { isValueKind, say, tableMetaSchema, term, type ArtifactRef, type PortKind } from '@millrace/workflow';

/** What a node body receives on its input ports, from references to artifacts. */
export async function receiveInputs(ports: Ports, references: Readonly<Record<string, ArtifactRef>>, artifacts: ArtifactStore): Promise<Record<string, unknown>> {
  const inputs: Record<string, unknown> = {};
  for (const [name, { kind, optional }] of Object.entries(ports)) {
    const reference = references[name];
    if (reference) inputs[name] = await receive(kind, reference, artifacts);
    else if (!optional) throw new UserError(say`The input "${term(name)}" is not wired.`);
  }
  return inputs;
}

async function receive(kind: PortKind, reference: ArtifactRef, artifacts: ArtifactStore): Promise<unknown> {
  if (kind === 'any') return reference;
  const { hash } = reference;
  if (isValueKind(kind)) return { kind, hash, value: JSON.parse(Buffer.from(await artifacts.read(hash)).toString()) };
  const path = await artifacts.locate(reference);
  if (kind === 'table') return { kind, hash, path, ...tableMetaSchema.parse(reference.meta) };
  return { kind, hash, path, meta: reference.meta ?? {} };
}
