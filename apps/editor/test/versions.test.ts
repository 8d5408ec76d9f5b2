import { jest } from '@jest/globals';
import { emptyWorkflow, type NodeManifest, type Workflow, type WorkflowVersionSummary } from '@millrace/workflow';
import { rename } from '../src/document/edits.ts';
import { saveNow } from '../src/document/save-workflow.ts';
import { useWorkflow } from '../src/document/workflow-store.ts';
import { drawnLevel } from '../src/canvas/drawn-level.ts';
import { drawingOf, marksOf } from '../src/versions/compared-elements.ts';
import { fieldWords, itemWords, valueWords } from '../src/versions/difference-words.ts';
import { groupVersions } from '../src/versions/group-versions.ts';
import { restoreVersion } from '../src/versions/restore-version.ts';
import { closeVersion, openVersion, useVersionView } from '../src/versions/version-view-store.ts';

const version = (number: number, more: Partial<WorkflowVersionSummary> = {}): WorkflowVersionSummary => ({ version: number, createdAt: '2026-01-01T00:00:00Z', runs: 0, ...more });

describe('the list of versions', () => {
  const shape = (versions: readonly WorkflowVersionSummary[]) => groupVersions(versions).map((group) => (group.kind === 'version' ? group.version.version : group.versions.map((step) => step.version)));

  it('folds saves together that nobody named or ran, and keeps the newest and the first', () => {
    expect(shape([9, 8, 7, 6, 5, 4, 3, 2, 1].map((number) => version(number, number === 5 ? { name: 'Before tuning' } : {})))).toEqual([9, [8, 7, 6], 5, [4, 3, 2], 1]);
    expect(shape([5, 4, 3, 2, 1].map((number) => version(number, number === 3 ? { runs: 2 } : {})))).toEqual([5, 4, 3, 2, 1]);
    expect(shape([version(1)])).toEqual([1]);
    expect(shape([])).toEqual([]);
  });
});

const before: Workflow = {
  ...emptyWorkflow('Test'), notes: [{ id: 'note', text: 'Words' }],
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'a.csv' } }, { id: 'clean', type: 'data.clean', params: {} }, { id: 'old', type: 'data.split', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'old.table' }],
  layout: { load: [0, 0], clean: [300, 0], old: [600, 0], note: [0, 300] },
};
const after: Workflow = {
  ...before, nodes: [{ id: 'load', type: 'data.load', params: { path: 'b.csv' } }, { id: 'clean', type: 'data.clean', params: {} }, { id: 'new', type: 'data.split', name: 'Split', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'new.table' }], layout: { load: [0, 0], clean: [300, 90], new: [600, 0], note: [0, 300] },
};
const manifest: NodeManifest = {
  type: 'data.load', title: 'Load file', category: 'Data', description: '', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure', inputs: [], outputs: [],
  params: { type: 'object', properties: { path: { type: 'string', title: 'File' } } }, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
};
const known = new Map([['data.load', manifest]]);

