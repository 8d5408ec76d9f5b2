import { chromium, type Browser, type Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});

afterAll(async () => {
  await browser?.close();
  await server.stop();
});

/** Load, clean, split, with a profile of the clean table beside the split. */
async function openPipeline(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: {
      millrace: 1, name: 'Weather',
      nodes: [
        { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'clean', type: 'data.clean', name: 'Clean', params: {} },
        { id: 'split', type: 'data.split', params: {} }, { id: 'profile', type: 'data.profile', params: {} },
      ],
      edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'split.table' }, { from: 'split.train', to: 'profile.table' }],
      layout: { load: [0, 0], clean: [290, 0], split: [580, 0], profile: [870, 0] },
    },
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('node-profile').waitFor();
  return page;
}

const node = (page: Page, id: string, freshness: string) => page.locator(`[data-testid="node-${id}"][data-freshness="${freshness}"]`).waitFor();
const all = async (page: Page, states: Readonly<Record<string, string>>) => {
  for (const [id, state] of Object.entries(states)) await node(page, id, state);
};

/** A picture for those who want to look: into the folder that MILLRACE_SCREENSHOTS names. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MILLRACE_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

test('a changed parameter makes its node and all behind it stale at once, with the reason; undo makes them fresh', async () => {
  const page = await openPipeline();
  await all(page, { load: 'never', clean: 'never', split: 'never', profile: 'never' });
  await page.getByTestId('run-button').click();
  await all(page, { load: 'fresh', clean: 'fresh', split: 'fresh', profile: 'fresh' });
  await page.getByTestId('node-split').click();
  await page.getByLabel('Test size', { exact: false }).first().fill('0.3');
  await all(page, { load: 'fresh', clean: 'fresh', split: 'stale', profile: 'stale' });
  expect(await page.getByTestId('freshness-note').innerText()).toMatch(/Test size was changed since run \d+: 0.2 → 0.3/);
  expect(await page.getByTestId('node-profile').innerText()).toContain('which is stale');
  await picture(page, 'stale-light');
  await page.getByTestId('undo').click();
  await all(page, { split: 'fresh', profile: 'fresh' });
  await page.reload();
  await all(page, { load: 'fresh', clean: 'fresh', split: 'fresh', profile: 'fresh' });
  await page.context().close();
}, 120_000);
