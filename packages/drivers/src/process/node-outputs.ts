import { lstat, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { UserError, type Ports } from '@millrace/sdk';
import { SecretMask, type ArtifactStore } from '@millrace/engine';
import { chartSchema, isValueKind, metricsSchema, say, tableMetaSchema, type ArtifactRef, type PortKind } from '@millrace/workflow';
import { z } from 'zod';

/** A value is read whole by whoever shows it; what is bigger belongs in a file. */
const valueLimitBytes = 64 * 1024 * 1024;

const fileOutputSchema = z.object({ path: z.string(), meta: z.record(z.string(), z.json()).optional() });
const valueSchemas: Partial<Record<PortKind, z.ZodType>> = { text: z.string(), metrics: metricsSchema, chart: chartSchema };

/** A shorter value of a secret may stand in an output by chance. */
const shortestRefusedSecret = 8;

/** Checks what a node body returned against its output ports, and stores it. Errors name the port. A value that holds one of the secrets is refused: who sees the run would see it. */
export async function storeOutputs(ports: Ports, returned: unknown, scratch: string, artifacts: ArtifactStore, secrets: readonly string[] = []): Promise<Record<string, ArtifactRef>> {
  const values = recordOf(returned, ports);
  refuseSecrets(ports, values, secrets);
  const outputs: Record<string, ArtifactRef> = {};
  for (const [name, { kind }] of Object.entries(ports)) {
    const value = values[name];
    if (value === undefined) throw new TypeError(`The node returned nothing for its output "${name}".`);
    outputs[name] = isValueKind(kind) ? await storeValue(name, kind, value, artifacts) : await storeFile(name, kind, value, scratch, artifacts);
  }
  return outputs;
}

function recordOf(returned: unknown, ports: Ports): Readonly<Record<string, unknown>> {
  const names = Object.keys(ports);
  if (returned === undefined && names.length === 0) return {};
  if (typeof returned !== 'object' || returned === null) throw new TypeError(`The node must return an object with its outputs (${names.join(', ')}), not ${returned === null ? 'null' : typeof returned}.`);
  const values = Object.fromEntries(Object.entries(returned));
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`The node returned "${unknown}", which is not one of its outputs${names.length > 0 ? `: ${names.join(', ')}` : ''}.`);
  return values;
}

/** Files are not read: what a node writes into one is its own affair. */
function refuseSecrets(ports: Ports, values: Readonly<Record<string, unknown>>, secrets: readonly string[]): void {
  if (secrets.length === 0) return;
  const mask = new SecretMask(secrets.filter(({ length }) => length >= shortestRefusedSecret));
  for (const name of Object.keys(ports)) {
    const text = JSON.stringify(values[name]);
    if (text !== undefined && mask.text(text) !== text) throw new UserError(say`The output "${name}" holds the value of a secret. Everybody who sees the run could read it there: leave it out of the output.`);
  }
}

async function storeValue(name: string, kind: PortKind, value: unknown, artifacts: ArtifactStore): Promise<ArtifactRef> {
  const checked = valueSchemas[kind]?.safeParse(value);
  if (checked && !checked.success) throw wrongShape(name, kind, checked.error);
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`The output "${name}" is not JSON.`);
  const bytes = Buffer.from(text);
  if (bytes.byteLength > valueLimitBytes) throw new RangeError(`The output "${name}" has ${bytes.byteLength} bytes of JSON; a value may have ${valueLimitBytes}. Write a file instead.`);
  return { kind, ...(await artifacts.putBytes(bytes)) };
}

async function storeFile(name: string, kind: PortKind, value: unknown, scratch: string, artifacts: ArtifactStore): Promise<ArtifactRef> {
  const file = fileOutputSchema.safeParse(value);
  if (!file.success) throw wrongShape(name, kind, file.error);
  const table = kind === 'table' ? tableMetaSchema.safeParse(value) : undefined;
  if (table && !table.success) throw wrongShape(name, kind, table.error);
  const meta = table ? { ...table.data } : file.data.meta;
  const path = await ownPath(name, file.data.path, scratch);
  const stored = (await lstat(path)).isDirectory() ? await artifacts.putFolder(path, { move: true }) : await artifacts.putFile(path, { move: true });
  return { kind, ...stored, ...(meta ? { meta } : {}) };
}

/** A node hands over only what it wrote itself: no path, and no link, leads out of its scratch folder. */
async function ownPath(name: string, path: string, scratch: string): Promise<string> {
  const home = await realpath(scratch).catch(() => undefined);
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) throw new TypeError(`The output "${name}" names a file that does not exist: ${path}`);
  if (home === undefined || !real.startsWith(home + sep)) throw new TypeError(`The output "${name}" lies outside the node's scratch folder; write it to context.scratch('…').`);
  return real;
}

function wrongShape(name: string, kind: PortKind, error: z.ZodError): TypeError {
  const problems = error.issues.slice(0, 3).map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  return new TypeError(`The output "${name}" is not a ${kind}: ${problems.join('; ')}`);
}
