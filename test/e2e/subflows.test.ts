import type { Workflow } from '@millrace/workflow';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const weather: Workflow = {
  millrace: 1, name: 'Weather', notes: [], triggers: [],
  nodes: [
    { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
    { id: 'clean', type: 'data.clean', params: {} },
    { id: 'split', type: 'data.split', params: {} },
    { id: 'profile', type: 'data.profile', params: {} },
  ],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }, { from: 'split.train', to: 'profile.table' }],
  layout: { load: [0, 0], clean: [300, 0], split: [600, 0], profile: [900, 0] },
};

test('a selection becomes a sub-workflow that need not run again, shows how it fares, opens, has a promoted parameter, and is taken back', async () => {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: weather });
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  await page.getByTestId('node-clean').click();
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid="node-profile"][data-state="succeeded"]').waitFor();

  await page.getByTestId('node-clean').click();
  await page.getByTestId('node-split').click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Extract to sub-workflow' }).click();
  const card = page.locator('[data-testid^="subflow-"]');
  await page.getByTestId('node-clean').waitFor({ state: 'detached' });
  expect([await card.getAttribute('data-state'), await card.getAttribute('data-stale'), await page.locator('.react-flow__edge').count()]).toEqual(['succeeded', '0', 2]);
  await page.getByLabel('Name of the sub-workflow').fill('Halves');
  await card.getByText('2 of 2 done').waitFor();

  // Inside are the nodes with what they put out; a parameter is put into the form of the card.
  await card.click();
  await page.keyboard.press('Enter');
  await page.getByTestId('breadcrumb').waitFor();
  await page.getByTestId('node-split').click();
  await page.getByTestId('output-dock').waitFor();
  expect(await page.locator('[data-testid="beyond-inputs"], [data-testid="beyond-outputs"]').count()).toBe(2);
  await page.getByRole('button', { name: 'Show “Test size” in the form of “Halves”' }).click();
  await page.getByTestId('breadcrumb').getByRole('button', { name: 'Weather' }).click();
  await page.getByTestId('promoted').getByRole('textbox', { name: 'Test size', exact: true }).fill('0.4');
  await page.locator('[data-testid^="subflow-"][data-stale="1"]').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid^="subflow-"][data-stale="0"][data-state="succeeded"]').waitFor();

  // A past run is drawn alike: its card tells how what it holds fared, and opens.
  await page.getByTestId('panel-runs').click();
  await page.getByTestId('history-run-2').click();
  const past = page.getByTestId('run-canvas');
  await past.locator('[data-testid^="subflow-"][data-state="succeeded"]').getByRole('button', { name: 'Open “Halves”' }).click();
  await past.locator('[data-testid="node-split"][data-state="succeeded"]').waitFor();
  await past.getByTestId('beyond-inputs').waitFor();
  await past.getByTestId('breadcrumb').getByRole('button', { name: 'Weather' }).click();
  await past.getByTestId('node-split').waitFor({ state: 'detached' });
  await page.getByTestId('timeline-split').click(); // what is chosen elsewhere is opened to
  await past.locator('[data-testid="node-split"][data-selected="true"]').waitFor();
  await page.getByTestId('leave-run').click();

  await page.getByTestId('canvas').click({ position: { x: 400, y: 60 } });
  for (let steps = 0; steps < 8 && await card.count() > 0; steps++) await page.keyboard.press('Control+z');
  await page.getByTestId('node-split').waitFor();
  expect(await page.locator('.react-flow__edge').count()).toBe(3);
}, 120_000);
