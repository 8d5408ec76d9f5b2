import { describe, expect, test } from '@jest/globals';
import { evolve, freshnessOf, isNodeEnd, recordOfEnd, recordsOfRun, wordsOf, type ArtifactRef, type NodeManifest, type NodeRecord, type Run, type RunEventBody, type Workflow } from '@millrace/workflow';
import { manifest } from './fixtures.ts';

const table = { name: 'table', kind: 'table' } as const;
const types: readonly NodeManifest[] = [
  manifest('load', [], [table], { path: { type: 'string', default: 'a.csv', title: 'File', field: 'file' } }),
  manifest('clean', [table], [table], { trim: { type: 'boolean', default: true, title: 'Trim' }, steps: { type: 'array', items: { type: 'string' }, default: [] } }),
  { ...manifest('split', [table], [table], { testSize: { type: 'number', default: 0.2, maximum: 1, title: 'Test size' }, note: { type: 'string', default: '' } }), title: 'Train/test split' },
  { ...manifest('weather', [], [table]), effect: 'external' },
  { ...manifest('deploy', [table], [table]), effect: 'sideEffect' },
];
const manifests = new Map(types.map((type) => [type.type, type]));

const pipeline: Workflow = {
  millrace: 1, name: 'Test', notes: [], triggers: [], layout: {},
  nodes: [{ id: 'load', type: 'load', params: {} }, { id: 'clean', type: 'clean', name: 'Clean', params: {} }, { id: 'split', type: 'split', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }],
};

const artifact = (content: string): ArtifactRef => ({ kind: 'table', hash: content.padEnd(64, '0'), bytes: 1, form: 'file' });
const recipe = (inputs: Record<string, string> = {}, files: Record<string, string> = {}) => ({ plugin: types[0]!.plugin, inputs: Object.fromEntries(Object.entries(inputs).map(([port, content]) => [port, content.padEnd(64, '0')])), files });
const succeeded = (nodeId: string, content: string, made = recipe()): RunEventBody => ({ type: 'node.succeeded', nodeId, attempt: 1, key: 'k', outputs: { table: artifact(content) }, recipe: made });
const failed = (nodeId: string, message: string, made?: ReturnType<typeof recipe>): RunEventBody => ({ type: 'node.failed', nodeId, attempt: 1, error: { kind: 'user', message }, willRetry: false, ...(made ? { recipe: made } : {}) });
const skipped = (nodeId: string, because: string): RunEventBody => ({ type: 'node.skipped', nodeId, because });

const all = [succeeded('load', 'a1', recipe({}, { 'a.csv': 'f1' })), succeeded('clean', 'b1', recipe({ table: 'a1' })), succeeded('split', 'c1', recipe({ table: 'b1' }))];

/** Records of runs 1, 2, …, newest first; each run with the document it ran. */
function recordsOf(runs: readonly (readonly [bodies: readonly RunEventBody[], document: Workflow])[]): Map<string, NodeRecord[]> {
  const records = new Map<string, NodeRecord[]>();
  runs.forEach(([bodies, document], index) => {
    for (const body of bodies) {
      const record = isNodeEnd(body) ? recordOfEnd({ runId: `run${index + 1}`, number: index + 1, workflowVersion: 1, at: '', body }, document) : undefined;
      if (record) records.set(record.nodeId, [record, ...(records.get(record.nodeId) ?? [])]);
    }
  });
  return records;
}

const withParams = (params: Record<string, Workflow['nodes'][number]['params']>, document = pipeline): Workflow => ({
  ...document, nodes: document.nodes.map((node) => ({ ...node, params: { ...node.params, ...params[node.id] } })),
});

/** The pipeline with the outputs of run 4 pinned at `clean`. */
const pinnedClean: Workflow = { ...pipeline, nodes: pipeline.nodes.map((node) => (node.id === 'clean' ? { ...node, pinned: { runId: 'run4', number: 4, outputs: { table: artifact('b1') } } } : node)) };

interface Case {
  readonly title: string;
  readonly document?: Workflow;
  /** What ran, oldest first; the document that ran is the pipeline unless it is named. */
  readonly runs?: readonly (readonly RunEventBody[] | readonly [readonly RunEventBody[], Workflow])[];
  readonly files?: Record<string, string | null>;
  readonly types?: ReadonlyMap<string, NodeManifest>;
  readonly expected: Readonly<Record<string, string>>;
}

