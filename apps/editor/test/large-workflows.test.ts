import type { NodeManifest, Workflow } from '@millrace/workflow';
import { farCurves, farWires, wireAt } from '../src/canvas/far-wires.ts';
import { elementsOf, many, wiresOf } from '../src/canvas/flow-elements.ts';
import { detailAt, levelOf } from '../src/canvas/level.ts';

const pass = { type: 'pass', inputs: [{ name: 'in', kind: 'table' }], outputs: [{ name: 'left', kind: 'table' }, { name: 'right', kind: 'table' }] } as unknown as NodeManifest; // what the canvas reads of one
const known = new Map([['pass', pass]]);

function chain(count: number): Workflow {
  return {
    millrace: 1, name: 'Chain', notes: [], triggers: [],
    nodes: Array.from({ length: count }, (_, index) => ({ id: `n${index}`, type: 'pass', params: {} })),
    edges: Array.from({ length: count - 1 }, (_, index) => ({ from: `n${index}.right`, to: `n${index + 1}.in` })),
    layout: Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, [index * 300, 0]])),
  };
}

describe('a large workflow on the canvas', () => {
  it('has cards of estimated size with ports on their sides, so that those out of sight need not be drawn', () => {
    const [card] = elementsOf(chain(many + 1), known, []);
    expect(card?.measured).toEqual({ width: 224, height: 97 });
    expect(card?.handles?.map(({ id, type, position }) => [id, type, position])).toEqual([['in', 'target', 'left'], ['left', 'source', 'right'], ['right', 'source', 'right']]);
  });

  it('is measured card by card while it is small', () => {
    expect(elementsOf(chain(many), known, []).every(({ measured, handles }) => measured === undefined && handles === undefined)).toBe(true);
  });

  it('shows all its wires from afar as a few paths, by kind, state and place', () => {
    const workflow = chain(200);
    const [elements, wires] = [elementsOf(workflow, known, []), wiresOf(workflow, known, [])];
    const paths = farWires(elements, wires, { portsOf: () => ({ inputs: ['in'], outputs: ['left', 'right'] }), isRunning: (id) => id === 'n3', isBroken: (edge) => edge === 'n7.right->n8.in' });
    expect(paths.map(({ path }) => path.split('M').length - 1).reduce((total, count) => total + count)).toBe(199);
    expect(paths.length).toBeLessThan(40);
    expect(paths.find(({ look }) => look === 'flows')?.path).toBe('M824 50C864 50 860 30 900 30');
    expect(paths.find(({ look }) => look === 'broken')?.path).toMatch(/^M2324 50C[^M]*$/);
  });

  it('is drawn plainly from somewhat nearer on than a small one is seen from afar', () => {
    expect([0.45, 0.4, 0.3].map((zoom) => detailAt(zoom, { large: true }))).toEqual([{ level: 'small', plain: false }, { level: 'far', plain: true }, { level: 'far', plain: true }]);
    expect([0.4, 0.3].map((zoom) => detailAt(zoom, { large: false }))).toEqual([{ level: 'small', plain: false }, { level: 'far', plain: false }]);
  });

  it('knows from afar which wire passes near a place', () => {
    const workflow = chain(200);
    const curves = farCurves(elementsOf(workflow, known, []), wiresOf(workflow, known, []), () => ({ inputs: ['in'], outputs: ['left', 'right'] }));
    expect([wireAt(curves, [862, 40], 5), wireAt(curves, [862, 60], 5), wireAt(curves, [700, 40], 5), wireAt([], [0, 0], 5)]).toEqual(['n2.right->n3.in', undefined, undefined, undefined]);
  });

  it.each([[1, 'near'], [0.6, 'small'], [0.35, 'far']] as const)('at zoom %d it is %s', (zoom, level) => {
    expect(levelOf(zoom)).toBe(level);
  });
});
