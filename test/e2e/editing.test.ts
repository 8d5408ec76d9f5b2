import type { Workflow } from '@millrace/workflow';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const pair: Workflow = {
  millrace: 1, name: 'Pair', notes: [{ id: 'note', text: 'From the first window' }], triggers: [],
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'clean', type: 'data.clean', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }], layout: { load: [0, 0], clean: [320, 0], note: [0, 240] },
};

async function saved(document: Workflow): Promise<string> {
  return (await server.api<{ id: string }>('POST', '/api/workflows', { document })).id;
}

async function open(id: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

const cards = (page: Page) => page.locator('.react-flow__node');

test('nodes, wires and notes are copied from one window into another workflow, and foreign text is refused', async () => {
  const [first, second] = [await open(await saved(pair)), await open(await saved({ ...pair, name: 'Other' }))];
  await first.bringToFront();
  await first.getByTestId('node-load').click();
  await first.keyboard.press('Control+a');
  await first.keyboard.press('Control+c');
  await second.bringToFront();
  await second.getByTestId('canvas').hover({ position: { x: 400, y: 420 } });
  await second.keyboard.press('Control+v');
  await second.getByTestId('node-clean-2').waitFor();
  await second.getByTestId('note-note-2').waitFor();
  expect([await cards(second).count(), await second.locator('.react-flow__edge').count()]).toEqual([6, 2]);
  await second.keyboard.press('Control+x');
  await second.getByTestId('node-clean-2').waitFor({ state: 'detached' });
  expect(await cards(second).count()).toBe(3);
  await second.keyboard.press('Control+v');
  await second.getByTestId('node-clean-2').waitFor();
  await second.keyboard.press('Control+z');
  await second.getByTestId('node-clean-2').waitFor({ state: 'detached' });

  // A field keeps the keys to itself; its text is none of the canvas's.
  await second.getByTestId('node-load').click();
  const name = second.getByLabel('Name of the node');
  await name.fill('Rain');
  await name.press('Control+a');
  await name.press('Control+c');
  await name.press('Control+v');
  expect([await name.inputValue(), await cards(second).count()]).toEqual(['Rain', 3]);
  await second.getByTestId('node-clean').click();
  await second.keyboard.press('Control+v');
  await second.getByText('Nothing was pasted').waitFor();
  expect(await cards(second).count()).toBe(3);
}, 120_000);
