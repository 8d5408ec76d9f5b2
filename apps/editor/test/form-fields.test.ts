import { formFields, type FieldType } from '../src/inspector/form-fields.ts';
import { asObject, initialValue, initialValues, moved, withProperty } from '../src/inspector/form-values.ts';
import { z } from 'zod';

const column = z.string().meta({ field: 'column', of: 'table' });

function fieldsOf(shape: z.ZodRawShape) {
  return formFields(JSON.parse(JSON.stringify(z.toJSONSchema(z.object(shape), { io: 'input' }))));
}
function typeOf(schema: z.ZodType): FieldType | undefined {
  return fieldsOf({ it: schema })[0]?.type;
}

describe('the fields of a form', () => {
  it.each<[string, z.ZodType, FieldType]>([
    ['a text', z.string(), { kind: 'text', look: 'line' }],
    ['a long text', z.string().meta({ field: 'multiline' }), { kind: 'text', look: 'multiline' }],
    ['code', z.string().meta({ field: 'code' }), { kind: 'text', look: 'code' }],
    ['a secret', z.string().optional().meta({ field: 'secret' }), { kind: 'secret' }],
    ['several secrets', z.array(z.string().meta({ field: 'secret' })), { kind: 'list', item: { kind: 'secret' } }],
    ['a file', z.string().meta({ field: 'file' }), { kind: 'file' }],
    ['a column', column, { kind: 'column', of: 'table' }],
    ['columns, said of the items', z.array(column), { kind: 'columns', of: 'table' }],
    ['columns, said of the list', z.array(z.string()).meta({ field: 'column', of: 'left' }), { kind: 'columns', of: 'left' }],
    ['a whole number in a range', z.int().min(1).max(10), { kind: 'number', whole: true, minimum: 1, maximum: 10, range: 'at least 1, at most 10' }],
    ['a whole number without one', z.int(), { kind: 'number', whole: true, range: '' }],
    ['a share', z.number().gt(0).lt(1), { kind: 'number', whole: false, range: 'above 0, below 1', share: true }],
    ['a whole number above another', z.int().gt(0), { kind: 'number', whole: true, minimum: 1, range: 'at least 1' }],
    ['yes or no', z.boolean(), { kind: 'boolean' }],
    ['a choice', z.enum(['adam', 'sgd_momentum']), { kind: 'choice', choices: [{ value: 'adam', label: 'adam' }, { value: 'sgd_momentum', label: 'sgd momentum' }] }],
    ['a union of constants', z.union([z.literal(1), z.literal(2)]), { kind: 'choice', choices: [{ value: 1, label: '1' }, { value: 2, label: '2' }] }],
    ['a value or nothing', z.string().nullable(), { kind: 'text', look: 'line' }],
    ['an object or nothing', z.object({ a: z.boolean() }).nullable(), { kind: 'group', fields: [{ name: 'a', title: 'A', required: true, type: { kind: 'boolean' } }] }],
    ['texts', z.array(z.string()), { kind: 'strings' }],
    ['numbers', z.array(z.number()), { kind: 'list', item: { kind: 'number', whole: false, range: '' } }],
    ['a record of texts', z.record(z.string(), z.string()), { kind: 'entries' }],
    ['anything else', z.union([z.string(), z.number()]), { kind: 'json' }],
  ])('draws %s', (_name, schema, type) => {
    expect(typeOf(schema)).toEqual(type);
  });

  it('draws a list of objects that are told apart by a constant', () => {
    const steps = z.array(z.discriminatedUnion('op', [
      z.object({ op: z.literal('dropMissing'), columns: z.array(column).optional() }),
      z.object({ op: z.literal('rename'), from: column, to: z.string() }).meta({ title: 'Rename a column', description: 'Gives it another name.' }),
    ]));
    expect(typeOf(steps)).toEqual({
      kind: 'list',
      item: {
        kind: 'variants',
        tag: 'op',
        variants: [
          { value: 'dropMissing', title: 'Drop missing', fields: [{ name: 'columns', title: 'Columns', required: false, type: { kind: 'columns', of: 'table' } }] },
          {
            value: 'rename', title: 'Rename a column', description: 'Gives it another name.',
            fields: [
              { name: 'from', title: 'From', required: true, type: { kind: 'column', of: 'table' } },
              { name: 'to', title: 'To', required: true, type: { kind: 'text', look: 'line' } },
            ],
          },
        ],
      },
    });
  });

  it('keeps titles, descriptions, defaults and what is needed', () => {
    expect(fieldsOf({
      testSize: z.number().default(0.2).meta({ title: 'Test size', description: 'Share held back.' }),
      batchSize: z.int(),
    })).toMatchObject([
      { name: 'testSize', title: 'Test size', description: 'Share held back.', default: 0.2, required: false },
      { name: 'batchSize', title: 'Batch size', required: true },
    ]);
  });

  it('puts what is seldom changed under "More"', () => {
    const fields = fieldsOf({ epochs: z.int(), momentum: z.number().default(0.9).meta({ advanced: true }), decay: z.number().meta({ advanced: true }).default(1) });
    expect(fields.map(({ name, advanced }) => [name, advanced])).toEqual([['epochs', undefined], ['momentum', true], ['decay', true]]);
  });

  it('follows references to definitions', () => {
    const point = z.object({ x: z.number() }).meta({ id: 'Point' });
    expect(fieldsOf({ from: point, to: point }).map((field) => field.type.kind)).toEqual(['group', 'group']);
  });
});

describe('values of a form', () => {
  it('start with what is needed and has no default', () => {
    const fields = fieldsOf({ name: z.string(), size: z.int().min(3), kind: z.enum(['a', 'b']), some: z.string().optional(), set: z.boolean().default(true) });
    expect(initialValues(fields)).toEqual({ name: '', size: 3, kind: 'a' });
  });

  it('start with the first shape of several', () => {
    const type = typeOf(z.discriminatedUnion('op', [z.object({ op: z.literal('trim') }), z.object({ op: z.literal('cast'), to: z.string() })]));
    expect(type && initialValue(type)).toEqual({ op: 'trim' });
  });

  it('change one property and leave the others', () => {
    expect(withProperty({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
    expect(withProperty({ a: 1 }, 'b', [2])).toEqual({ a: 1, b: [2] });
    expect(asObject([1])).toEqual({});
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });
});
