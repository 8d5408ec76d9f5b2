import { chromium, type Browser } from 'playwright-core';
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

test('a parameter is tried with many values, the trials stand side by side, and the values of the best are taken over', async () => {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: {
      millrace: 1, name: 'Weather',
      nodes: [
        { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
        { id: 'split', type: 'data.split', params: { testSize: 0.2 } },
        { id: 'train', type: 'learn.table-model', params: { target: 'weather', model: 'linear' } },
      ],
      edges: [{ from: 'load.table', to: 'split.table' }, { from: 'split.train', to: 'train.train' }],
      layout: { load: [0, 0], split: [320, 0], train: [640, 0] },
    },
  });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('node-split').click();
  await page.getByTestId('vary').click();
  await page.getByRole('menuitem', { name: 'Test size' }).click();
  const values = page.getByLabel('With commas between them');
  expect(await values.inputValue()).toBe('0.1, 0.2, 0.4');
  await values.fill('0.2, 0.5');
  await page.getByTestId('start-sweep').click();
  await page.locator('[data-testid="sweep-results"][data-running="0"]').waitFor();
  expect(await page.getByTestId('trial').count()).toBe(2);
  expect(await page.getByTestId('parallel-coordinates').locator('polyline').count()).toBe(2);
  await page.getByTestId('trial').filter({ has: page.getByRole('cell', { name: '0.5', exact: true }) }).getByRole('radio').check();
  await page.getByTestId('use-values').click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+s');
  await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();
  const { document } = await server.api<{ document: { inputs: unknown; nodes: { id: string; params: object }[] } }>('GET', `/api/workflows/${id}`);
  expect(document.inputs).toEqual([{ name: 'testSize', type: 'number', default: 0.5 }]);
  expect(document.nodes.find((node) => node.id === 'split')?.params).toEqual({ testSize: { $expression: 'inputs.testSize' } });
}, 180_000);
