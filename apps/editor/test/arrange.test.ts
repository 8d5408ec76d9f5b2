import { emptyWorkflow, type Workflow } from '@millrace/workflow';
import { aligned, distributed, type Alignment } from '../src/arrange/align.ts';
import { around, gapBetween, type Box } from '../src/arrange/box.ts';
import { freePlace } from '../src/arrange/free-place.ts';
import { tidyPlaces } from '../src/arrange/tidy-places.ts';
import { toTidy } from '../src/arrange/to-tidy.ts';

const box = (id: string, x: number, y: number, width = 100, height = 50): Box => ({ id, x, y, width, height });

describe('aligning and distributing', () => {
  const boxes = [box('a', 0, 0), box('b', 300, 80, 60, 30), box('c', 120, 400, 200, 100)];

  it.each<[Alignment, Record<string, [number, number]>]>([
    ['left', { a: [0, 0], b: [0, 80], c: [0, 400] }],
    ['center', { a: [130, 0], b: [150, 80], c: [80, 400] }],
    ['right', { a: [260, 0], b: [300, 80], c: [160, 400] }],
    ['top', { a: [0, 0], b: [300, 0], c: [120, 0] }],
    ['middle', { a: [0, 225], b: [300, 235], c: [120, 200] }],
    ['bottom', { a: [0, 450], b: [300, 470], c: [120, 400] }],
  ])('aligns to the %s of the box around all', (to, places) => {
    expect(aligned(boxes, to)).toEqual(places);
  });

  it('makes the gaps equal and leaves the outermost two', () => {
    expect(distributed([box('a', 0, 7), box('c', 500, 7), box('b', 120, 9, 200)], 'horizontally')).toEqual({ a: [0, 7], b: [200, 9], c: [500, 7] });
    expect(distributed([box('a', 0, 0), box('b', 5, 60), box('c', 0, 70), box('d', 0, 300)], 'vertically')).toEqual({ a: [0, 0], b: [5, 100], c: [0, 200], d: [0, 300] });
  });

  it('shares overlaps out just as evenly', () => {
    expect(distributed([box('a', 0, 0), box('b', 10, 0), box('c', 100, 0)], 'horizontally')).toEqual({ a: [0, 0], b: [50, 0], c: [100, 0] });
  });

  it('does nothing to nothing, and distributes no fewer than three', () => {
    expect([aligned([], 'left'), distributed(boxes.slice(0, 2), 'vertically')]).toEqual([{}, {}]);
  });
});

describe('a free place', () => {
  it('is the one asked for, or below everything that lies in its way', () => {
    const size = { width: 100, height: 60 };
    expect(freePlace([0, 0], size, [box('beside', 124, 0), box('below', 0, 84)])).toEqual([0, 0]);
    expect(freePlace([0, 0], size, [box('lower', 90, 220, 100, 200), box('tall', 0, -100, 100, 250), box('far', 500, 0)])).toEqual([0, 444]);
    expect(freePlace([0, 0], size, [box('lower', 0, 300), box('upper', 0, -10)])).toEqual([0, 64]);
  });
});

describe('tidying up', () => {
  const chain = (length: number, parts: Partial<Workflow> = {}): Workflow => ({
    ...emptyWorkflow('w'),
    nodes: Array.from({ length }, (_, index) => ({ id: `n${index}`, type: 'step', params: {} })),
    edges: Array.from({ length: length - 1 }, (_, index) => ({ from: `n${index}.out`, to: `n${index + 1}.in` })),
    ...parts,
  });
  /** As the canvas has them: scattered, from a corner that is not the origin. */
  const boxesOf = ({ nodes, notes, layout }: Workflow) => [
    ...nodes.map(({ id }, index) => box(id, layout[id]?.[0] ?? 500 + ((index * 7919) % 900), layout[id]?.[1] ?? 200 + ((index * 104_729) % 700), 224, 96)),
    ...notes.map(({ id }) => box(id, layout[id]?.[0] ?? 0, layout[id]?.[1] ?? 0, 264, 60)),
  ];
  const tidied = (document: Workflow, only?: ReadonlySet<string>) => {
    const boxes = boxesOf(document);
    const places = tidyPlaces(toTidy(document, boxes, only));
    return { places, after: boxes.map((each) => ({ ...each, x: places[each.id]?.[0] ?? each.x, y: places[each.id]?.[1] ?? each.y })) };
  };
  const overlaps = (boxes: readonly Box[]) => boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => gapBetween(a, b) === 0).map((b) => `${a.id} ${b.id}`));

  it('goes from left to right along the wires and keeps the upper left corner', () => {
    const document = chain(5);
    const { after } = tidied(document);
    expect([...after].sort((a, b) => a.x - b.x).map(({ id }) => id)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect(new Set(after.map(({ y }) => y)).size).toBe(1);
    expect(around(after)).toMatchObject({ x: around(boxesOf(document))!.x, y: around(boxesOf(document))!.y });
  });

  it('lets nothing overlap: parts, single nodes and notes', () => {
    const document = chain(6, { edges: [{ from: 'n0.out', to: 'n1.in' }, { from: 'n0.out', to: 'n2.in' }], notes: ['a', 'b', 'c'].map((id) => ({ id, text: id })), layout: { a: [510, 205], b: [560, 240], c: [-900, 0] } });
    const { after, places } = tidied(document);
    expect(overlaps(after)).toEqual([]);
    expect(places.c).toBeUndefined();
  });

  it('takes a note along with the node that it introduces, above it', () => {
    const document = chain(3, { notes: [{ id: 'note', text: 'Why', before: 'n2' }], layout: { note: [0, 0] } });
    const { after } = tidied(document);
    const [node, note] = ['n2', 'note'].map((id) => after.find((each) => each.id === id)!);
    expect([note!.x, note!.y + note!.height + 16]).toEqual([node!.x, node!.y]);
    expect(new Set(after.filter(({ id }) => id !== 'note').map(({ y }) => y)).size).toBe(1);
  });

  it('moves only what is selected', () => {
    const { places } = tidied(chain(6), new Set(['n1', 'n2', 'n3']));
    expect(Object.keys(places).sort()).toEqual(['n1', 'n2', 'n3']);
  });

  it('keeps the frames of groups apart from what is not in them', () => {
    const document = chain(7, {
      edges: ['n0 n1', 'n0 n2', 'n0 n3', 'n1 n4', 'n2 n5', 'n3 n6'].map((pair) => ({ from: `${pair.split(' ')[0]}.out`, to: `${pair.split(' ')[1]}.in` })),
      groups: [{ id: 'g', title: 'G', color: 'blue', members: ['n1', 'n4', 'n3', 'n6'] }],
    });
    const { after } = tidied(document);
    const frame = around(after.filter(({ id }) => document.groups![0]!.members.includes(id)))!;
    expect(after.filter(({ id }) => !document.groups![0]!.members.includes(id) && gapBetween({ ...frame }, after.find((each) => each.id === id)!) === 0)).toEqual([]);
  });

  it('has an answer for cycles, wires to nowhere and nothing at all', () => {
    expect(Object.keys(tidied(chain(3, { edges: [{ from: 'n0.out', to: 'n1.in' }, { from: 'n1.out', to: 'n0.in' }, { from: 'n2.out', to: 'n2.in' }, { from: 'gone.out', to: 'n2.in' }] })).places).sort()).toEqual(['n0', 'n1', 'n2']);
    expect(tidied(emptyWorkflow('w')).places).toEqual({});
  });
});
