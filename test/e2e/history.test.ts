import type { Run, Workflow } from '@millrace/workflow';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
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
}, 60_000);
