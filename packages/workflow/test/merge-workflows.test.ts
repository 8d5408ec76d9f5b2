import { mergeWorkflows, type Workflow } from '@millrace/workflow';

const node = (id: string, params: Workflow['nodes'][number]['params'] = {}) => ({ id, type: 'step', params });
const base: Workflow = {
  millrace: 1, name: 'W', nodes: [node('load', { path: 'a' }), node('clean', { trim: true, steps: ['a'] }), node('split')],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }],
  notes: [{ id: 'note', text: 'Hello' }], triggers: [], layout: { load: [0, 0], clean: [1, 0], split: [2, 0] },
};
const set = (id: string, params: object, of = base): Workflow => ({ ...of, nodes: of.nodes.map((one) => (one.id === id ? { ...one, params: { ...one.params, ...params } } : one)) });
const without = (id: string, of = base): Workflow => ({
  ...of, nodes: of.nodes.filter((one) => one.id !== id), edges: of.edges.filter(({ from, to }) => !`${from} ${to}`.includes(`${id}.`)), layout: Object.fromEntries(Object.entries(of.layout).filter(([key]) => key !== id)),
});
const wired = (from: string, to: string, of = base): Workflow => ({ ...of, edges: [...of.edges, { from, to }] });
const added = (id: string, params = {}, of = base): Workflow => ({ ...of, nodes: [...of.nodes, node(id, params)], layout: { ...of.layout, [id]: [9, 9] } });

const grouped = (members: string[], parts: Partial<NonNullable<Workflow['groups']>[number]> = {}, of = base): Workflow => ({ ...of, groups: [{ id: 'group', title: 'Prepare', color: 'blue', members, ...parts }] });
const before = grouped(['load', 'clean']);

interface Case {
  readonly base?: Workflow;
  readonly title: string;
  readonly mine: Workflow;
  readonly theirs: Workflow;
  readonly merged: Workflow;
  readonly conflicts?: readonly string[];
  readonly choosingTheirs?: Workflow;
}

