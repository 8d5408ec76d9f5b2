import { applyChange, changeBetween, completeInputs, evolve, freshnessOf, invertChange, mergeWorkflows, parseWorkflow, readInputText, recordsOfRun, resolveExpressions, stringifyWorkflow, triggerInputDiagnostics, validate, wordsOf, type InputValues, type RunEvent, type Workflow, type WorkflowInput } from '@millrace/workflow';
import { manifests, workflow } from './fixtures.ts';

const inputs: WorkflowInput[] = [
  { name: 'share', type: 'number', default: 0.2, minimum: 0, maximum: 1 },
  { name: 'rows', type: 'integer' },
  { name: 'unused', type: 'text', default: '' },
];
const share = { $expression: 'inputs.share / 2' };
const base = workflow();
const document = workflow({ inputs, nodes: [base.nodes[0]!, { id: 'split', type: 'split', params: { testSize: share, steps: [{ op: 'take', rows: { $expression: 'inputs.rows' } }] } }, base.nodes[2]!] });
const withSize = (expression: string, defined = inputs): Workflow => workflow({ inputs: defined, nodes: [base.nodes[0]!, { id: 'split', type: 'split', params: { testSize: { $expression: expression } } }, base.nodes[2]!] });

test('a document with inputs and expressions is read, written and read again as it was', () => {
  expect(parseWorkflow(stringifyWorkflow(document))).toEqual(document);
  expect(() => parseWorkflow(stringifyWorkflow({ ...document, inputs: [{ name: 'a b', type: 'text' }] }))).toThrow('inputs.0.name: Use letters');
});

test('edits of inputs are changes that can be taken back, and merge by the name', () => {
  const edited: Workflow = { ...document, inputs: [{ ...inputs[0]!, default: 0.5 }, inputs[1]!, { name: 'new', type: 'boolean' }] };
  const change = changeBetween(document, edited);
  expect(applyChange(document, change)).toEqual(edited);
  expect(applyChange(edited, invertChange(change))).toEqual(document);
  expect(applyChange(applyChange(base, changeBetween(base, document)), changeBetween(document, base))).toEqual(base);
  const theirs: Workflow = { ...document, inputs: [...inputs, { name: 'theirs', type: 'date' }] };
  expect(mergeWorkflows(document, edited, theirs)).toEqual({ document: { ...edited, inputs: [...edited.inputs ?? [], { name: 'theirs', type: 'date' }] }, conflicts: [] });
  expect(mergeWorkflows(base, base, base).document).toEqual(base);
});

test.each<[WorkflowInput, string, InputValues[string] | undefined, RegExp | undefined]>([
  [{ name: 'x', type: 'integer', minimum: 1, maximum: 9 }, '7', 7, undefined],
  [{ name: 'x', type: 'integer', minimum: 1, maximum: 9 }, '10', undefined, /must be a whole number from 1 to 9, not 10/],
  [{ name: 'x', type: 'integer' }, '1.5', undefined, /must be a whole number, not 1\.5/],
  [{ name: 'x', type: 'number', minimum: 0 }, '-1', undefined, /at least 0/],
  [{ name: 'x', type: 'number' }, 'many', undefined, /must be a number, not "many"/],
  [{ name: 'x', type: 'boolean' }, 'true', true, undefined],
  [{ name: 'x', type: 'boolean' }, 'yes', undefined, /must be true or false, not "yes"/],
  [{ name: 'x', type: 'choice', choices: ['a', 'b'] }, 'b', 'b', undefined],
  [{ name: 'x', type: 'choice', choices: ['a', 'b'] }, 'c', undefined, /must be one of a, b, not "c"/],
  [{ name: 'x', type: 'date' }, '2026-03-31', '2026-03-31', undefined],
  [{ name: 'x', type: 'date' }, '2026-02-30', undefined, /a date such as 2026-03-31/],
  [{ name: 'x', type: 'file' }, '', undefined, /the path of a file/],
  [{ name: 'x', type: 'text' }, '', '', undefined],
])('%j takes or refuses %j', (input, text, value, words) => {
  const { values, problems } = completeInputs([input], { x: readInputText(input, text) });
  expect(values).toEqual(value === undefined ? {} : { x: value });
  if (words) expect(wordsOf(problems[0]!.words)).toMatch(words);
  else expect(problems).toEqual([]);
});

test('a run is told which inputs it lacks and which the workflow does not have', () => {
  const { values, problems } = completeInputs(inputs, { row: 3 });
  expect({ values, problems: problems.map(({ words, ...problem }) => ({ ...problem, message: wordsOf(words) })) }).toEqual({
    values: { share: 0.2, unused: '' },
    problems: [
      { input: 'row', message: 'The workflow has no input "row"; it has: share, rows, unused' },
      { input: 'rows', missing: true, message: 'The input "rows" needs a value: a whole number' },
    ],
  });
  expect(triggerInputDiagnostics({ inputs, triggers: [{ id: 'daily', type: 'schedule', cron: '0 6 * * *', timeZone: 'UTC', enabled: true }] })).toEqual([expect.objectContaining({ code: 'trigger', input: 'rows' })]);
  expect(triggerInputDiagnostics({ inputs, triggers: [{ id: 'daily', type: 'schedule', cron: '0 6 * * *', timeZone: 'UTC', enabled: true, inputs: { rows: 5 } }] })).toEqual([]);
});

