import type { NodeManifest, PortManifest, Workflow } from '@millrace/workflow';

const plugin = { name: 'test', version: '1.0.0', codeHash: '0'.repeat(64) };

export function manifest(type: string, inputs: PortManifest[], outputs: PortManifest[], properties: Record<string, never> | object = {}): NodeManifest {
  return {
    type, title: type, category: 'Test', plugin, effect: 'pure', inputs, outputs,
    params: { type: 'object', properties: JSON.parse(JSON.stringify(properties)) },
    resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
  };
}

export const manifests: NodeManifest[] = [
  manifest('load', [], [{ name: 'table', kind: 'table' }], { path: { type: 'string', default: 'a.csv' } }),
  manifest('split', [{ name: 'table', kind: 'table' }], [{ name: 'train', kind: 'table' }, { name: 'test', kind: 'table' }], {
    testSize: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.2, title: 'Test size' },
    steps: {
      type: 'array', default: [],
      items: { oneOf: [
        { type: 'object', properties: { op: { type: 'string', const: 'trim' }, column: { type: 'string' } }, required: ['op', 'column'] },
        { type: 'object', properties: { op: { type: 'string', const: 'take' }, rows: { type: 'integer' } }, required: ['op', 'rows'] },
      ] },
    },
  }),
  manifest('train', [{ name: 'table', kind: 'table' }, { name: 'model', kind: 'model', optional: true }], [{ name: 'model', kind: 'model' }]),
];

export function workflow(parts: Partial<Workflow> = {}): Workflow {
  return {
    millrace: 1, name: 'Test',
    nodes: [
      { id: 'load', type: 'load', params: {} },
      { id: 'split', type: 'split', params: {} },
      { id: 'train', type: 'train', params: {} },
    ],
    edges: [{ from: 'load.table', to: 'split.table' }, { from: 'split.train', to: 'train.table' }],
    notes: [], triggers: [], layout: {}, ...parts,
  };
}
