import { emptyWorkflow, type WorkflowInput } from '@millrace/workflow';
import { blankForm, countTrials, readForm } from '../src/sweeps/sweep-form.ts';
import { fromInput, withDefaults } from '../src/sweeps/vary-edits.ts';

const document = { ...emptyWorkflow('w'), nodes: [{ id: 'train', type: 'learn.train', params: { learningRate: 0.01 } }] };

test('a parameter that is varied comes from an input with its value as the default, and once is enough', () => {
  const varied = fromInput(document, 'train', 'learningRate', 0.01);
  expect(varied?.document.inputs).toEqual([{ name: 'learningRate', type: 'number', default: 0.01 }]);
  expect(varied?.document.nodes[0]?.params).toEqual({ learningRate: { $expression: 'inputs.learningRate' } });
  expect(varied && fromInput(varied.document, 'train', 'learningRate', 0.01)).toEqual({ document: varied?.document, input: 'learningRate' });
});

test('an input gets a name that is free, a whole number stays whole, and a choice keeps its choices', () => {
  const taken = { ...document, inputs: [{ name: 'epochs', type: 'text' as const }] };
  expect(fromInput(taken, 'train', 'epochs', 3, { integer: true })).toMatchObject({ input: 'epochs_2', document: { inputs: [{}, { type: 'integer', default: 3 }] } });
  expect(fromInput(document, 'train', 'kind', 'mlp', { choices: ['mlp', 'linear'] })?.document.inputs).toEqual([{ name: 'kind', type: 'choice', default: 'mlp', choices: ['mlp', 'linear'] }]);
  expect(fromInput(document, 'train', 'columns', ['a'])).toBeUndefined();
});

test('the values of a trial become the defaults of their inputs, and of no others', () => {
  const inputs: WorkflowInput[] = [{ name: 'a', type: 'number', default: 1 }, { name: 'b', type: 'text', default: 'x' }];
  expect(withDefaults({ ...document, inputs }, { a: 2 }).inputs).toEqual([{ name: 'a', type: 'number', default: 2 }, { name: 'b', type: 'text', default: 'x' }]);
});

test('the form of a sweep begins with values near the default, and says what is missing', () => {
  const rate: WorkflowInput = { name: 'rate', type: 'number', default: 0.01 };
  expect(blankForm(rate).list).toBe('0.005, 0.01, 0.02');
  expect(blankForm({ name: 'on', type: 'boolean', default: true }).list).toBe('true, false');
  expect(readForm(blankForm(rate), rate)).toEqual({ varied: { input: 'rate', values: [0.005, 0.01, 0.02] } });
  expect(readForm({ ...blankForm(rate), list: ' , ' }, rate)).toEqual({ problem: 'Write the values with commas between them' });
  expect(readForm({ ...blankForm(rate), kind: 'range', from: '0', to: '1', scale: 'log' }, rate)).toEqual({ problem: 'Write both ends, above 0, and how many values' });
  expect(readForm({ ...blankForm(rate), kind: 'range', from: '1', to: '3', steps: '3' }, rate)).toMatchObject({ varied: { from: 1, to: 3, steps: 3 } });
  expect(countTrials({ vary: [{ input: 'a', values: [1, 2] }, { input: 'b', values: [1, 2, 3] }], method: 'grid', trials: 10 })).toEqual({ count: 6, tooMany: false });
});
