import { applyChange, ChangeConflict, changeBetween, invertChange, isEmpty, stringifyWorkflow, type Workflow } from '@millrace/workflow';
import { workflow } from './fixtures.ts';

/** A small seeded generator (Mulberry32), so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function edit(document: Workflow, next: () => number, step: number): Workflow {
  const index = Math.floor(next() * document.nodes.length);
  const chosen = document.nodes[index];
  switch (Math.floor(next() * 15)) {
    case 0: return { ...document, nodes: document.nodes.toSpliced(index, 0, { id: `n${step}`, type: 'load', params: {} }) };
    case 1: return { ...document, nodes: document.nodes.filter((node) => node !== chosen) };
    case 2: return { ...document, nodes: document.nodes.map((node) => (node === chosen ? { ...node, params: { value: step } } : node)) };
    case 3: return { ...document, edges: [...document.edges, { from: `a.p${step}`, to: 'b.q' }] };
    case 4: return { ...document, edges: document.edges.slice(1) };
    case 5: return { ...document, layout: { ...document.layout, [`n${step % 5}`]: [step, next()] } };
    case 6: return { ...document, name: `Name ${step}`, ...(next() < 0.5 ? { description: `About ${step}` } : {}) };
    case 7: return { ...document, nodes: document.nodes.toReversed() };
    case 8: return { ...document, groups: [...(document.groups ?? []), { id: `g${step}`, title: 'Gruppe', color: 'rose', members: chosen ? [chosen.id] : [] }] };
    case 9: return { ...document, groups: (document.groups ?? []).slice(1) };
    case 10: return { ...document, groups: (document.groups ?? []).map((group) => ({ ...group, title: `Title ${step}` })) };
    case 11: return { ...document, subflows: [...document.subflows ?? [], { id: `s${step}`, name: 'Teil', promoted: [] }] };
    case 12: return { ...document, subflows: (document.subflows ?? []).slice(1) };
    case 13: return { ...document, nodes: document.nodes.map((node) => (node === chosen ? { ...node, within: `s${step}` } : node)) };
    default: return { ...document, notes: [...document.notes, { id: `note${step}`, text: 'Grüße 你好' }] };
  }
}

test('any sequence of edits can be undone byte for byte and done again', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const next = random(seed);
    let document = workflow();
    const history = [{ text: stringifyWorkflow(document), change: {} }];
    for (let step = 0; step < 30; step++) {
      const edited = edit(document, next, step);
      const change = changeBetween(document, edited);
      document = applyChange(document, change);
      expect(stringifyWorkflow(document)).toBe(stringifyWorkflow(edited));
      history.push({ text: stringifyWorkflow(document), change });
    }
    for (let step = history.length - 1; step > 0; step--) {
      const before = applyChange(document, invertChange(history[step]!.change));
      expect(stringifyWorkflow(before)).toBe(history[step - 1]!.text);
      expect(stringifyWorkflow(applyChange(before, history[step]!.change))).toBe(history[step]!.text);
      document = before;
    }
  }
});

test('no edit is an empty change', () => {
  expect(isEmpty(changeBetween(workflow(), workflow()))).toBe(true);
});

test('a change that does not fit says which record and leaves the document alone', () => {
  const before = workflow();
  const removal = changeBetween(before, { ...before, nodes: before.nodes.slice(1) });
  expect(() => applyChange(applyChange(before, removal), removal)).toThrow(new ChangeConflict('"load" is not there any more'));
  expect(() => applyChange(before, invertChange(removal))).toThrow('"load" is there already');
});
