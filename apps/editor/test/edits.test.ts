import { emptyWorkflow, parseWorkflow, type Workflow } from '@millrace/workflow';
import { addNode, addNote, duplicate, freeId, remove, removeTrigger, renameNode, setDescription, setParam, setTrigger } from '../src/document/edits.ts';
import { dissolveGroup, groupNodes, joinGroup, leaveGroups } from '../src/document/group-edits.ts';

const two: Workflow = {
  ...emptyWorkflow('Two'),
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'a.csv' } }, { id: 'clean', type: 'data.clean', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }],
  layout: { load: [0, 0], clean: [300, 0] },
};

describe('edits of a document', () => {
  it('names a new node after its type and keeps names apart', () => {
    const { document, nodeId } = addNode(two, 'data.load', [10.4, 20.6]);
    expect(nodeId).toBe('load-2');
    expect(document.layout['load-2']).toEqual([10, 21]);
    expect(freeId(document, 'load')).toBe('load-3');
    expect(freeId(document, 'Überprüfung!')).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/);
  });

  it('removes a node with its wires and its place', () => {
    expect(remove(two, new Set(['load']))).toEqual({ ...two, nodes: [two.nodes[1]], edges: [], layout: { clean: [300, 0] } });
  });

  it('removes only the wire that is named', () => {
    expect(remove(two, new Set(), new Set(['load.table->clean.table']))).toEqual({ ...two, edges: [] });
  });

  it('duplicates nodes with the wires among them', () => {
    const { document, copies } = duplicate(two, new Set(['load', 'clean']));
    expect(copies).toEqual(['load-2', 'clean-2']);
    expect(document.edges).toContainEqual({ from: 'load-2.table', to: 'clean-2.table' });
    expect(document.layout['clean-2']).toEqual([340, 40]);
  });

  it('leaves a parameter out when its default shall hold', () => {
    expect(setParam(two, 'load', 'path', undefined).nodes[0]?.params).toEqual({});
  });

  it('leaves an empty name and an empty description out', () => {
    expect(renameNode(renameNode(two, 'load', 'Mails'), 'load', '')).toEqual(two);
    expect(setDescription(setDescription(two, 'Why'), '')).toEqual(two);
  });

  it('sets and removes schedules', () => {
    const trigger = { id: 'daily', type: 'schedule', cron: '0 6 * * *', timeZone: 'UTC', enabled: true } as const;
    const scheduled = setTrigger(two, trigger);
    expect(setTrigger(scheduled, { ...trigger, enabled: false }).triggers).toEqual([{ ...trigger, enabled: false }]);
    expect(removeTrigger(scheduled, 'daily')).toEqual(two);
  });

  it('keeps each node and note in one group at most, and no group of nothing', () => {
    const first = groupNodes(two, new Set(['load', 'clean', 'unknown']), { title: 'Prepare', color: 'green' });
    expect(first.document.groups).toEqual([{ id: 'group', title: 'Prepare', color: 'green', members: ['load', 'clean'] }]);
    const second = groupNodes(first.document, new Set(['clean']), { title: 'Clean', color: 'rose' }).document;
    expect(second.groups?.map(({ id, members }) => [id, ...members])).toEqual([['group', 'load'], ['group-2', 'clean']]);
    const joined = joinGroup(second, new Set(['clean']), 'group');
    expect(joined.groups?.map(({ id, members }) => [id, ...members])).toEqual([['group', 'load', 'clean']]);
    expect(leaveGroups(joined, new Set(['load', 'clean']))).toEqual(two);
    expect(dissolveGroup(joined, 'group')).toEqual(two);
    expect(remove(joined, new Set(['load'])).groups?.[0]?.members).toEqual(['clean']);
    expect(groupNodes(two, new Set(), { title: 'Nothing', color: 'blue' })).toEqual({ document: two, groupId: undefined });
  });

  it('only makes documents that can be read again', () => {
    const { document } = addNote(addNode(two, 'millrace plugin.über node', [0, 0]).document, 'Text', [1, 2]);
    expect(parseWorkflow(JSON.stringify(document))).toEqual(document);
  });
});
