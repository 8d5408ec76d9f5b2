// Versions and what people meet in their first minutes, in one browser page on one server.
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

const pair: Workflow = {
  millrace: 1, name: 'Pair', notes: [], triggers: [],
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'split', type: 'data.split', params: { testSize: 0.2 } }],
  edges: [{ from: 'load.table', to: 'split.table' }], layout: { load: [0, 0], split: [320, 0] },
};

test('a version is named, looked at, compared and brought back; nothing is lost, and undo takes it back', async () => {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: pair });
  const later: Workflow = {
    ...pair, nodes: [pair.nodes[0]!, { id: 'split', type: 'data.split', params: { testSize: 0.3 } }, { id: 'profile', type: 'data.profile', params: {} }],
    edges: [{ from: 'load.table', to: 'profile.table' }], layout: { load: [0, 0], split: [320, 90], profile: [320, -120] },
  };
  await server.api('PUT', `/api/workflows/${id}`, { document: later, baseVersion: 1 });
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('panel-versions').click();
  const act = async (version: number, what: string) => {
    await page.getByRole('button', { name: `What to do with version ${version}` }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await act(1, 'Name it…');
  await page.getByLabel('Name of version 1').fill('As it began');
  await page.keyboard.press('Enter');

  await page.getByTestId('version-1').getByText('As it began').click();
  await page.getByTestId('version-node-split').click();
  await page.getByTestId('version-inspector').getByText('0.2').waitFor();
  await page.keyboard.press('d');
  await page.keyboard.press('Delete');
  await page.getByTestId('version-node-split').waitFor();

  await act(1, 'What changed from it to the newest');
  await page.getByTestId('difference-changed-split').getByText('0.3').waitFor();
  await page.locator('[data-testid="version-node-split"][data-marks="changed moved"]').waitFor();
  await page.locator('[data-testid="version-node-profile"][data-marks="added"]').waitFor();
  await page.getByTestId('difference-removed-load.table->split.table').waitFor();

  await page.reload();
  await page.getByTestId('difference-changed-split').waitFor();
  await page.getByTestId('panel-versions').click();
  await act(1, 'Bring it back');
  await page.getByTestId('node-profile').waitFor({ state: 'detached' });
  await page.locator('[data-testid="save-state"][data-state="saved"][data-version="3"]').waitFor();
  await page.getByTestId('undo').click();
  await page.getByTestId('node-profile').waitFor();
  expect(await server.api('GET', `/api/workflows/${id}/versions`)).toMatchObject([{ version: 3 }, { version: 2 }, { version: 1, name: 'As it began' }]);
}, 120_000);

test('a new workflow begins in the gallery: a template is found, chosen and ready to run; the tour is offered, taken by keyboard and not offered again', async () => {
  await page.getByTestId('new-workflow').click();
  await page.getByLabel('Search templates').fill('quantum');
  await page.getByRole('button', { name: 'Show all templates' }).click();
  await page.getByLabel('Search templates').fill('environmental');
  await page.getByTestId('template-table-classifier').waitFor({ state: 'detached' });
  await page.getByTestId('template-river-water').click();
  await page.getByTestId('node-poor').waitFor();
  await page.locator('[data-testid="save-state"][data-state="saved"][data-version="1"]').waitFor();

  const tour = page.getByTestId('tour');
  await page.getByRole('button', { name: 'Show me around' }).click();
  for (let step = 0; step < 6; step++) {
    await page.locator(`[data-testid="tour"][data-step="${step}"]`).waitFor();
    await page.keyboard.press(step % 2 === 0 ? 'Enter' : 'ArrowRight');
  }
  await tour.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByTestId('node-poor').waitFor();
  expect(await page.getByTestId('tour-offer').count()).toBe(0);
  await page.getByTestId('help').click();
  await page.getByRole('menuitem', { name: 'A tour of the page' }).click();
  await tour.waitFor();
  await page.keyboard.press('Escape');
  await tour.waitFor({ state: 'detached' });
}, 120_000);

test('what is empty says what it is for and offers the next step', async () => {
  await page.getByTestId('panel-deployments').click();
  await page.getByRole('button', { name: 'Start from the spam filter…' }).waitFor();
  expect(await page.getByTestId('empty-state').locator('strong').allInnerTexts()).toEqual(['No model answers yet.', 'No model was saved yet.']);
  await page.getByRole('button', { name: 'Start from the spam filter…' }).click();
  await page.getByTestId('template-spam-filter').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('panel-nodes').click();
  await page.getByLabel('Search nodes').fill('quantum');
  await page.getByRole('button', { name: 'Show all nodes' }).click();
  await page.getByTestId('node-load').click();
  await page.getByTestId('output-hint').waitFor();
  await page.getByTestId('panel-runs').click();
  await page.getByTestId('empty-state').getByRole('button', { name: 'Run this workflow' }).click();
  await page.getByTestId('history-run-1').waitFor();
}, 120_000);
