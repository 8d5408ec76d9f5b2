// From the JSON Schema of a node type's parameters to the fields of a form. Pure: the components only draw what this says.
import type { NodeManifest } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { words } from '../runs/node-line.ts';

export type Json = NodeManifest['params'][string];
type Schema = Readonly<Record<string, Json>>;

export interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
}

export interface Variant {
  /** The value of the tag that chooses it. */
  readonly value: string;
  readonly title: string;
  readonly description?: string;
  readonly fields: readonly FormField[];
}

/** What a code parameter is written in: `language` beside `field: "code"` in its schema; `of` names the input whose columns are offered. */
export type CodeLanguage = 'json' | 'sql' | 'javascript' | 'text';

export type FieldType =
  | { readonly kind: 'text'; readonly look: 'line' | 'multiline' | 'code'; readonly placeholder?: string; /** Of code. */ readonly language?: CodeLanguage; /** Of code: the input whose columns it may name. */ readonly of?: string }
  | { readonly kind: 'number'; readonly whole: boolean; readonly minimum?: number; readonly maximum?: number; readonly range: string; /** A share between 0 and 1, which a slider suits. */ readonly share?: true }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'file' }
  /** The name of a secret. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'column'; readonly of: string | undefined }
  | { readonly kind: 'columns'; readonly of: string | undefined }
  | { readonly kind: 'strings' }
  | { readonly kind: 'list'; readonly item: FieldType }
  | { readonly kind: 'group'; readonly fields: readonly FormField[] }
  /** An object that is one of several shapes, told apart by a constant property. */
  | { readonly kind: 'variants'; readonly tag: string; readonly variants: readonly Variant[] }
  /** A record from string to string. */
  | { readonly kind: 'entries' }
  | { readonly kind: 'json' };

export interface FormField {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly required: boolean;
  readonly default?: Json;
  /** Seldom changed: it stands under "More". */
  readonly advanced?: true;
  readonly type: FieldType;
}

/** The fields for the parameters of a node type. */
export function formFields(params: Schema): readonly FormField[] {
  return fieldsOf(params, params);
}

function fieldsOf(schema: Schema, root: Schema, without?: string): readonly FormField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(asSchema(schema.properties)).filter(([name]) => name !== without).map(([name, json]) => {
    const property = resolve(asSchema(json), root);
    return {
      name,
      title: t(textOf(property.title) ?? titleOf(name)),
      ...(typeof property.description === 'string' ? { description: t(property.description) } : {}),
      ...(property.default === undefined ? {} : { default: property.default }),
      ...(property.advanced === true ? { advanced: true as const } : {}),
      required: required.includes(name),
      type: typeOf(property, root),
    };
  });
}

function typeOf(given: Schema, root: Schema): FieldType {
  const schema = resolve(given, root);
  const field = textOf(schema.field);
  if (field === 'file') return { kind: 'file' };
  const type = typeName(schema);
  if (field === 'secret') return type === 'array' ? { kind: 'list', item: { kind: 'secret' } } : { kind: 'secret' };
  if (field === 'column') return { kind: type === 'array' ? 'columns' : 'column', of: textOf(schema.of) };
  const choices = choicesOf(schema, root);
  if (choices) return { kind: 'choice', choices };
  const alternatives = alternativesOf(schema, root);
  if (alternatives) return alternatives.length === 1 && alternatives[0] ? typeOf({ ...alternatives[0], ...annotations(schema) }, root) : variantsOf(alternatives, root);
  switch (type) {
    case 'string':
      return textType(schema, field);
    case 'integer':
    case 'number':
      return numberType(schema, type === 'integer');
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return arrayType(asSchema(schema.items), root);
    case 'object':
      return objectType(schema, root);
    default:
      return { kind: 'json' };
  }
}

function textType(schema: Schema, field: string | undefined): FieldType {
  const look = field === 'multiline' || field === 'code' ? field : 'line';
  const hint = textOf(schema.placeholder);
  const placeholder = hint && t(hint);
  const language = codeLanguages.find((one) => look === 'code' && one === schema.language);
  const of = look === 'code' ? textOf(schema.of) : undefined;
  return { kind: 'text', look, ...(placeholder === undefined ? {} : { placeholder }), ...(language === undefined ? {} : { language }), ...(of === undefined ? {} : { of }) };
}

