import type { FieldType, FormField, Json } from './form-fields.ts';

type Values = Readonly<Record<string, Json>>;

/** What a field starts with when its list or group is made. */
export function initialValue(type: FieldType): Json {
  switch (type.kind) {
    case 'number':
      return type.minimum ?? 0;
    case 'boolean':
      return false;
    case 'choice':
      return type.choices[0]?.value ?? '';
    case 'choices':
    case 'columns':
    case 'strings':
    case 'list':
      return [];
    case 'group':
      return initialValues(type.fields);
    case 'variants': {
      const [first] = type.variants;
      return first ? { [type.tag]: first.value, ...initialValues(first.fields) } : {};
    }
    case 'entries':
      return {};
    case 'json':
      return null;
    default:
      return '';
  }
}

/** Values for the required fields that have no default; the others stay out, so that documents stay short. */
export function initialValues(fields: readonly FormField[]): Values {
  const needed = fields.filter((field) => field.required && field.default === undefined);
  return Object.fromEntries(needed.map((field) => [field.name, initialValue(field.type)]));
}

/** A value as an object, empty when it is none. */
export function asObject(value: Json | undefined): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A value as a list, empty when it is none. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The object with one property set, or taken out by `undefined`. */
export function withProperty(object: Values, name: string, value: Json | undefined): Record<string, Json> {
  const { [name]: _old, ...rest } = object;
  return value === undefined ? rest : { ...object, [name]: value };
}

/** The list with the item at `from` put at `to`. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
