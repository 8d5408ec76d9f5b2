import { createHash } from 'node:crypto';
import { fileParameters, outputKey } from '@millrace/engine';
import type { ArtifactRef, NodeManifest } from '@millrace/workflow';
import { describe, expect, test } from '@jest/globals';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest: NodeManifest = {
  type: 'data.load', title: 'Load', category: 'Data', plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, effect: 'pure', inputs: [], outputs: [],
  params: { type: 'object', properties: { path: { type: 'string', field: 'file' }, column: { type: 'string', field: 'column' } } }, resources: { cpu: 1, memoryMiB: 100, gpu: 0 },
};
const table: ArtifactRef = { kind: 'table', hash: 'a'.repeat(64), bytes: 1, form: 'file', meta: { rows: 3, columns: [] } };
const base = { manifest, params: { a: 1, b: { c: [1, 2], d: null } }, inputs: { table }, files: { 'mail.csv': 'f1' } };

describe('The output key', () => {
  test('is the same for the same meaning, whatever the order of keys', () => {
    const again = { ...base, params: { b: { d: null, c: [1, 2] }, a: 1 }, inputs: { table: { ...table, meta: { columns: [], rows: 3 } } } };
    expect(outputKey(again, sha256)).toBe(outputKey(base, sha256));
    expect(outputKey(base, sha256)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['the node type', { manifest: { ...manifest, type: 'data.store' } }],
    ["the plugin's version", { manifest: { ...manifest, plugin: { ...manifest.plugin, version: '1.0.1' } } }],
    ["the plugin's code", { manifest: { ...manifest, plugin: { ...manifest.plugin, codeHash: 'd' } } }],
    ['a parameter', { params: { ...base.params, a: 2 } }],
    ["an input's content", { inputs: { table: { ...table, hash: 'b'.repeat(64) } } }],
    ['the port of an input', { inputs: { other: table } }],
    ["a file's content", { files: { 'mail.csv': 'f2' } }],
  ])('changes with %s', (_what, change) => {
    expect(outputKey({ ...base, ...change }, sha256)).not.toBe(outputKey(base, sha256));
  });

  test('knows which parameters name files', () => {
    expect(fileParameters(manifest, { path: 'mail.csv', column: 'text' })).toEqual(['mail.csv']);
    expect(fileParameters(manifest, { path: '' })).toEqual([]);
    expect(fileParameters({ ...manifest, params: {} }, { path: 'mail.csv' })).toEqual([]);
  });
});
