import { emptyWorkflow, validate, type NodeManifest, type Run, type WorkflowNode } from '@millrace/workflow';
import { z } from 'zod';
import { fieldErrors } from '../src/inspector/field-errors.ts';
import { knownColumns } from '../src/inspector/known-columns.ts';

const manifest: NodeManifest = {
  type: 'data.split', title: 'Split', category: 'Data', plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure',
  inputs: [], outputs: [{ name: 'train', kind: 'table' }], resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
  params: JSON.parse(JSON.stringify(z.toJSONSchema(z.object({
    path: z.string(),
    testSize: z.number().lt(1).meta({ title: 'Test size' }).optional(),
    steps: z.array(z.object({ column: z.string() })).optional(),
    word: z.string().min(1),
    labels: z.array(z.string()).min(2),
  })))),
};

describe('errors at the field', () => {
  it('stand at the parameter they are about, without its name', () => {
    const node: WorkflowNode = { id: 'split', name: 'My split', type: 'data.split', params: { word: '', labels: ['a'], testSize: 2, steps: [{ column: 'a' }, {}] } };
    const diagnostics = validate({ ...emptyWorkflow('w'), nodes: [node] }, [manifest]);
    const errors = fieldErrors(node, diagnostics);
    expect([...errors.keys()].sort()).toEqual(['labels', 'path', 'steps.1.column', 'testSize', 'word']);
    expect(errors.get('path')).toBe('This is needed');
    expect(errors.get('testSize')).toBe('Must be below 1');
    expect(errors.get('word')).toBe('This is needed');
    expect(errors.get('labels')).toBe('Must have at least 2 items');
  });
});

describe('columns at an input', () => {
  const document = {
    ...emptyWorkflow('w'),
    nodes: ['load', 'clean'].map((id) => ({ id, type: 'data.load', params: {} })),
    edges: [{ from: 'load.table', to: 'clean.table' }],
  };
  const columns = [{ name: 'text', type: 'text' as const }, { name: 'label', type: 'text' as const }];
  const ref = { kind: 'table' as const, hash: 'a'.repeat(64), bytes: 1, form: 'file' as const, meta: { rows: 2, columns } };
  const nodeRun = { nodeId: 'load', state: 'succeeded' as const, attempt: 1, infrastructureFailures: 0, metrics: {}, logLines: 0, outputs: { table: ref } };
  const run: Run = {
    id: 'r', number: 1, workflowId: 'w', workflowVersion: 1, trigger: { kind: 'manual' }, state: 'succeeded', queuedAt: '', seq: 9, nodes: { load: nodeRun },
  };

  it('are those of the table at the input', () => {
    expect(knownColumns({ workflow: document, byOutput: {}, run }, 'clean', 'table')).toEqual(columns);
    expect(knownColumns({ workflow: document, byOutput: {}, run }, 'clean', undefined)).toEqual(columns);
  });

  it('are those that the document tells, before those of an older run', () => {
    const told = [{ name: 'title', type: 'text' as const }];
    expect(knownColumns({ workflow: document, byOutput: { 'load.table': told }, run }, 'clean', 'table')).toEqual(told);
  });

  it('are none where nothing is wired or nothing has run', () => {
    expect(knownColumns({ workflow: document, byOutput: {}, run }, 'clean', 'other')).toEqual([]);
    expect(knownColumns({ workflow: document, byOutput: {}, run }, 'load', 'table')).toEqual([]);
    expect(knownColumns({ workflow: document, byOutput: {}, run: undefined }, 'clean', 'table')).toEqual([]);
  });
});
