import { canonicalJson, type ArtifactRef, type NodeManifest } from '@millrace/workflow';
import type { Sha256 } from './ports.ts';

/** Changes when the meaning of keys does, so that older outputs are not reused by mistake. */
const keyFormat = 1;

/**
 * The name of what a node will make: equal keys promise equal outputs. It covers the node type, the plugin's version and code,
 * the parameters with their defaults, the content of the inputs and of the files that parameters name. It is made from input
 * *content*, so an upstream node that ran again and gave the same bytes leaves everything after it fresh.
 */
export function outputKey(of: {
  readonly manifest: NodeManifest;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, ArtifactRef>>;
  /** Fingerprints by the path that the parameter names. */
  readonly files: Readonly<Record<string, string>>;
}, sha256: Sha256): string {
  const { type, plugin } = of.manifest;
  const inputs = Object.fromEntries(Object.entries(of.inputs).map(([port, { kind, form, hash, meta }]) => [port, { kind, form, hash, meta: meta ?? null }]));
  return sha256(canonicalJson({ keyFormat, type, plugin: { ...plugin }, params: of.params, inputs, files: of.files }));
}

/** The values of the parameters that name a file (`field: "file"` in the schema). */
export function fileParameters(manifest: NodeManifest, params: Readonly<Record<string, unknown>>): string[] {
  const properties: unknown = manifest.params['properties'];
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties)
    .filter(([, property]: [string, unknown]) => typeof property === 'object' && property !== null && 'field' in property && property.field === 'file')
    .flatMap(([name]) => (typeof params[name] === 'string' && params[name] !== '' ? [params[name]] : []));
}
