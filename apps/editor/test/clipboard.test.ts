import { emptyWorkflow, parseSelection, selectionOf, type Workflow } from '@millrace/workflow';
import { duplicate, paste } from '../src/document/edits.ts';

const workflow: Workflow = {
  ...emptyWorkflow('w'),
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'a.csv' } }, { id: 'clean', type: 'data.clean', name: 'Tidy', params: {} }, { id: 'split-2', type: 'data.split', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split-2.table' }],
  notes: [{ id: 'note', text: 'Hello' }],
  layout: { load: [0, 0], clean: [300, 100], 'split-2': [600, 0], note: [0, -200] },
};
const copied = (...ids: string[]) => JSON.stringify(selectionOf(workflow, new Set(ids)));

describe('copy and paste', () => {
  it('copies nodes and notes with the wires among them, and no other wire', () => {
    expect(JSON.parse(copied('clean', 'split-2', 'note'))).toEqual({
      millraceSelection: 1,
      nodes: [workflow.nodes[1], workflow.nodes[2]],
      edges: [{ from: 'clean.table', to: 'split-2.table' }],
      notes: [{ id: 'note', text: 'Hello' }],
      layout: { clean: [300, 100], 'split-2': [600, 0], note: [0, -200] },
    });
  });

  it('pastes into another workflow as it was', () => {
    const { document, pasted } = paste(emptyWorkflow('other'), parseSelection(copied('load', 'clean')));
    expect(document).toMatchObject({ nodes: workflow.nodes.slice(0, 2), edges: [workflow.edges[0]], layout: { load: [40, 40], clean: [340, 140] } });
    expect(pasted).toEqual(['load', 'clean']);
  });

  it('gives new ids where the old ones are taken, to nodes, notes and wires alike', () => {
    const { document, pasted } = paste(workflow, parseSelection(copied('load', 'clean', 'split-2', 'note')));
    expect(pasted).toEqual(['load-2', 'clean-2', 'split', 'note-2']);
    expect(document.edges.slice(2)).toEqual([{ from: 'load-2.table', to: 'clean-2.table' }, { from: 'clean-2.table', to: 'split.table' }]);
    expect(document.nodes.slice(0, 3)).toEqual(workflow.nodes);
  });

  it('puts the middle of what was copied under the pointer, and a second copy beside the first', () => {
    const selection = parseSelection(copied('load', 'clean'));
    const once = paste(workflow, selection, [1000, 1000]).document;
    expect(once.layout).toMatchObject({ 'load-2': [740, 905], 'clean-2': [1040, 1005] });
    expect(paste(once, selection, [1000, 1000]).document.layout).toMatchObject({ 'load-3': [780, 945], 'clean-3': [1080, 1045] });
  });

  it('copies a group with all that is in it, and leaves the copy of a part of it without', () => {
    const grouped: Workflow = { ...workflow, groups: [{ id: 'group', title: 'Prepare', color: 'green', members: ['load', 'note'] }] };
    const { document } = duplicate(grouped, new Set(['load', 'note', 'clean']));
    expect(document.groups).toEqual([...grouped.groups!, { id: 'group-2', title: 'Prepare', color: 'green', members: ['load-2', 'note-2'] }]);
    expect(duplicate(grouped, new Set(['load'])).document.groups).toEqual(grouped.groups);
  });

  it('duplicates notes too', () => {
    expect(duplicate(workflow, new Set(['note']))).toMatchObject({ copies: ['note-2'], document: { notes: [{ id: 'note' }, { id: 'note-2', text: 'Hello' }], layout: { 'note-2': [40, -160] } } });
  });

  it.each([
    ['', /does not hold nodes or notes/],
    ['a sentence from elsewhere', /does not hold nodes or notes/],
    ['{"a":1}', /holds JSON, but no nodes/],
    ['null', /holds JSON, but no nodes/],
    [copied('load').replace('"data.load"', '7'), /nodes\.0\.type/],
    [copied('load').replace('"layout"', '"places"'), /cannot be read/],
    [copied('load', 'note').replace('"note"', '"load"'), /same id/],
    [copied('load').replace('[0,0]', '["far",0]'), /layout\.load\.0/],
  ])('refuses %j in words', (text, words) => {
    expect(() => parseSelection(text)).toThrow(words);
  });
});
