import { z } from 'zod';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { NodeManifest } from './node-manifest.ts';
import { wordsOfIssue } from './parameter-issue.ts';
import { label, titleOf } from './parameter-words.ts';
import { say, term, type Phrase } from './phrase.ts';
import { secretDiagnostics, takingNames } from './secrets/secret-parameters.ts';
import type { WorkflowNode } from './workflow.ts';

type Json = z.output<ReturnType<typeof z.json>>;
type Issue = z.core.$ZodIssue;

const schemas = new WeakMap<NodeManifest, z.ZodType>();

/** Checks a node's parameters against its type; each problem names the parameter, as `steps.0.column`. Names of secrets are checked when those that there are are given. */
export function parameterDiagnostics(node: WorkflowNode, manifest: NodeManifest, secrets?: ReadonlySet<string>): Diagnostic[] {
  const known = Object.keys((manifest.params.properties ?? {}) as Record<string, Json>);
  const unknown = Object.keys(node.params).filter((name) => !known.includes(name));
  const result = schemaOf(manifest).safeParse(node.params);
  return [
    ...unknown.map((parameter) => diagnostic(
      'parameter',
      say`${label(node)} has no parameter "${parameter}"${known.length ? say`; it has: ${known.join(', ')}` : ''}`,
      { nodeId: node.id, parameter },
    )),
    ...(result.success ? [] : result.error.issues.flatMap((issue) => flatten(issue))).map(({ path, words }) => {
      const parameter = path.join('.');
      return diagnostic('parameter', say`${label(node)}, ${term(titleOf(manifest, path) ?? parameter)}: ${words}`, { nodeId: node.id, parameter });
    }),
    ...secretDiagnostics(node, manifest, secrets),
  ];
}

/** The parameters as the node will see them, with defaults filled in, and secrets by their names. Only for parameters without a diagnostic. */
export function withDefaults(node: WorkflowNode, manifest: NodeManifest): Record<string, Json> {
  return schemaOf(manifest).parse(node.params) as Record<string, Json>; // an object schema, by NodeDefinition
}

function schemaOf(manifest: NodeManifest): z.ZodType {
  const cached = schemas.get(manifest);
  if (cached) return cached;
  const schema = z.fromJSONSchema(takingNames(manifest.params) as Parameters<typeof z.fromJSONSchema>[0]); // JSON by nodeManifestSchema
  schemas.set(manifest, schema);
  return schema;
}

/** A union reports every branch; the one that came closest says what the user needs. */
function flatten(issue: Issue, base: readonly PropertyKey[] = []): { path: readonly PropertyKey[]; words: Phrase }[] {
  const path = [...base, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, words: wordsOfIssue(issue) }];
  const misses = (branch: readonly Issue[]) => branch.filter((inner) => inner.code === 'invalid_value').length * 100 + branch.length;
  const [closest] = [...issue.errors].sort((a, b) => misses(a) - misses(b));
  return (closest ?? []).flatMap((inner) => flatten(inner, path));
}