const codeLanguages: readonly CodeLanguage[] = ['json', 'sql', 'javascript'];

function numberType(schema: Schema, whole: boolean): FieldType {
  const bound = (value: Json | undefined) => (typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined);
  const [least, above] = [bound(schema.minimum), bound(schema.exclusiveMinimum)];
  const [most, below] = [bound(schema.maximum), bound(schema.exclusiveMaximum)];
  const minimum = least ?? (whole && above !== undefined ? above + 1 : undefined);
  const maximum = most ?? (whole && below !== undefined ? below - 1 : undefined);
  const range = [
    minimum !== undefined ? t('at least {{bound}}', { bound: minimum }) : above !== undefined ? t('above {{bound}}', { bound: above }) : '',
    maximum !== undefined ? (maximum > tellingMaximum ? '' : t('at most {{bound}}', { bound: maximum })) : below !== undefined ? t('below {{bound}}', { bound: below }) : '',
  ].filter((part) => part !== '').join(t(', '));
  const share = !whole && (least ?? above) === 0 && (most ?? below) === 1;
  return { kind: 'number', whole, range, ...(share ? { share: true as const } : {}), ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

/** A bound beyond this is the machine's, not the reader's. */
const tellingMaximum = 1_000_000;

function arrayType(given: Schema, root: Schema): FieldType {
  const item = typeOf(given, root);
  if (item.kind === 'column') return { kind: 'columns', of: item.of };
  if (item.kind === 'choice') return { kind: 'choices', choices: item.choices };
  if (item.kind === 'text' && item.look === 'line') return { kind: 'strings' };
  return item.kind === 'json' ? { kind: 'json' } : { kind: 'list', item };
}

function objectType(schema: Schema, root: Schema): FieldType {
  if (schema.properties !== undefined) return { kind: 'group', fields: fieldsOf(schema, root) };
  const value = asSchema(schema.additionalProperties);
  return value.type === 'string' ? { kind: 'entries' } : { kind: 'json' };
}

/** `enum`, or alternatives that are all constants. */
function choicesOf(schema: Schema, root: Schema): readonly Choice[] | undefined {
  const listed = Array.isArray(schema.enum) ? schema.enum : alternativesOf(schema, root)?.map((item) => item.const);
  const values = listed?.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
  if (!values || values.length === 0 || values.length !== listed?.length) return undefined;
  return values.map((value) => ({ value, label: String(value).replaceAll('_', ' ') }));
}

/** The branches of a union, without `null`. */
function alternativesOf(schema: Schema, root: Schema): readonly Schema[] | undefined {
  const branches = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(branches)) return undefined;
  return branches.map((branch) => resolve(asSchema(branch), root)).filter((branch) => branch.type !== 'null');
}

function variantsOf(branches: readonly Schema[], root: Schema): FieldType {
  const constants = branches.map((branch) => Object.entries(asSchema(branch.properties)).filter(([, property]) => typeof asSchema(property).const === 'string'));
  const tag = constants[0]?.map(([name]) => name).find((name) => constants.every((entries) => entries.some(([other]) => other === name)));
  if (tag === undefined) return { kind: 'json' };
  const variants = branches.map((branch) => {
    const value = String(asSchema(asSchema(branch.properties)[tag]).const);
    const given = textOf(branch.description);
    const description = given && t(given);
    return { value, title: t(textOf(branch.title) ?? titleOf(value)), ...(description === undefined ? {} : { description }), fields: fieldsOf(branch, root, tag) };
  });
  return { kind: 'variants', tag, variants };
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = textOf(schema.$ref);
  if (reference === undefined || !reference.startsWith('#/')) return schema;
  let found: Json | undefined = { ...root };
  for (const part of reference.slice(2).split('/')) found = asSchema(found)[part];
  const { $ref: _reference, ...rest } = schema;
  return { ...asSchema(found), ...rest };
}

function annotations({ title, description, field, of }: Schema): Schema {
  return Object.fromEntries(Object.entries({ title, description, field, of }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function typeName(schema: Schema): string | undefined {
  if (typeof schema.type === 'string') return schema.type;
  const names = Array.isArray(schema.type) ? schema.type.filter((name) => name !== 'null') : [];
  return names.length === 1 ? textOf(names[0]) : undefined;
}

function asSchema(value: Json | undefined): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `dropMissing` → "Drop missing". */
export function titleOf(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
