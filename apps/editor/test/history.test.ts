import { emptyWorkflow, type Workflow } from '@millrace/workflow';
import { addNode, connect, move, remove, rename, setParam } from '../src/document/edits.ts';
import { close, emptyHistory, record, redo, undo, type Edited } from '../src/document/history.ts';

const start: Edited = { document: emptyWorkflow('Test'), history: emptyHistory };
const withNode = (edited: Edited) => record(edited, addNode(edited.document, 'data.load', [0, 0]).document);

describe('undo and redo', () => {
  it('takes back every step and makes it again', () => {
    let edited = withNode(start);
    edited = record(edited, addNode(edited.document, 'data.clean', [200, 0]).document);
    edited = record(edited, connect(edited.document, { from: 'load.table', to: 'clean.table' }));
    edited = record(edited, remove(edited.document, new Set(['load'])));
    const states: Workflow[] = [edited.document];
    while (edited.history.undo.length > 0) {
      edited = undo(edited);
      states.unshift(edited.document);
    }
    expect(edited.document).toEqual(start.document);
    for (const state of states.slice(1)) {
      edited = redo(edited);
      expect(edited.document).toEqual(state);
    }
  });

  it('brings back the wires of a deleted node with it, in one step', () => {
    let edited = withNode(start);
    edited = record(edited, addNode(edited.document, 'data.clean', [200, 0]).document);
    edited = record(edited, connect(edited.document, { from: 'load.table', to: 'clean.table' }));
    const whole = edited.document;
    edited = undo(record(edited, remove(edited.document, new Set(['clean']))));
    expect(edited.document).toEqual(whole);
  });

  it('makes one step of a gesture and another of the next', () => {
    let edited = withNode(start);
    for (const path of ['a', 'ab', 'abc']) edited = record(edited, setParam(edited.document, 'load', 'path', path), 'typing');
    expect(edited.history.undo).toHaveLength(2);
    edited = { ...edited, history: close(edited.history) };
    edited = record(edited, setParam(edited.document, 'load', 'path', 'abcd'), 'typing');
    expect(edited.history.undo).toHaveLength(3);
    edited = undo(edited);
    expect(edited.document.nodes[0]?.params).toEqual({ path: 'abc' });
    edited = undo(edited);
    expect(edited.document.nodes[0]?.params).toEqual({});
  });

  it('makes no step of an edit that changes nothing, nor of a gesture that ends where it began', () => {
    const edited = withNode(start);
    expect(record(edited, move(edited.document, { load: [0, 0] })).history).toEqual(edited.history);
    let typed = record(edited, rename(edited.document, 'Other'), 'rename');
    typed = record(typed, rename(typed.document, 'Test'), 'rename');
    expect(typed.history.undo).toEqual(edited.history.undo);
  });

  it('forgets what was undone when something else is done', () => {
    const edited = undo(withNode(start));
    expect(edited.history.redo).toHaveLength(1);
    expect(record(edited, rename(edited.document, 'Other')).history.redo).toEqual([]);
  });

  it('has nothing to do at either end', () => {
    expect(undo(start)).toEqual(start);
    expect(redo(start)).toEqual(start);
  });
});