const isPair = (run: NonNullable<Case['runs']>[number]): run is readonly [readonly RunEventBody[], Workflow] => Array.isArray(run[0]);

const cases: readonly Case[] = [
  { title: 'nothing ran', expected: { load: 'never', clean: 'never', split: 'never' } },
  { title: 'a node is pinned to what follows has seen, and what is before it changed', document: withParams({ load: { path: 'b.csv' } }, pinnedClean), runs: [all], expected: { load: 'stale: File was changed since run 1: “a.csv” → “b.csv”', clean: 'pinned: Pinned to run 4: it does not run, and what follows gets those outputs', split: 'fresh' } },
  { title: 'a node is pinned to other outputs than what follows has seen', document: pinnedClean, runs: [[...all.slice(0, 2), succeeded('split', 'c1', recipe({ table: 'b2' }))]], expected: { load: 'fresh', clean: 'pinned: Pinned to run 4: it does not run, and what follows gets those outputs', split: 'stale: Clean has put out something else since run 1' } },
  { title: 'everything ran', runs: [all], expected: { load: 'fresh', clean: 'fresh', split: 'fresh' } },
  {
    title: 'a changed parameter makes its node stale and everything after it',
    runs: [all], document: withParams({ clean: { trim: false } }),
    expected: { load: 'fresh', clean: 'stale: Trim was changed since run 1: true → false', split: 'stale: Its input comes from Clean, which is stale' },
  },
  {
    title: 'a disabled node is skipped with all that depends on it, and fresh again once it is enabled', runs: [all],
    document: { ...pipeline, nodes: pipeline.nodes.map((node) => (node.id === 'clean' ? { ...node, disabled: true } : node)) },
    expected: { load: 'fresh', clean: 'skipped: It is disabled', split: 'skipped: It depends on Clean, which is disabled' },
  },
  { title: 'a parameter set to its default is no change', runs: [all], document: withParams({ clean: { trim: true }, split: { testSize: 0.2 } }), expected: { load: 'fresh', clean: 'fresh', split: 'fresh' } },
  {
    title: 'a parameter that is not valid is a change', runs: [all], document: withParams({ split: { testSize: 3 } }),
    expected: { load: 'fresh', clean: 'fresh', split: 'stale: Test size was changed since run 1: 0.2 → 3' },
  },
  { title: 'a long value is not told', runs: [all], document: withParams({ clean: { steps: ['a'] } }), expected: { load: 'fresh', clean: 'stale: steps was changed since run 1', split: 'stale: Its input comes from Clean, which is stale' } },
  { title: 'a name, a place and a note are no change', runs: [all], document: { ...pipeline, nodes: pipeline.nodes.map((node) => ({ ...node, name: `${node.id}!` })), notes: [{ id: 'n', text: 'x' }], layout: { load: [1, 2] } }, expected: { load: 'fresh', clean: 'fresh', split: 'fresh' } },
  {
    title: 'a parameter changed back is fresh again, though a run failed with the other value',
    runs: [all, [[failed('clean', 'no column', recipe({ table: 'a1' })), skipped('split', '"Clean" failed')], withParams({ clean: { trim: false } })]],
    expected: { load: 'fresh', clean: 'fresh', split: 'fresh' },
  },
  {
    title: 'a failure stands as long as nothing changed', runs: [[all[0]!, failed('clean', 'no column', recipe({ table: 'a1' })), skipped('split', '"Clean" (clean) failed')]],
    expected: { load: 'fresh', clean: 'failed: no column', split: 'skipped: "Clean" (clean) failed' },
  },
  {
    title: 'a failure is stale once its node was changed', runs: [[all[0]!, failed('clean', 'no column', recipe({ table: 'a1' })), skipped('split', '"Clean" (clean) failed')]],
    document: withParams({ clean: { trim: false } }),
    expected: { load: 'fresh', clean: 'stale: Trim was changed since run 1: true → false', split: 'stale: Its input comes from Clean, which is stale' },
  },
  {
    title: 'what was skipped is stale once its source ran by itself', runs: [[all[0]!, failed('clean', 'no column'), skipped('split', '"Clean" failed')], [all[1]!]],
    expected: { load: 'fresh', clean: 'fresh', split: 'stale: It was skipped in run 1; what it needs is there now' },
  },
  { title: 'a failure before its inputs were looked at stands', runs: [[failed('load', 'There is no file "a.csv"')]], expected: { load: 'failed: There is no file "a.csv"', clean: 'never', split: 'never' } },
  {
    title: 'a source that ran alone and gave the same leaves what follows fresh', runs: [all, [succeeded('clean', 'b1', recipe({ table: 'a1' }))]],
    expected: { load: 'fresh', clean: 'fresh', split: 'fresh' },
  },
  {
    title: 'a source that ran alone and gave something else makes what follows stale', runs: [all, [[succeeded('clean', 'b2', recipe({ table: 'a1' }))], withParams({ clean: { trim: false } })]],
    document: withParams({ clean: { trim: false } }),
    expected: { load: 'fresh', clean: 'fresh', split: 'stale: Clean has put out something else since run 1' },
  },
  { title: 'a reused node says so', runs: [all, [{ type: 'node.reused', nodeId: 'load', key: 'k', outputs: { table: artifact('a1') }, from: { runId: 'run1', number: 1 }, reason: 'reused from run 1: nothing changed', recipe: recipe({}, { 'a.csv': 'f1' }) }]], expected: { load: 'reused', clean: 'fresh', split: 'fresh' } },
  { title: 'a file with other content', runs: [all], files: { 'a.csv': 'f2' }, expected: { load: 'stale: The file a.csv has changed since run 1', clean: 'stale: Its input comes from load, which is stale', split: 'stale: Its input comes from Clean, which is stale' } },
  { title: 'a file that is gone', runs: [all], files: { 'a.csv': null }, expected: { load: 'stale: The file a.csv is not there any more', clean: 'stale: Its input comes from load, which is stale', split: 'stale: Its input comes from Clean, which is stale' } },
  { title: 'a file with the same content', runs: [all], files: { 'a.csv': 'f1' }, expected: { load: 'fresh', clean: 'fresh', split: 'fresh' } },
  {
    title: 'another version of the plugin', runs: [all], types: new Map([...manifests].map(([type, one]) => [type, type === 'split' ? { ...one, plugin: { ...one.plugin, version: '1.1.0', codeHash: '1' } } : one])),
    expected: { load: 'fresh', clean: 'fresh', split: 'stale: The code of test was updated to 1.1.0 since run 1' },
  },
  {
    title: 'other code of the same version of the plugin', runs: [all], types: new Map([...manifests].map(([type, one]) => [type, type === 'split' ? { ...one, plugin: { ...one.plugin, codeHash: '1' } } : one])),
    expected: { load: 'fresh', clean: 'fresh', split: 'stale: The code of test was changed since run 1' },
  },
  { title: 'a node type that is not installed', runs: [all], types: new Map([...manifests].filter(([type]) => type !== 'split')), expected: { load: 'fresh', clean: 'fresh', split: 'stale: Its node type is not installed' } },
  { title: 'another node type under the same name', runs: [all], document: { ...pipeline, nodes: pipeline.nodes.map((node) => (node.id === 'split' ? { ...node, type: 'clean' } : node)) }, expected: { load: 'fresh', clean: 'fresh', split: 'stale: Its type was changed since run 1' } },
  { title: 'a wire that was removed', runs: [all], document: { ...pipeline, edges: pipeline.edges.slice(0, 1) }, expected: { load: 'fresh', clean: 'fresh', split: 'stale: The wire into table was removed since run 1' } },
  { title: 'a wire that was added', runs: [[all[0]!, succeeded('clean', 'b0')], all.slice(0, 1)], expected: { load: 'fresh', clean: 'stale: load was wired to table since run 1', split: 'never' } },
  { title: 'a wire from another node', runs: [all], document: { ...pipeline, edges: [pipeline.edges[0]!, { from: 'load.table', to: 'split.table' }] }, expected: { load: 'fresh', clean: 'fresh', split: 'stale: Its table comes from load now' } },
  {
    title: 'a wire from another node that gives the very same', runs: [[all[0]!, succeeded('clean', 'a1', recipe({ table: 'a1' })), succeeded('split', 'c1', recipe({ table: 'a1' }))]],
    document: { ...pipeline, edges: [pipeline.edges[0]!, { from: 'load.table', to: 'split.table' }] }, expected: { load: 'fresh', clean: 'fresh', split: 'fresh' },
  },
  { title: 'a node that was put before', runs: [all], document: { ...pipeline, nodes: [...pipeline.nodes, { id: 'more', type: 'clean', name: 'More', params: {} }], edges: [pipeline.edges[0]!, { from: 'clean.table', to: 'more.table' }, { from: 'more.table', to: 'split.table' }] }, expected: { load: 'fresh', clean: 'fresh', split: 'stale: Its input comes from More, which has never run', more: 'never' } },
  { title: 'a cancelled node', runs: [[all[0]!, { type: 'node.cancelled', nodeId: 'clean' }, { type: 'node.cancelled', nodeId: 'split' }]], expected: { load: 'fresh', clean: 'stale: It was cancelled in run 1', split: 'stale: Its input comes from Clean, which is stale' } },
  {
    title: 'nodes that are not pure say that they run again',
    document: { ...pipeline, nodes: [{ id: 'load', type: 'weather', params: {} }, { id: 'clean', type: 'deploy', params: {} }], edges: pipeline.edges.slice(0, 1) },
    runs: [[[succeeded('load', 'a1'), succeeded('clean', 'b1', recipe({ table: 'a1' }))], { ...pipeline, nodes: [{ id: 'load', type: 'weather', params: {} }, { id: 'clean', type: 'deploy', params: {} }], edges: pipeline.edges.slice(0, 1) }]],
    expected: { load: 'fresh: It looks again each run', clean: 'fresh: It acts again each run' },
  },
  { title: 'a cycle is judged node by node and ends', document: { ...pipeline, edges: [...pipeline.edges, { from: 'split.table', to: 'clean.table' }] }, runs: [all], expected: { load: 'fresh', clean: 'stale: Its input comes from Train/test split, which has never run', split: 'stale: Its input comes from Clean, which is stale' } },
];

