import type { ArtifactRef, Metrics, NodeManifest, NodeRun, Run, Workflow } from '@millrace/workflow';
import { bestOf, betterOf } from '../src/runs/better.ts';
import { artifactRows, curvesOf, figureRows, fileRows, inputRows, nodeIdsOf, nodeRows, parameterRows, type Side } from '../src/compare/compare-runs.ts';
import { comparedOf, formatQuery } from '../src/shell/address.ts';

const artifact = (letter: string, kind: ArtifactRef['kind'] = 'table'): ArtifactRef => ({ kind, hash: letter.repeat(64), bytes: 1, form: kind === 'metrics' ? 'value' : 'file' });
const node = (nodeId: string, more: Partial<NodeRun> = {}): NodeRun => ({ nodeId, state: 'succeeded', attempt: 1, infrastructureFailures: 0, metrics: {}, logLines: 0, outputs: {}, ...more });
const recipe = (files: Record<string, string>) => ({ recipe: { plugin: { name: 'p', version: '1', codeHash: 'c' }, inputs: {}, files } });

function side(number: number, nodes: readonly NodeRun[], documentNodes: Workflow['nodes']): Side {
  const run: Run = {
    id: `r${number}`, number, workflowId: 'w', workflowVersion: number, trigger: { kind: 'manual' }, state: 'succeeded', queuedAt: '2026-01-01T00:00:00.000Z', seq: 9,
    nodes: Object.fromEntries(nodes.map((one) => [one.nodeId, one])),
  };
  return { run, document: { millrace: 1, name: 'W', nodes: documentNodes, edges: [], notes: [], triggers: [], layout: {} } };
}

const manifest: NodeManifest = {
  type: 'train', title: 'Train', category: 'Learn', plugin: { name: 'p', version: '1', codeHash: 'c' }, effect: 'pure', inputs: [], outputs: [], resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
  params: { type: 'object', properties: { epochs: { type: 'integer', title: 'Epochs', default: 3 }, seed: { type: 'integer', default: 42 } } },
};
const byType = new Map([['train', manifest]]);
const sides = [
  side(1, [node('load', { outputs: { table: artifact('a') }, ...recipe({ 'a.csv': 'one' }) }), node('train', { metrics: { loss: [[1, 0.9], [2, 0.4], [3, 0.5]], seconds: [[1, 5]] }, outputs: { metrics: artifact('m', 'metrics') } })], [
    { id: 'load', type: 'load', params: { path: 'a.csv' } }, { id: 'train', type: 'train', params: {} },
  ]),
  side(2, [node('load', { outputs: { table: artifact('b') }, ...recipe({ 'a.csv': 'two' }) }), node('train', { metrics: { loss: [[1, 0.7], [2, 0.6]] }, outputs: { metrics: artifact('n', 'metrics') } }), node('save', { state: 'failed' })], [
    { id: 'load', type: 'load', params: { path: 'a.csv' } }, { id: 'train', type: 'train', params: { epochs: 5, seed: 42 } }, { id: 'save', type: 'save', params: { name: 'x' }, disabled: true },
  ]),
];
const metrics = new Map<string, Metrics>([['m'.repeat(64), { values: { accuracy: 0.8, rows: 10 } }], ['n'.repeat(64), { values: { accuracy: 0.9, rows: 10, f1: null } }]]);

describe('a comparison of runs', () => {
  it('lists the nodes of all runs, and has nothing where a run lacks one', () => {
    expect(nodeIdsOf(sides)).toEqual(['load', 'train', 'save']);
    expect(nodeRows(sides).map(({ values }) => values.map((value) => value?.state))).toEqual([['succeeded', 'succeeded'], ['succeeded', 'succeeded'], [undefined, 'failed']]);
  });

  it('names the parameters that differ, a default being as good as the same value written down', () => {
    expect(parameterRows(sides, byType)).toEqual([
      { nodeId: 'train', title: 'Epochs', values: ['3', '5'] },
      { nodeId: 'save', title: 'name', values: [undefined, 'x'] },
      { nodeId: 'save', title: 'disabled', values: [undefined, 'true'] },
    ]);
  });

  it('names the inputs that differ, which a parameter may be computed from', () => {
    const given = (inputs: Run['inputs'], { run, document }: Side): Side => ({ run: { ...run, ...(inputs && { inputs }) }, document: { ...document, inputs: [{ name: 'share', title: 'Share', type: 'number' }, { name: 'same', type: 'text' }] } });
    expect(inputRows([given({ share: 0.2, same: 'x' }, sides[0]!), given({ share: 0.3, same: 'x' }, sides[0]!), given(undefined, sides[0]!)])).toEqual([
      { name: 'share', title: 'Share', values: ['0.2', '0.3', undefined] }, { name: 'same', title: 'same', values: ['x', 'x', undefined] },
    ]);
    expect(inputRows(sides)).toEqual([]);
  });

  it('finds changed data by its content, in what nodes read and in what they put out', () => {
    expect(fileRows(sides)).toEqual([{ nodeId: 'load', path: 'a.csv', values: ['one', 'two'] }]);
    expect(artifactRows(sides).map(({ nodeId, port }) => `${nodeId}.${port}`)).toEqual(['load.table', 'train.metrics']);
    expect([artifactRows([sides[0]!, sides[0]!]), fileRows([sides[0]!, sides[0]!]), parameterRows([sides[0]!, sides[0]!], byType)]).toEqual([[], [], []]);
  });

  it('puts figures side by side: those of outputs, then the last and the best of each curve', () => {
    expect(figureRows(sides, metrics).map(({ name, from, values, best }) => [`${name}, ${from}`, values, best])).toEqual([
      ['accuracy, output', [0.8, 0.9], [1]],
      ['rows, output', [10, 10], []],
      ['loss, last', [0.5, 0.6], [0]],
      ['loss, best', [0.4, 0.6], [0]],
      ['seconds, last', [5, undefined], []],
    ]);
    expect(curvesOf(sides).map(({ name, series }) => [name, series.map((one) => one.side)])).toEqual([['loss', [0, 1]], ['seconds', [0]]]);
  });
});

describe('what is better', () => {
  it.each([['loss', 'less'], ['validation loss', 'less'], ['mean_absolute_error', 'less'], ['rmse', 'less'], ['macroF1', 'more'], ['roc_auc', 'more'], ['validation accuracy', 'more'], ['rows', undefined], ['mapping', undefined]])('%s: %s', (name, better) => {
    expect(betterOf(name)).toBe(better);
  });

  it('is marked at each of the best values, and not where all are alike', () => {
    expect([bestOf('f1', [0.5, 0.7, undefined, 0.7]), bestOf('loss', [0.5, Number.NaN, 0.7]), bestOf('f1', [0.5, 0.5]), bestOf('f1', [0.5]), bestOf('rows', [1, 2])]).toEqual([[1, 3], [0], [], [], []]);
  });
});

test('the address keeps which runs are compared', () => {
  const query = formatQuery({ view: 'canvas', compared: ['a/1', 'b'] });
  expect(comparedOf(query)).toEqual(['a/1', 'b']);
  expect([formatQuery({ view: 'canvas', compared: undefined }), formatQuery({ view: 'notebook', compared: undefined })]).toEqual(['', '?view=notebook']);
  expect([comparedOf(''), comparedOf('?compare='), comparedOf('?compare=a')]).toEqual([undefined, undefined, undefined]);
});
