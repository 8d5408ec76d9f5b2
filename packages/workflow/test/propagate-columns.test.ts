import { describe, expect, test } from '@jest/globals';
import { propagateColumns, type AskColumns, type Column, type NodeManifest } from '@millrace/workflow';
import { manifest, workflow } from './fixtures.ts';

const table = { name: 'table', kind: 'table' } as const;
const types = new Map<string, NodeManifest>([
  ['load', { ...manifest('load', [], [table], { path: { type: 'string' } }), columns: true }],
  ['pass', { ...manifest('pass', [table], [table], { by: { type: 'string', field: 'column', of: 'table', title: 'Group by' } }), columns: true }],
  ['opaque', manifest('opaque', [table], [table])],
  ['train', manifest('train', [table], [{ name: 'model', kind: 'model' }], {
    target: { type: 'string', field: 'column', of: 'table', default: 'label', title: 'Target' },
    features: { type: 'array', items: { type: 'string' }, field: 'column', of: 'table', default: [] },
    text: { type: 'string', field: 'column', of: 'table', default: 'text', unless: 'path' }, path: { type: 'string' },
  })],
]);
const columns: Column[] = [{ name: 'text', type: 'text' }, { name: 'label', type: 'text' }];
const ask: AskColumns = async ({ node, inputs }) => ({ outputs: { table: node.type === 'load' ? columns : inputs.table ?? [] }, problems: [] });
const chain = (...nodes: { id: string; type: string; params?: Record<string, never> | object }[]) => workflow({
  nodes: nodes.map(({ params = {}, ...node }) => ({ ...node, params: JSON.parse(JSON.stringify(params)) })),
  edges: nodes.slice(1).map(({ id }, index) => ({ from: `${nodes[index]?.id}.table`, to: `${id}.table` })),
});

describe('Columns before anything has run', () => {
  test('follow the wires', async () => {
    const { columns: known, diagnostics } = await propagateColumns(chain({ id: 'a', type: 'load' }, { id: 'b', type: 'pass', params: { by: 'label' } }, { id: 'c', type: 'train' }), types, ask);
    expect(known).toEqual({ 'a.table': columns, 'b.table': columns });
    expect(diagnostics).toEqual([]);
  });

  test('that are missing are told at the parameter and at the wire, with those there are', async () => {
    const { diagnostics } = await propagateColumns(chain({ id: 'a', type: 'load' }, { id: 'b', type: 'train', params: { target: 'lable', features: ['text', 'size'] } }), types, ask);
    expect(diagnostics.map(({ words: _words, ...diagnostic }) => diagnostic)).toEqual([
      { code: 'missing-column', severity: 'error', nodeId: 'b', parameter: 'target', edge: 'a.table->b.table', message: '"b", Target: Column "lable" is missing; the table has: text, label' },
      { code: 'missing-column', severity: 'error', nodeId: 'b', parameter: 'features.1', edge: 'a.table->b.table', message: '"b", features: Column "size" is missing; the table has: text, label' },
    ]);
  });

  test('are not missed where another parameter makes them needless', async () => {
    const noText: AskColumns = async () => ({ outputs: { table: [{ name: 'label', type: 'text' }] }, problems: [] });
    const codes = async (params: object) => (await propagateColumns(chain({ id: 'a', type: 'load' }, { id: 'b', type: 'train', params }), types, noText)).diagnostics.map(({ parameter }) => parameter);
    expect(await codes({})).toEqual(['text']);
    expect(await codes({ path: 'vocab.txt' })).toEqual([]);
  });

  test('are unknown, and nothing is missed, behind a node that cannot say, a wrong parameter or a cycle', async () => {
    const opaque = await propagateColumns(chain({ id: 'a', type: 'load' }, { id: 'b', type: 'opaque' }, { id: 'c', type: 'train', params: { target: 'x' } }), types, ask);
    expect(opaque).toEqual({ columns: { 'a.table': columns }, diagnostics: [] });
    const wrong = await propagateColumns(chain({ id: 'a', type: 'load', params: { path: 1 } }, { id: 'c', type: 'train', params: { target: 'x' } }), types, ask);
    expect(wrong).toEqual({ columns: {}, diagnostics: [] });
    const loop = workflow({ nodes: ['a', 'b'].map((id) => ({ id, type: 'pass', params: {} })), edges: [{ from: 'a.table', to: 'b.table' }, { from: 'b.table', to: 'a.table' }] });
    expect(await propagateColumns(loop, types, ask)).toEqual({ columns: {}, diagnostics: [] });
  });

  test('cannot be smuggled in under the names of an object', async () => {
    const hostile: AskColumns = async () => ({ outputs: JSON.parse('{"__proto__": [{"name": "x", "type": "text"}], "other": []}'), problems: [{ parameter: 'path', message: 'odd', severity: 'warning' }] });
    const known = await propagateColumns(chain({ id: '__proto__', type: 'load' }, { id: 'constructor', type: 'train' }), types, hostile);
    expect({ ...known, diagnostics: known.diagnostics.map(({ words: _words, ...diagnostic }) => diagnostic) }).toEqual({ columns: {}, diagnostics: [{ code: 'columns', severity: 'warning', nodeId: '__proto__', parameter: 'path', message: '"__proto__", odd' }] });
  });
});
