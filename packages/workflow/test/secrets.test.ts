import { asSecret, secretFields, secretNames, secretsIn, validate, withSecrets } from '@millrace/workflow';
import { manifest, workflow } from './fixtures.ts';

const secret = { type: 'string', field: 'secret' };
const caller = manifest('call', [], [], {
  token: { ...secret, title: 'Token' },
  first: { ...secret, minLength: 1, default: '' },
  many: { type: 'array', items: secret },
  either: { anyOf: [{ $ref: '#/$defs/password' }, { type: 'null' }] },
  how: { oneOf: [
    { type: 'object', properties: { by: { const: 'key' }, what: secret }, required: ['by', 'what'] },
    { type: 'object', properties: { by: { const: 'name' }, what: { type: 'string' } }, required: ['by', 'what'] },
  ] },
  headers: { type: 'object', additionalProperties: secret },
  other: { type: 'string' },
});
const definitions = { ...caller, params: { ...caller.params, $defs: { password: secret } } };
const problems = (params: object, names?: string[]) =>
  validate(workflow({ nodes: [{ id: 'c', type: 'call', params: params as Record<string, never> }], edges: [] }), [definitions], {}, names && new Set(names)).map(({ code, parameter, message }) => [code, parameter, message]);

test('a field for a secret takes a name, at any depth, and nothing at all', () => {
  const hub = asSecret('hub');
  expect(problems({ token: hub, many: [hub, hub], either: hub, how: { by: 'key', what: hub }, headers: { auth: hub } }, ['hub'])).toEqual([]);
  expect(problems({ either: null, how: { by: 'name', what: 'plain' }, other: 'plain' })).toEqual([]);
});

test.each<[string, object, [string, string]]>([
  ['a value', { token: 'hf_1234' }, ['token', '"c", Token: a secret does not belong in the workflow: store it under a name, and choose that name here']],
  ['a value in a list', { many: [asSecret('hub'), 'x'] }, ['many.1', '"c", many.1: a secret does not belong in the workflow: store it under a name, and choose that name here']],
  ['a value in one of several shapes', { how: { by: 'key', what: 'x' } }, ['how.what', '"c", how.what: a secret does not belong in the workflow: store it under a name, and choose that name here']],
  ['a value that an expression gives', { token: { $expression: '"a" + "b"' } }, ['token', '"c", Token: a secret does not belong in the workflow: store it under a name, and choose that name here']],
  ['a name that there is none of', { token: asSecret('hbu') }, ['token', '"c", Token: there is no secret "hbu": did you mean "hub"?']],
  ['what cannot be a name', { headers: { auth: asSecret('a b') } }, ['headers.auth', '"c", headers.auth: "a b" cannot be the name of a secret']],
])('%s is a problem at its field', (_, params, [parameter, message]) => {
  expect(problems(params, ['hub'])).toEqual([['secret', parameter, message]]);
});

test('a name in a field for something else does not fit there', () => {
  expect(problems({ other: asSecret('hub') }, ['hub'])).toEqual([['parameter', 'other', expect.stringContaining('expected string')]]);
});

test('names are not checked where nobody knows those there are', () => {
  expect(problems({ token: asSecret('hbu') })).toEqual([]);
});

test('a node body gets values in the places of names, and only in fields for secrets', () => {
  const params = { token: asSecret('hub'), many: [asSecret('mail'), asSecret('hub')], other: 'plain', how: { by: 'name', what: asSecret('hub') } };
  expect(secretNames(definitions, params)).toEqual(['hub', 'mail']);
  expect(secretFields(definitions, params).map(({ path }) => path.join('.'))).toEqual(['token', 'many.0', 'many.1']);
  expect(withSecrets(definitions, params, (name) => `<${name}>`)).toEqual({ token: '<hub>', many: ['<mail>', '<hub>'], other: 'plain', how: { by: 'name', what: { $secret: 'hub' } } });
});

test('the secrets of a document are found without its node types', () => {
  expect(secretsIn(workflow({ nodes: [{ id: 'x', type: 'gone', params: { a: [{ b: asSecret('hub') }], c: asSecret('mail') } }] }))).toEqual(['hub', 'mail']);
});
