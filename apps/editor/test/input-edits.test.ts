import { emptyWorkflow, type Workflow } from '@millrace/workflow';
import { addInput, removeInput, setInput } from '../src/inputs/input-edits.ts';
import { inputFormField } from '../src/inputs/input-form-field.ts';
import { formFields } from '../src/inspector/form-fields.ts';

const expression = (text: string) => ({ $expression: text });
const start: Workflow = {
  ...emptyWorkflow('w'), inputs: [{ name: 'rows', type: 'integer' }, { name: 'rows2', type: 'integer' }],
  nodes: [{ id: 'a', type: 'x', params: { n: expression('inputs.rows + inputs.rows2'), list: [{ deep: expression('inputs . rows') }], plain: 'inputs.rows' } }, { id: 'b', type: 'x', params: {} }],
};

test('an input gets a name that is free, and the last one that goes takes the list with it', () => {
  const { document, name } = addInput({ ...start, inputs: [{ name: 'input2', type: 'text' }] });
  expect(name).toBe('input3');
  expect(document.inputs?.map((input) => input.name)).toEqual(['input2', 'input3']);
  expect('inputs' in removeInput(removeInput(start, 0), 0)).toBe(false);
});

test('expressions follow an input to its new name, and nothing else changes', () => {
  const renamed = setInput(start, 0, { name: 'count', type: 'integer' });
  expect(renamed.nodes[0]?.params).toEqual({ n: expression('inputs.count + inputs.rows2'), list: [{ deep: expression('inputs . count') }], plain: 'inputs.rows' });
  expect(renamed.nodes[1]).toBe(start.nodes[1]);
  expect(setInput(start, 0, { name: 'rows', type: 'number' }).nodes).toBe(start.nodes);
});

test('inputs and code parameters become fields', () => {
  expect(inputFormField({ name: 'testShare', type: 'number', minimum: 0, maximum: 1, default: 0.5 })).toEqual({ name: 'testShare', title: 'Test share', required: false, default: 0.5, type: { kind: 'number', whole: false, range: 'at least 0, at most 1', minimum: 0, maximum: 1 } });
  expect(inputFormField({ name: 'which', type: 'choice', choices: ['a'] })).toMatchObject({ required: true, type: { kind: 'choice', choices: [{ value: 'a', label: 'a' }] } });
  expect(formFields({ properties: { query: { type: 'string', field: 'code', language: 'sql', of: 'table' } } })[0]?.type).toEqual({ kind: 'text', look: 'code', language: 'sql', of: 'table' });
});
