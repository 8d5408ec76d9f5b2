import type { NodeManifest } from '@millrace/workflow';
import { nodeIcon } from '../src/icons/node-icon.ts';
import { joinSeries } from '../src/output/join-series.ts';
import { searchNodeTypes } from '../src/palette/search-node-types.ts';
import { linePath } from '../src/runs/line-path.ts';
import { presetOf, presets } from '../src/schedules/presets.ts';
import { formatAddress, formatQuery, parseAddress, versionOf } from '../src/shell/address.ts';
import { hueOf } from '../src/theme/hue.ts';

const manifest = (type: string, title: string, category: string, description = ''): NodeManifest => ({
  type, title, category, description, plugin: { name: 'p', version: '1', codeHash: 'x' }, effect: 'pure', inputs: [], outputs: [], params: {}, resources: { cpu: 1, memoryMiB: 1, gpu: 0 },
});
const nodeTypes = [
  manifest('serve.deploy', 'Deploy', 'Serve'), manifest('data.load', 'Load file', 'Data', 'Reads a CSV'), manifest('data.split', 'Train/test split', 'Data'), manifest('learn.train', 'Train', 'Learn'), manifest('geo.map', 'Map', 'Geo'),
];
const found = (query: string) => searchNodeTypes(nodeTypes, query).map(({ category, nodeTypes: items }) => [category, ...items.map(({ type }) => type)]);

describe('the palette', () => {
  it('lists our categories in the order of a pipeline, then the others', () => {
    expect(found('')).toEqual([['Data', 'data.load', 'data.split'], ['Learn', 'learn.train'], ['Serve', 'serve.deploy'], ['Geo', 'geo.map']]);
  });
  it('finds every word of a query in title, type, category or description', () => {
    expect(found('csv')).toEqual([['Data', 'data.load']]);
    expect(found('data tr')).toEqual([['Data', 'data.split']]);
    expect(found('quantum')).toEqual([]);
  });
  it('gives a node type an icon and a hue of its own', () => {
    expect(nodeIcon('data.split', 'Data')).toBe('branch');
    expect(nodeIcon('acme.unheard-of', 'Serve')).toBe('rocket');
    expect(nodeIcon('acme.unheard-of', 'Geo')).toBe('box');
    expect(hueOf('Data')).toBe('blue');
    expect(hueOf('Geo')).toBe(hueOf('Geo'));
  });
});

describe('the address', () => {
  it.each([
    ['/', { workflowId: undefined, runId: undefined }],
    ['/workflows/w-1', { workflowId: 'w-1', runId: undefined }],
    ['/workflows/w%2F1/runs/r-1', { workflowId: 'w/1', runId: 'r-1' }],
  ])('%s is read and written alike', (path, address) => {
    expect(parseAddress(path)).toEqual(address);
    expect(formatAddress(address)).toBe(path);
  });
  it.each([[{ version: 3, against: undefined }, '?version=3'], [{ version: 3, against: 2 }, '?version=3&against=2'], [{ version: undefined, against: undefined }, '']])('keeps the version that is looked at: %j', (looked, query) => {
    expect(formatQuery({ view: 'canvas', compared: undefined, ...looked })).toBe(query);
    expect(versionOf(query)).toEqual(looked);
  });
  it('looks at no version that is no number', () => {
    expect(versionOf('?version=latest&against=-1')).toEqual({ version: undefined, against: undefined });
  });
  it('opens nothing for a path it does not know', () => {
    expect(parseAddress('/elsewhere')).toEqual({ workflowId: undefined, runId: undefined });
  });
});

describe('charts', () => {
  it('join series over all their x values', () => {
    expect(joinSeries([{ name: 'a', points: [[2, 20], [1, 10]] }, { name: 'b', points: [[2, 5], [3, 6]] }])).toEqual([[1, 2, 3], [10, 20, null], [null, 5, 6]]);
  });
  it('scale a small curve into its box and pass over what is no number', () => {
    expect(linePath([[0, 0], [1, Number.NaN], [2, 10]], 100, 30, 5)).toBe('M0.0 25.0L100.0 5.0');
    expect(linePath([[0, 3], [1, 3]], 100, 30, 5)).toBe('M0.0 15.0L100.0 15.0');
  });
});

test('a schedule is known by its cron, however it is spaced', () => {
  expect(presetOf(' 0  6 * * 1 ')?.words).toBe('Every Monday at 6:00');
  expect(presetOf('1 2 3 4 5')).toBeUndefined();
  expect(new Set(presets.map(({ cron }) => cron)).size).toBe(presets.length);
});
