import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { validate, stringifyWorkflow } from '@millrace/workflow';
import { builtInNodes, readExample, runExample } from './run-example.ts';

const examples = [
  'spam-filter', 'spam-filter-small', 'subject-lines', 'weather', 'weather-table', 'weather-tfjs',
  'templates/clean-and-export', 'templates/river-water', 'templates/table-classifier', 'templates/text-classifier',
];
let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-examples-')); });
afterAll(() => rm(folder, { recursive: true }));

describe.each(examples)('the example %s', (name) => {
  test('fits the node types', async () => {
    const manifests = [...(await builtInNodes()).values()].map(({ manifest }) => manifest);
    expect(validate(readExample(name), manifests)).toEqual([]);
  });

  test('is written as Millrace writes it', () => {
    expect(readFileSync(new URL(`../examples/${name}.workflow.json`, import.meta.url), 'utf8')).toBe(stringifyWorkflow(readExample(name)));
  });

  test('flows from left to right, and no two cards overlap', () => {
    const { edges, layout, nodes } = readExample(name);
    for (const { from, to } of edges) expect(layout[from.split('.')[0] ?? '']?.[0]).toBeLessThanOrEqual(layout[to.split('.')[0] ?? '']?.[0] ?? NaN);
    const places = nodes.map(({ id }) => layout[id] ?? [0, 0]);
    places.forEach(([x, y], index) => places.slice(index + 1).forEach(([otherX, otherY]) => {
      expect(Math.abs(x - otherX) >= 256 || Math.abs(y - otherY) >= 140).toBe(true);
    }));
  });
});

test('every node type and parameter says in words what it is', async () => {
  for (const { manifest } of (await builtInNodes()).values()) {
    expect(manifest).toMatchObject({ title: expect.any(String), description: expect.any(String), category: expect.any(String) });
    for (const [parameter, schema] of Object.entries(manifest.params['properties'] ?? {})) expect({ type: manifest.type, parameter, title: Object(schema).title }).toEqual({ type: manifest.type, parameter, title: expect.any(String) });
  }
});

test('the weather sample gives a stratified split and a profile', async () => {
  const { records } = await runExample(readExample('weather'), folder);
  expect(records.get('split')?.outputs).toMatchObject({ train: { rows: 1168 }, test: { rows: 293 } });
  expect(records.get('profile')?.outputs).toMatchObject({ chart: { value: { title: 'Distribution of warmest' } } });
});

test('models of the weather table answer days they have not seen', async () => {
  const { records } = await runExample(readExample('weather-table'), folder);
  const figure = (node: string, name: string) => Object(records.get(node)?.outputs['metrics']).value.values[name];
  expect(figure('evaluate-network', 'accuracy')).toBeGreaterThan(0.75);
  expect(figure('evaluate-logistic', 'accuracy')).toBeGreaterThan(0.75);
  expect(figure('evaluate-warmth', 'r2')).toBeGreaterThan(0.8);
  expect(records.get('answer-network')?.outputs['predictions']).toMatchObject({ rows: 293, columns: expect.arrayContaining([{ name: 'date', type: 'date' }, { name: 'p_snow', type: 'number' }]) });
}, 120_000);

test('the template of a river learns how its water is judged, and lists the poor days', async () => {
  const { records } = await runExample(readExample('templates/river-water'), folder);
  expect(Object(records.get('evaluate')?.outputs['metrics']).value.values.accuracy).toBeGreaterThan(0.75); // good, the commonest, is half of them
  expect(records.get('poor')?.outputs).toMatchObject({ table: { rows: 96 } });
}, 120_000);

test('the template that cleans a table keeps whole rows and the columns that matter', async () => {
  const { records } = await runExample(readExample('templates/clean-and-export'), folder);
  expect(records.get('select')?.outputs['table']).toMatchObject({ columns: ['date', 'station', 'dissolved_oxygen', 'nitrate', 'quality'].map((name) => expect.objectContaining({ name })) });
  expect(Object(records.get('profile')?.outputs['profile']).value.columns.map(({ missing }: { missing: number }) => missing)).toEqual([0, 0, 0, 0, 0]);
  expect(records.get('stations')?.outputs['table']).toMatchObject({ rows: 4, columns: ['station', 'days', 'nitrate', 'poor_days'].map((name) => expect.objectContaining({ name })) });
}, 120_000);

test('the small spam filter learns to tell spam from ham, and deploys what it learnt', async () => {
  const { records } = await runExample(readExample('spam-filter-small'), folder);
  const metrics = records.get('evaluate')?.outputs['metrics'];
  expect(metrics).toMatchObject({ value: { values: { accuracy: expect.any(Number) } } });
  expect(Object(metrics).value.values.accuracy).toBeGreaterThan(0.8);
  expect(records.get('deploy')?.deployments).toEqual([{ name: 'spam-filter-small', model: 'spam-filter-small', version: 1 }]);
}, 120_000);

test('the subject lines learn from their first epoch, and are written', async () => {
  const workflow = readExample('subject-lines');
  const nodes = workflow.nodes.map((node) => (node.id === 'train' ? { ...node, params: { ...node.params, epochs: 1 } } : node));
  const { records } = await runExample({ ...workflow, nodes }, folder);
  expect(records.get('write')?.outputs).toMatchObject({ table: { rows: 20 } });
  const perplexity = Object(records.get('train')?.outputs['metrics']).value.values.validation_perplexity;
  expect(perplexity).toBeLessThan(500); // of 1000 tokens
}, 120_000);

test('the weather network of TensorFlow.js tells the weather of days it has not seen', async () => {
  const { records } = await runExample(readExample('weather-tfjs'), folder);
  expect(records.get('train')?.logs.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^TensorFlow\.js computes with @tensorflow\//));
  const { accuracy } = Object(records.get('evaluate')?.outputs['metrics']).value.values;
  expect(accuracy).toBeGreaterThan(0.6); // rain, the commonest, is 44 % of the days
});
