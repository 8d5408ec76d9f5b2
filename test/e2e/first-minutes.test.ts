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

  await act(1, 'Bring it back');
  await page.getByTestId('node-profile').waitFor({ state: 'detached' });
  await page.locator('[data-testid="save-state"][data-state="saved"][data-version="3"]').waitFor();
  await page.getByTestId('undo').click();
  await page.getByTestId('node-profile').waitFor();
  expect(await server.api('GET', `/api/workflows/${id}/versions`)).toMatchObject([{ version: 3 }, { version: 2 }, { version: 1, name: 'As it began' }]);
}, 60_000);