const cases: readonly Case[] = [
  { title: 'takes theirs where only they changed something', mine: base, theirs: set('load', { path: 'b' }), merged: set('load', { path: 'b' }) },
  { title: 'takes mine where only I changed something', mine: set('load', { path: 'b' }), theirs: base, merged: set('load', { path: 'b' }) },
  { title: 'merges parameters of two nodes', mine: set('load', { path: 'b' }), theirs: set('clean', { trim: false }), merged: set('clean', { trim: false }, set('load', { path: 'b' })) },
  { title: 'merges two parameters of one node', mine: set('clean', { steps: ['b'] }), theirs: set('clean', { trim: false }), merged: set('clean', { trim: false, steps: ['b'] }) },
  { title: 'asks nothing where both did the same', mine: set('load', { path: 'b' }), theirs: set('load', { path: 'b' }), merged: set('load', { path: 'b' }) },
  { title: 'keeps a parameter that both changed as mine, and tells', mine: set('load', { path: 'b' }), theirs: set('load', { path: 'c' }), merged: set('load', { path: 'b' }), conflicts: ['nodes/load/params/path'], choosingTheirs: set('load', { path: 'c' }) },
  { title: 'does not mix two lists', mine: set('clean', { steps: ['b'] }), theirs: set('clean', { steps: ['c'] }), merged: set('clean', { steps: ['b'] }), conflicts: ['nodes/clean/params/steps'], choosingTheirs: set('clean', { steps: ['c'] }) },
  { title: 'removes what they removed and I left alone', mine: set('load', { path: 'b' }), theirs: without('split'), merged: set('load', { path: 'b' }, without('split')) },
  { title: 'asks about a node that one removed and the other changed', mine: without('split'), theirs: set('split', { size: 1 }), merged: without('split'), conflicts: ['nodes/split'] },
  { title: 'asks about a node that they removed and I wired', mine: wired('split.a', 'clean.other'), theirs: without('split'), merged: wired('split.a', 'clean.other', { ...base, edges: [base.edges[0]!], layout: base.layout }), conflicts: ['nodes/split'], choosingTheirs: without('split') },
  { title: 'adds what both added', mine: added('mine'), theirs: added('theirs'), merged: added('theirs', {}, added('mine')) },
  { title: 'gives mine another id where both added one', mine: wired('load.table', 'new.table', added('new', { a: 1 })), theirs: added('new', { b: 2 }), merged: added('new', { b: 2 }, wired('load.table', 'new-2.table', added('new-2', { a: 1 }))) },
  {
    title: 'asks which of two wires into one input stays', mine: wired('load.table', 'split.other'), theirs: wired('clean.rest', 'split.other'),
    merged: wired('load.table', 'split.other'), conflicts: ['edges/split.other'], choosingTheirs: wired('clean.rest', 'split.other'),
  },
  { title: 'takes my place for what both moved', mine: { ...base, layout: { ...base.layout, load: [5, 5] } }, theirs: { ...base, layout: { ...base.layout, load: [7, 7], split: [8, 8] } }, merged: { ...base, layout: { ...base.layout, load: [5, 5], split: [8, 8] } } },
  { title: 'merges the name and the description', mine: { ...base, name: 'Mine' }, theirs: { ...base, description: 'Theirs' }, merged: { ...base, name: 'Mine', description: 'Theirs' } },
  { title: 'asks about a name that both changed', mine: { ...base, name: 'Mine' }, theirs: { ...base, name: 'Theirs' }, merged: { ...base, name: 'Mine' }, conflicts: ['name'], choosingTheirs: { ...base, name: 'Theirs' } },
  { title: 'asks about a note that both wrote', mine: { ...base, notes: [{ id: 'note', text: 'A' }] }, theirs: { ...base, notes: [{ id: 'note', text: 'B' }] }, merged: { ...base, notes: [{ id: 'note', text: 'A' }] }, conflicts: ['notes/note/text'], choosingTheirs: { ...base, notes: [{ id: 'note', text: 'B' }] } },
  { title: 'adds a group that only one made', mine: before, theirs: set('load', { path: 'b' }), merged: grouped(['load', 'clean'], {}, set('load', { path: 'b' })) },
  { title: 'merges what a group surrounds without a question', base: before, mine: grouped(['load', 'clean', 'note']), theirs: grouped(['clean', 'split']), merged: grouped(['clean', 'note', 'split']) },
  { title: 'asks about the title of a group and nothing else of it', base: before, mine: grouped(['load', 'clean'], { title: 'Mine', color: 'rose' }), theirs: grouped(['load', 'clean'], { title: 'Theirs' }), merged: grouped(['load', 'clean'], { title: 'Mine', color: 'rose' }), conflicts: ['groups/group/title'], choosingTheirs: grouped(['load', 'clean'], { title: 'Theirs', color: 'rose' }) },
  { title: 'takes a node that they removed out of my group, and a group of nothing away', mine: grouped(['split']), theirs: without('split'), merged: without('split') },
  { title: 'dissolves a group that they dissolved', base: before, mine: { ...before, name: 'Mine' }, theirs: base, merged: { ...base, name: 'Mine' } },
  {
    title: 'leaves a node that each put into a group of their own in mine', mine: grouped(['load', 'clean'], { id: 'mine' }), theirs: grouped(['clean', 'split'], { id: 'theirs' }),
    merged: { ...base, groups: [...grouped(['load', 'clean'], { id: 'mine' }).groups!, ...grouped(['split'], { id: 'theirs' }).groups!] },
  },
  { title: 'gives my group another id where both made one', mine: grouped(['load']), theirs: grouped(['split'], { title: 'Other' }), merged: { ...base, groups: [{ ...grouped(['load']).groups![0]!, id: 'group-2' }, ...grouped(['split'], { title: 'Other' }).groups!] } },
];

describe('merging two documents made from the same one', () => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, { base: from = base, mine, theirs, merged, conflicts = [], choosingTheirs }) => {
    const result = mergeWorkflows(from, mine, theirs);
    expect(result.conflicts.map(({ place }) => place)).toEqual(conflicts);
    const sorted = ({ nodes, edges, ...rest }: Workflow) => ({ ...rest, nodes: [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1)), edges: [...edges].sort((a, b) => (a.to + a.from < b.to + b.from ? -1 : 1)) });
    expect(sorted(result.document)).toEqual(sorted(merged));
    if (choosingTheirs) expect(sorted(mergeWorkflows(from, mine, theirs, new Map(conflicts.map((place) => [place, 'theirs']))).document)).toEqual(sorted(choosingTheirs));
  });
});