describe('what changed between two versions', () => {
  it('is drawn: the later document with what it has no more, each marked, and where moved nodes stood', () => {
    const { workflow, marks, former } = drawingOf(after, before);
    const { elements, wires } = drawnLevel(workflow, undefined, known);
    expect(elements.map(({ id }) => id).sort()).toEqual(['clean', 'load', 'new', 'note', 'old']);
    expect(wires).toHaveLength(3);
    expect(Object.fromEntries(marks)).toEqual({ load: ['changed'], clean: ['moved'], new: ['added'], old: ['removed'], 'clean.table->new.table': ['added'], 'clean.table->old.table': ['removed'] });
    expect(elements.find(({ id }) => id === 'old')?.position).toEqual({ x: 600, y: 0 });
    expect(former).toEqual([{ id: 'clean', position: { x: 300, y: 0 } }]);
  });

  it('is told at a card for what it holds, with groups and sub-workflows that are there no more', () => {
    const held = (document: Workflow, groups: readonly string[]): Workflow => ({
      ...document, nodes: document.nodes.map((node) => (node.id === 'clean' ? { ...node, within: 'part' } : node)), subflows: [{ id: 'part', name: 'Part', promoted: [] }],
      groups: groups.map((id) => ({ id, title: id, color: 'blue', members: [id === 'kept' ? 'load' : 'old'], folded: true })),
    });
    const { workflow, marks } = drawingOf(held(after, ['kept']), held(before, ['kept', 'gone']));
    const { elements } = drawnLevel(workflow, undefined, known);
    expect(workflow.groups?.map(({ id, folded }) => [id, folded])).toEqual([['kept', true], ['gone', undefined]]);
    expect(Object.fromEntries(elements.map((element) => [element.id, marksOf(element, marks)]))).toEqual({ note: [], new: ['added'], old: ['removed'], kept: ['changed'], part: ['changed'] });
    expect(drawingOf({ ...after }, held(before, [])).workflow.subflows?.map(({ id }) => id)).toEqual(['part']);
  });

  it('is nothing where one version is only looked at', () => {
    const { workflow, marks, differences } = drawingOf(after, undefined);
    const { elements } = drawnLevel(workflow, undefined, known);
    expect([elements.length, marks.size, differences.length]).toEqual([4, 0, 0]);
  });

  it('is told in the words of the page', () => {
    const { differences } = drawingOf(after, before);
    expect(differences.map((difference) => itemWords(difference, [after, before], known))).toEqual([
      'Load file', 'Split', 'old', 'clean', 'clean (table) → Split (table)', 'clean (table) → old (table)',
    ]);
    const [field] = differences[0]!.fields;
    expect([fieldWords(field!, 'load', [after, before], known), valueWords(field!.before), valueWords(field!.after)]).toEqual(['File', 'a.csv', 'b.csv']);
    expect(fieldWords({ path: ['params', 'steps', '0', 'column'], before: 1, after: 2 }, 'load', [after], known)).toBe('steps › 1 › column');
    expect([valueWords(undefined), valueWords(''), valueWords(['x'.repeat(200)])]).toEqual(['not set', 'empty', expect.stringMatching(/^\["x{117}…$/)]);
  });
});

describe('looking back', () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }); // notices go by themselves after a while
  const realFetch = globalThis.fetch;
  const saved: Workflow[] = [];
  globalThis.fetch = (async (path: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    if (method !== 'GET') saved.push(JSON.parse(body ?? '').document);
    const number = Number(/versions\/(\d+)$/.exec(path)?.[1] ?? saved.length);
    return Response.json({ id: 'w', name: 'Test', version: number, updatedAt: '2026-01-01T00:00:00Z', document: saved[number - 1] });
  }) as typeof fetch; // answers all that is asked here
  afterAll(() => {
    globalThis.fetch = realFetch;
  });
  const write = (name: string) => useWorkflow.getState().edit((document) => rename(document, name));
  beforeEach(() => {
    saved.length = 0;
    useWorkflow.getState().openDraft(rename(before, 'First'));
  });

  it('saves what is unsaved, and refuses every edit until it ends', async () => {
    await saveNow();
    write('Second');
    await openVersion(1);
    expect(saved.map(({ name }) => name)).toEqual(['First', 'Second']);
    write('Third');
    useWorkflow.getState().undo();
    expect(useWorkflow.getState()).toMatchObject({ document: { name: 'Second' }, lookingBack: true, save: { kind: 'saved' } });
    closeVersion();
    write('Third');
    expect(useWorkflow.getState()).toMatchObject({ document: { name: 'Third' }, lookingBack: false });
  });

  it('ends when another workflow is opened', async () => {
    await saveNow();
    await openVersion(1);
    useWorkflow.getState().openDraft(emptyWorkflow('Other'));
    expect([useVersionView.getState().version, useWorkflow.getState().lookingBack]).toEqual([undefined, false]);
  });

  it('brings a version back as one edit that undo takes back, and keeps what was there as a version', async () => {
    await saveNow();
    write('Second');
    write('Unsaved');
    await openVersion(1);
    await restoreVersion(1);
    expect(saved.map(({ name }) => name)).toEqual(['First', 'Unsaved', 'First']);
    expect(useWorkflow.getState()).toMatchObject({ document: { name: 'First' }, lookingBack: false, save: { kind: 'saved' } });
    useWorkflow.getState().undo();
    expect(useWorkflow.getState().document.name).toBe('Unsaved');
  });
});