test('expressions are computed at any depth, and nodes without one stay the very objects', () => {
  const { document: resolved, problems } = resolveExpressions(document, { rows: 10 });
  expect(resolved.nodes[1]?.params).toEqual({ testSize: 0.1, steps: [{ op: 'take', rows: 10 }] });
  expect(problems).toEqual([]);
  expect(resolved.nodes[0]).toBe(document.nodes[0]);
  expect(resolveExpressions(document, { rows: 10, unused: 'x' }).document.nodes[1]).toBe(resolved.nodes[1]);
  expect(resolveExpressions(base).document).toBe(base);
});

test('a sound expression over an input without a value waits for a run to give it one', () => {
  expect(validate(document, manifests)).toEqual([]);
  expect(validate(document, manifests, { rows: 3 })).toEqual([]);
});

test.each<[string, Workflow, InputValues, object]>([
  ['an expression that cannot be read', withSize('inputs.share *'), {}, { nodeId: 'split', parameter: 'testSize', message: '"split", Test size: The expression ends where a value is due, such as inputs.rows or 0.2 (at character 15 of the expression)' }],
  ['an input that is not there', withSize('inputs.sahre'), {}, { parameter: 'testSize', message: '"split", Test size: The workflow has no input "sahre"; it has: share, rows, unused (at character 1 of the expression)' }],
  ['a result that does not fit the parameter', withSize('inputs.share * 4'), { share: 0.5 }, { parameter: 'testSize', message: '"split", Test size: Too big: expected number to be <1; the expression gave 2' }],
  ['a result of another type', withSize('"0.5"'), {}, { parameter: 'testSize', message: '"split", Test size: Invalid input: expected number, received string; the expression gave "0.5": number(…) makes a number of a text' }],
  ['two inputs of one name', withSize('0.5', [...inputs, inputs[0]!]), {}, { code: 'input', input: 'share' }],
  ['a default that its input does not take', withSize('0.5', [{ name: 'x', type: 'integer', default: 'a' }]), {}, { code: 'input', input: 'x', message: 'The input "x": its default must be a whole number, not "a"' }],
  ['a choice without choices', withSize('0.5', [{ name: 'x', type: 'choice' }]), {}, { code: 'input', message: 'The input "x": it has no choices: add one' }],
])('%s is told at its place', (_, wrong, values, expected) => {
  expect(validate(wrong, manifests, values)).toContainEqual(expect.objectContaining(expected));
});

describe('freshness', () => {
  const ran = (values: InputValues) => {
    const bodies = [
      { type: 'run.queued', number: 1, workflowId: 'w', workflowVersion: 1, nodeIds: ['load', 'split'], trigger: { kind: 'manual' }, inputs: values },
      ...['load', 'split'].map((nodeId) => ({ type: 'node.succeeded', nodeId, attempt: 1, key: nodeId, outputs: { table: { kind: 'table', hash: 'a'.repeat(64), bytes: 1, form: 'value' } }, recipe: { plugin: manifests[0]!.plugin, inputs: nodeId === 'split' ? { table: 'a'.repeat(64) } : {}, files: {} } })),
    ];
    const run = bodies.map((body, index) => ({ runId: 'r', seq: index + 1, at: '', ...body }) as RunEvent).reduce<ReturnType<typeof evolve> | undefined>(evolve, undefined);
    if (!run) throw new Error('no run');
    expect(run.inputs).toEqual(values);
    return new Map(recordsOfRun(run, document).map((record) => [record.nodeId, [record]]));
  };
  const state = (records: ReturnType<typeof ran>, values: InputValues) => freshnessOf(document, { manifests: new Map(manifests.map((manifest) => [manifest.type, manifest])), records, files: {}, inputs: values }).get('split');
  const reasons = (...given: Parameters<typeof state>) => state(...given)?.reasons.map((reason) => wordsOf(reason));

  test('a node is stale when an input that it names has another value, and fresh when another input has', () => {
    const records = ran({ share: 0.2, rows: 10, unused: '' });
    expect(state(records, { rows: 10 })?.state).toBe('fresh');
    expect(state(records, { rows: 10, unused: 'else' })?.state).toBe('fresh');
    expect([state(records, { rows: 10, share: 0.4 })?.state, state(records, {})?.state]).toEqual(['stale', 'stale']);
    expect(reasons(records, { rows: 10, share: 0.4 })).toEqual(['Test size was changed since run 1: 0.1 → 0.2']);
    expect(reasons(records, {})).toEqual(['The input "rows" has no value']);
  });
});
