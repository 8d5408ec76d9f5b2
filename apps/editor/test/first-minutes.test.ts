import type { Template, Workflow } from '@millrace/workflow';
import { saveWords } from '../src/shell/save-words.ts';
import { searchTemplates } from '../src/templates/search-templates.ts';
import { sketchOf } from '../src/templates/sketch.ts';
import { placeBeside } from '../src/tour/place-beside.ts';

describe('the words for whether it is saved', () => {
  const words = (kind: Parameters<typeof saveWords>[0]['kind'], { untouched = false, offline = false } = {}) => saveWords({ kind, untouched, offline }).words;

  it('say "saved" only of what the server has', () => {
    expect((['saved', 'unsaved', 'saving', 'failed', 'conflict'] as const).map((kind) => words(kind))).toEqual(['Saved · v{{version}}', 'Unsaved', 'Saving…', 'Not saved: try again', 'Not saved: conflict']);
    expect(words('saved', { untouched: true })).toBe('Draft');
  });

  it('say that the server is away, and what is not saved meanwhile', () => {
    expect((['saved', 'unsaved', 'failed'] as const).map((kind) => words(kind, { offline: true }))).toEqual(['Saved · v{{version}} · offline', 'Offline: not saved yet', 'Offline: not saved yet']);
  });
});

const workflow = (name: string, parts: Partial<Workflow> = {}): Workflow => ({ millrace: 1, name, nodes: [], edges: [], notes: [], triggers: [], layout: {}, ...parts });

test('templates are found by every word of what is read of them', () => {
  const templates = [{ id: 'a', document: workflow('Sort rows') }, { id: 'b', document: workflow('Sort texts') }];
  const found = (query: string) => searchTemplates(templates, query, ({ document }: Template) => document.name).map(({ id }) => id);
  expect([found(''), found('sort'), found(' TEXT sort '), found('river')]).toEqual([['a', 'b'], ['a', 'b'], ['b'], []]);
});

describe('the small drawing of a workflow', () => {
  it('has a box for each node, a curve for each wire, and room around all', () => {
    const nodes = [{ id: 'load', type: 'data.load', params: {} }, { id: 'clean', type: 'data.clean', params: {} }];
    const sketch = sketchOf(workflow('Two', { nodes, edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'gone.table', to: 'clean.table' }], layout: { load: [0, 0], clean: [400, 100] } }));
    expect(sketch).toEqual({
      viewBox: '-24 -24 672 244', boxes: [{ id: 'load', type: 'data.load', x: 0, y: 0 }, { id: 'clean', type: 'data.clean', x: 400, y: 100 }], wires: ['M224 48C312 48 312 148 400 148'],
    });
  });

  it('sets nodes without a place in a row', () => {
    const nodes = ['a', 'b'].map((id) => ({ id, type: 'data.load', params: {} }));
    expect(sketchOf(workflow('Rows', { nodes })).boxes.map(({ x, y }) => [x, y])).toEqual([[0, 0], [272, 0]]);
  });
});

describe('the card of the tour', () => {
  const window = { width: 1440, height: 900 };
  const card = { width: 330, height: 190 };

  it.each([
    ['right of the palette', { left: 52, top: 48, width: 240, height: 852 }, { left: 306, top: 168 }],
    ['left of the inspector', { left: 1124, top: 48, width: 316, height: 852 }, { left: 780, top: 168 }],
    ['below the run button', { left: 1330, top: 8, width: 90, height: 32 }, { left: 1090, top: 54 }],
    ['above the output', { left: 292, top: 600, width: 1140, height: 300 }, { left: 697, top: 396 }],
    ['in the corner of what fills the page', { left: 10, top: 10, width: 1420, height: 880 }, { left: 1086, top: 686 }],
  ])('stands %s', (_, box, place) => {
    expect(placeBeside(box, card, window)).toEqual(place);
  });

  it('stays in a small window', () => {
    const { left, top } = placeBeside({ left: 300, top: 300, width: 50, height: 50 }, card, { width: 360, height: 400 });
    expect([left >= 12, top >= 12, left + card.width <= 360, top + card.height <= 400]).toEqual([true, true, true, true]);
  });
});