describe('freshness', () => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    const runs = (one.runs ?? []).map((run) => (isPair(run) ? run : [run, pipeline] as const));
    const found = freshnessOf(one.document ?? pipeline, { manifests: one.types ?? manifests, records: recordsOf(runs), files: one.files ?? {} });
    expect(Object.fromEntries([...found].map(([id, { state, reasons }]) => [id, [state, ...reasons.map((reason) => wordsOf(reason))].join(': ')]))).toEqual(one.expected);
  });

  test('while a run goes on, its nodes wait and run, and what it has made counts at once', () => {
    const bodies: RunEventBody[] = [
      { type: 'run.queued', number: 7, workflowId: 'w', workflowVersion: 1, nodeIds: ['load', 'clean', 'split'], trigger: { kind: 'manual' } },
      { type: 'run.started' }, all[0]!, { type: 'node.started', nodeId: 'clean', attempt: 1, key: 'k' },
    ];
    const run = bodies.reduce<Run | undefined>((folded, body, index) => evolve(folded, { runId: 'r', seq: index + 1, at: '', ...body }), undefined)!;
    const records = new Map(recordsOfRun(run, pipeline).map((record) => [record.nodeId, [record]]));
    const found = freshnessOf(pipeline, { manifests, records, files: {}, live: run });
    expect([...found].map(([id, { state, record }]) => [id, state, record?.number])).toEqual([['load', 'fresh', 7], ['clean', 'running', undefined], ['split', 'waiting', undefined]]);
  });

  test('every edit that is taken back is fresh again', () => {
    const records = recordsOf([[all, pipeline]]);
    const edits = [withParams({ load: { path: 'b.csv' } }), withParams({ split: { testSize: 0.5 } }), { ...pipeline, edges: [] }, { ...pipeline, nodes: pipeline.nodes.slice(0, 2) }];
    const states = (document: Workflow) => [...freshnessOf(document, { manifests, records, files: {} }).values()].map(({ state }) => state);
    for (const edited of edits) {
      states(edited);
      expect(states(JSON.parse(JSON.stringify(pipeline)) as Workflow)).toEqual(['fresh', 'fresh', 'fresh']);
    }
  });
});
