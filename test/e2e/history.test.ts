import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run, Workflow } from '@millrace/workflow';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const server = new TestServer({ MILLRACE_PLUGINS_DIRS: fileURLToPath(new URL('../../apps/server/test/fixtures/plugins', import.meta.url)) });
let browser: Browser;
let page: Page;

const first: Workflow = {
  millrace: 1, name: 'Weather', notes: [], triggers: [],
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'clean', type: 'data.clean', params: {} }, { id: 'split', type: 'data.split', params: { testSize: 0.25 } }],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }], layout: { load: [0, 0], clean: [320, 0], split: [640, 0] },
};
/** The same without cleaning, and with another split. */
const second: Workflow = {
  ...first, edges: [{ from: 'load.table', to: 'split.table' }],
  nodes: first.nodes.filter(({ id }) => id !== 'clean').map((node) => (node.id === 'split' ? { ...node, params: { testSize: 0.5 } } : node)),
};
let workflowId = '';

async function ran(): Promise<string> {
  const { id } = await server.api<{ id: string }>('POST', `/api/workflows/${workflowId}/runs`, {});
  await server.until(async () => (await server.api<Run>('GET', `/api/runs/${id}`)).state === 'succeeded');
  return id;
}

beforeAll(async () => {
  await server.start();
  workflowId = (await server.api<{ id: string }>('POST', '/api/workflows', { document: first })).id;
  await ran();
  await server.api('PUT', `/api/workflows/${workflowId}`, { document: second, baseVersion: 1 });
  await ran();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${workflowId}?token=${server.token}`);
  await page.getByTestId('panel-runs').click();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

test('a run is tagged and found again, and shown as it was at any instant, on the version that it ran', async () => {
  await page.getByTestId('history-marks-1').click();
  await page.getByTestId('marks-tags').fill('baseline');
  await page.getByTestId('marks-tags').press('Enter');
  await page.getByTestId('marks-note').fill('With cleaning');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByTestId('history-run-1').getByText('With cleaning').waitFor();
  await page.getByTestId('history-search').fill('cleaning base');
  await page.getByTestId('history-run-2').waitFor({ state: 'detached' });
  await page.getByTestId('history-run-1').click();

  const state = (node: string, now: string) => page.locator(`[data-testid="run-canvas"] [data-testid="node-${node}"][data-state="${now}"]`).waitFor();
  await state('clean', 'succeeded');
  await page.getByTestId('replay-slider').focus();
  await page.keyboard.press('Home');
  await state('load', 'waiting');
  while (await page.locator('[data-testid="node-load"][data-state="waiting"]').count() > 0) await page.keyboard.press('ArrowRight');
  await state('load', 'running');
  await state('clean', 'waiting');
  await page.keyboard.press('End');
  await state('split', 'succeeded');

  await page.getByTestId('critical-path').getByText(/Load.*→.*Clean.*→.*split/).waitFor();
  await page.getByTestId('timeline-clean').click();
  await page.keyboard.press('ArrowDown');
  await page.getByTestId('run-parameters').getByText('0.25').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('d');
  await page.getByTestId('leave-run').click();
  await page.locator('[data-testid="canvas"] [data-testid="node-split"]:not([data-disabled])').waitFor();
  expect(await page.getByTestId('node-clean').count()).toBe(0);
  await page.getByTestId('history-search').fill('');
}, 120_000);

test('two ticked runs are compared: parameters, outputs and nodes, at an address of its own', async () => {
  for (const number of [1, 2]) await page.getByTestId(`tick-run-${number}`).check();
  await page.getByTestId('compare').click();
  const cells = (table: string, node: string) => page.locator(`[data-testid="compare-${table}"] tr:has([data-node="${node}"]) td`).allInnerTexts();
  await page.getByTestId('compare-nodes').waitFor();
  expect(await cells('parameters', 'split')).toEqual(['0.25', '0.5']);
  expect((await cells('nodes', 'clean')).map((text) => text.split('\n')[0])).toEqual(['Succeeded', '–']);
  expect(await page.getByTestId('compare-files').innerText()).toContain('No file that they read has changed.');
  expect((await cells('artifacts', 'split'))[0]).toMatch(/1,0\d\d rows/);
  expect(await page.getByTestId('compare-runs').innerText()).toContain('With cleaning');
  await page.reload();
  await page.getByTestId('compare-nodes').waitFor();
  expect(await cells('parameters', 'split')).toEqual(['0.25', '0.5']);
  expect(await violations()).toEqual([]);
  await page.getByTestId('compare-runs').getByRole('button', { name: 'Run 1' }).click();
  await page.getByTestId('timeline-clean').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/runs\//);
  expect(new URL(page.url()).search).toBe('');
  expect(await violations()).toEqual([]);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="canvas"] [data-testid="node-split"]').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/workflows/${workflowId}`);
}, 120_000);

test('what waits says why, on its card and in the queue; what runs says what it uses, and keeps that; the list says which part ran', async () => {
  const gate = join(server.dataDir, 'gate');
  const hold = (id: string, name: string) => ({ id, name, type: 'probe.hold', params: { until: gate } });
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: { millrace: 1, name: 'Held', notes: [], triggers: [], nodes: [hold('first', 'Train'), hold('second', 'Test')], edges: [], layout: { first: [0, 0], second: [320, 0] } },
  });
  const run = await server.api<{ id: string }>('POST', `/api/workflows/${id}/runs`, { scope: { to: ['first', 'second'] } });
  await page.goto(`${server.url}/workflows/${id}`);
  await page.getByTestId('wait-second').getByText(/^Next in line: .* busy, taken by Train$/).waitFor();
  if (existsSync('/proc/self/stat')) await page.getByTestId('usage-first').getByText(/^CPU \d+ %, \d.* MiB$/).waitFor();
  await page.getByTestId('panel-runs').click();
  await page.getByTestId('run-part').getByText('to Train and 1 more').waitFor();
  await page.getByTestId('show-queue').click();
  await page.getByTestId('working-first').getByText('Train').waitFor();
  await page.getByTestId('waiting-second').getByText(/^Next in line/).waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByTestId('node-first').click();
  writeFileSync(gate, '');
  await server.until(async () => (await server.api<Run>('GET', `/api/runs/${run.id}`)).state === 'succeeded');
  await page.getByTestId('attempt-usage').getByText(/ of CPU time/).waitFor();
}, 120_000);

/** What WCAG 2.1 AA asks and the page does not give. */
async function violations(): Promise<readonly string[]> {
  await page.evaluate(axe); // past the page's policy, as a debugger is
  const { violations: found } = await page.evaluate(() => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })); // the script above made it
  return found.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${impact} ${id} at ${node.target.join(' ')}`));
}
