// Parameters that hold a secret (`field: "secret"` in their schema): the document has its name, `{ "$secret": "hub-token" }`, never its value.
import { closest } from '../closest.ts';
import { diagnostic, type Diagnostic } from '../diagnostic.ts';
import type { NodeManifest } from '../node-manifest.ts';
import { label, titleOf } from '../parameter-words.ts';
import { say, term, type Phrase } from '../phrase.ts';
import type { Workflow, WorkflowNode } from '../workflow.ts';
import { secretNameSchema } from './secret.ts';

type Json = WorkflowNode['params'][string];
type Schema = Readonly<Record<string, Json>>;
type Params = Readonly<Record<string, Json>>;

/** The name of the secret that a value refers to; nothing when it is another value. */
export function secretOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, '$secret') || Object.keys(value).length !== 1) return undefined;
  const name: unknown = (value as { $secret: unknown }).$secret; // it has that key, by the line above
  return typeof name === 'string' ? name : undefined;
}

/** A secret as the value of a parameter. */
export function asSecret(name: string): { $secret: string } {
  return { $secret: name };
}

export interface SecretField {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** The parameters that hold secrets and have a value, at any depth. */
export function secretFields(manifest: NodeManifest, params: Params): SecretField[] {
  if (!takesSecrets(manifest)) return [];
  const found = new Map<string, SecretField>();
  look(manifest.params, { ...params }, [], (field) => found.set(JSON.stringify(field.path), field), manifest.params);
  return [...found.values()];
}

/** The names that parameters of the node refer to, each once. */
export function secretNames(manifest: NodeManifest, params: Params): string[] {
  return [...new Set(secretFields(manifest, params).flatMap(({ value }) => secretOf(value) ?? []))];
}

/** The parameters as a node body gets them: with what stands for each secret in the place of its name. */
export function withSecrets(manifest: NodeManifest, params: Params, valueOf: (name: string) => string): Record<string, Json> {
  let resolved: Json = { ...params };
  for (const { path, value } of secretFields(manifest, params)) {
    const name = secretOf(value);
    if (name !== undefined) resolved = replaced(resolved, path, valueOf(name));
  }
  return resolved as Record<string, Json>; // an object before, and no path is empty
}

/** The names of secrets that a document refers to, whatever its node types are. */
export function secretsIn({ nodes }: Pick<Workflow, 'nodes'>): string[] {
  const names = new Set<string>();
  const gather = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = secretOf(value);
    if (name !== undefined) names.add(name);
    else for (const item of Object.values(value)) gather(item);
  };
  for (const { params } of nodes) gather(params);
  return [...names];
}

/** Values that stand where a name belongs, and, where the names are known, names that there are none of. */
export function secretDiagnostics(node: WorkflowNode, manifest: NodeManifest, known?: ReadonlySet<string>): Diagnostic[] {
  return secretFields(manifest, node.params).flatMap(({ path, value }) => {
    const problem = problemOf(value, known);
    const parameter = path.join('.');
    return problem === undefined ? [] : [diagnostic('secret', say`${label(node)}, ${term(titleOf(manifest, path) ?? parameter)}: ${problem}`, { nodeId: node.id, parameter })];
  });
}

function problemOf(value: Json, known: ReadonlySet<string> | undefined): Phrase | undefined {
  const name = secretOf(value);
  if (name === undefined) return typeof value === 'string' && value !== '' ? say`a secret does not belong in the workflow: store it under a name, and choose that name here` : undefined;
  if (!secretNameSchema.safeParse(name).success) return say`"${name.slice(0, 80)}" cannot be the name of a secret`;
  if (!known || known.has(name)) return undefined;
  const near = closest(name, [...known]);
  return say`there is no secret "${name}": ${near ? say`did you mean "${near}"?` : say`store it, or choose another`}`;
}

/** The schema of parameters in which a field for a secret takes a name as well. */
export function takingNames(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(takingNames);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.field !== 'secret') return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, takingNames(value)]));
  const { default: standard, title, description, ...value } = schema;
  if (value.type === 'array') return { ...schema, items: takingNames({ ...asSchema(value.items), field: 'secret' }) };
  const annotations = Object.entries({ default: standard, title, description }).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
  return { ...Object.fromEntries(annotations), anyOf: [value, reference] };
}

const reference: Json = { type: 'object', properties: { $secret: { type: 'string' } }, required: ['$secret'], additionalProperties: false };

const withSecretFields = new WeakMap<NodeManifest, boolean>();

function takesSecrets(manifest: NodeManifest): boolean {
  const known = withSecretFields.get(manifest) ?? JSON.stringify(manifest.params).includes('"field":"secret"');
  withSecretFields.set(manifest, known);
  return known;
}

/** Follows the value along its schema. */
function look(given: Json | undefined, value: Json, path: readonly (string | number)[], tell: (field: SecretField) => void, root: Schema): void {
  const schema = resolve(asSchema(given), root);
  if (Array.isArray(value)) {
    const items: Json | undefined = schema.field === 'secret' ? { field: 'secret' } : schema.items;
    value.forEach((item, index) => look(items, item, [...path, index], tell, root));
  } else if (schema.field === 'secret') {
    if (value !== null) tell({ path, value });
    return;
  } else if (typeof value === 'object' && value !== null) {
    const properties = asSchema(schema.properties);
    for (const [name, item] of Object.entries(value)) look(Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties, item, [...path, name], tell, root);
  }
  for (const branch of [schema.anyOf, schema.oneOf, schema.allOf].flatMap((branches) => (Array.isArray(branches) ? branches : []))) {
    if (isMeant(resolve(asSchema(branch), root), value)) look(branch, value, path, tell, root);
  }
}

/** Whether a branch of a union may be about the value: its constant properties say so. */
function isMeant({ properties }: Schema, value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  return Object.entries(asSchema(properties)).every(([name, property]) => asSchema(property).const === undefined || asSchema(property).const === value[name]);
}

function resolve(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#')) return schema;
  let found: Json | undefined = { ...root };
  for (const part of schema.$ref.split('/').slice(1)) found = asSchema(found)[part];
  return { ...asSchema(found), ...Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$ref')) };
}

function asSchema(value: Json | undefined): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function replaced(value: Json, [key, ...rest]: readonly (string | number)[], next: Json): Json {
  if (key === undefined) return next;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, next) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, next) : item]));
}
