import { jest } from '@jest/globals';
import { emptyWorkflow, type NodeManifest, type PortManifest, type Position, type Workflow } from '@millrace/workflow';
import { neighbour } from '../src/canvas/neighbour.ts';
import { connectionsOf } from '../src/commands/bar/connections-of.ts';
import { findInWorkflow } from '../src/commands/bar/find-in-workflow.ts';
import { editWithOffer } from '../src/document/edit-with-offer.ts';
import { remove, rename } from '../src/document/edits.ts';
import { useWorkflow } from '../src/document/workflow-store.ts';
import { useNotices } from '../src/shell/notices-store.ts';

const manifest = (type: string, title: string, inputs: readonly PortManifest[], outputs: readonly PortManifest[], properties = {}): NodeManifest => ({
  type, title, category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure', inputs: [...inputs], outputs: [...outputs], params: { properties }, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const table: PortManifest = { name: 'table', kind: 'table' };
const types = new Map([
  manifest('data.load', 'Load file', [], [table], { path: { title: 'File' } }),
  manifest('data.clean', 'Clean', [table], [table]),
  manifest('learn.train', 'Train', [table, { name: 'model', kind: 'model' }], [{ name: 'model', kind: 'model' }]),
].map((each) => [each.type, each]));
const workflow: Workflow = {
  ...emptyWorkflow('w'),
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'data/seattle-weather.csv' } }, { id: 'clean', type: 'data.clean', name: 'Tidy rain', params: {} }, { id: 'other', type: 'data.clean', params: {} }, { id: 'train', type: 'learn.train', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }],
  notes: [{ id: 'note', text: '# Why\n\nRain is what is to be foretold' }],
  layout: { load: [0, 0], clean: [300, 200], other: [300, -20], train: [600, 0], note: [0, 400] },
};

describe('the way from node to node', () => {
  const places = new Map(workflow.nodes.map(({ id }): [string, Position] => [id, workflow.layout[id] ?? [0, 0]]));
  it.each([
    ['load', 'right', 'clean', 'along the wire, though another is nearer'],
    ['clean', 'left', 'load', 'back along the wire'],
    ['clean', 'up', 'other', 'to the nearest above'],
    ['other', 'down', 'clean', 'to the nearest below'],
    ['clean', 'right', 'train', 'to the nearest where no wire leads on'],
    ['load', 'left', undefined, 'nowhere at the end'],
    [undefined, 'down', 'load', 'from nowhere to the first'],
  ] as const)('from %s to the %s is %s: %s', (from, direction, to) => {
    expect(neighbour(places, workflow.edges, from, direction)).toBe(to);
  });
});

describe('wires from the keyboard', () => {
  const wires = connectionsOf(workflow, 'train', types);
  it('offers what fits first, the nearest before the others, to and from the node', () => {
    expect(wires.filter(({ doesFit }) => doesFit).map(({ from, to }) => `${from} → ${to}`)).toEqual(['Clean · table → Train · table', 'Tidy rain · table → Train · table', 'Load file · table → Train · table']);
  });
  it('shows what does not fit too: another kind, a taken input, a cycle, but no wire that is there', () => {
    const refused = (id: string) => connectionsOf(workflow, id, types).filter(({ doesFit }) => !doesFit).map(({ edge }) => `${edge.from} ${edge.to}`);
    expect(refused('train')).toContain('train.model clean.table');
    expect(refused('other')).toContain('other.table clean.table');
    expect(refused('load')).not.toContain('load.table clean.table');
    const round = { ...workflow, edges: [{ from: 'other.table', to: 'clean.table' }] };
    expect(connectionsOf(round, 'clean', types).find(({ edge }) => edge.to === 'other.table' && edge.from === 'clean.table')?.doesFit).toBe(false);
  });
});

describe('searching a workflow', () => {
  const found = (query: string) => findInWorkflow(workflow, types, query).map(({ id, where, text }) => [id, where, text]);
  it('finds names, types, values of parameters and words of notes', () => {
    expect(found('RAIN')).toEqual([['clean', 'node', 'Clean · data.clean · clean'], ['train', 'node', 'learn.train · train'], ['note', 'note', '# Why Rain is what is to be foretold']]);
    expect(found('seattle')).toEqual([['load', 'parameter', 'File: data/seattle-weather.csv']]);
    expect(found('nothing of the kind')).toEqual([]);
  });
  it('shows only the part of a long text around what was found', () => {
    const long = { ...workflow, nodes: [], notes: [{ id: 'long', text: `${'a '.repeat(200)}needle${' b'.repeat(200)}` }] };
    expect(findInWorkflow(long, types, 'needle')[0]?.text).toMatch(/^….{32}needle.{32}…$/);
  });
});

describe('the offer to undo', () => {
  const offers = () => useNotices.getState().notices.filter(({ action }) => action);
  beforeEach(() => {
    jest.useFakeTimers();
    useWorkflow.getState().openDraft(workflow);
    useNotices.setState({ notices: [] });
  });
  afterEach(() => jest.useRealTimers());
  const deleteTwo = () => editWithOffer('2 deleted', () => useWorkflow.getState().edit((document) => remove(document, new Set(['load', 'clean']))));

  it('brings back what the edit took, and goes', () => {
    deleteTwo();
    expect(offers().map(({ title }) => title)).toEqual(['2 deleted']);
    offers()[0]?.action?.run();
    expect([useWorkflow.getState().document.nodes.length, offers()]).toEqual([4, []]);
  });
  it('goes when something else is edited, so that it never undoes another edit', () => {
    deleteTwo();
    useWorkflow.getState().edit((document) => rename(document, 'Other'));
    expect(offers()).toEqual([]);
  });
  it('is not made for an edit that changed nothing', () => {
    editWithOffer('Nothing', () => useWorkflow.getState().edit((document) => document));
    expect(offers()).toEqual([]);
  });
});
