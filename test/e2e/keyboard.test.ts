import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const press = (key: string) => page.keyboard.press(key);
const bar = () => page.getByTestId('command-bar');

/** Types into the command bar, once it is open, and takes the best answer. */
async function take(words: string, choice: string): Promise<void> {
  await bar().getByRole('combobox').waitFor();
  await page.keyboard.type(words);
  await bar().locator(`[data-choice="${choice}"][aria-selected="true"]`).waitFor();
  await press('Enter');
  await bar().waitFor({ state: 'detached' });
}

/** Waits until a node has the keys, which selects it. */
async function on(id: string): Promise<void> {
  await page.locator(`.react-flow__node[data-id="${id}"]:focus [data-selected="true"]`).waitFor();
}

test('three nodes are added, wired, set, run, found, deleted and brought back without a pointer', async () => {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: { millrace: 1, name: 'By keys', nodes: [], edges: [], notes: [], triggers: [], layout: {} } });
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  await press('Control+k');
  await take('load file', 'type:data.load');
  await on('load');
  await press('Escape');
  await press('a');
  await take('split', 'type:data.split');
  await on('split');
  expect(await page.locator('.react-flow__edge').count()).toBe(0);
  await press('c');
  await take('', 'load.table->split.table');
  await page.locator('.react-flow__edge').waitFor({ state: 'attached' });
  await on('split');
  await press('a');
  await take('profile', 'type:data.profile');
  await on('profile');
  expect(await page.locator('.react-flow__edge').count()).toBe(2);

  await press('Alt+ArrowLeft');
  await on('split');
  await press('Alt+ArrowLeft');
  await on('load');
  await press('Enter');
  await page.locator('[data-testid="parameters"] input:focus').waitFor();
  await page.keyboard.type('examples/data/seattle-weather.csv');
  await press('Control+Enter');
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();
  await page.getByRole('option', { name: 'seattle-weather' }).first().waitFor();
  await press('Escape'); // the list of files first
  await page.getByRole('option', { name: 'seattle-weather' }).first().waitFor({ state: 'hidden' });
  await press('Escape');
  await on('load');

  await press('Control+f');
  await bar().getByRole('combobox').waitFor();
  await page.keyboard.type('seattle');
  await bar().getByRole('option').getByText('seattle-weather.csv').waitFor();
  await press('Enter');
  await on('load');
  await press('Control+a');
  await press('Delete');
  await page.getByTestId('node-load').waitFor({ state: 'detached' });
  await page.getByTestId('notice').getByText('3 nodes and notes were deleted').waitFor();
  await press('Control+z');
  await page.getByTestId('node-profile').waitFor();
  await page.getByText('3 nodes and notes were deleted').waitFor({ state: 'detached' });
  await press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Connect…').waitFor();
  await press('Escape');
  await page.getByTestId('key-sheet').waitFor({ state: 'detached' });
}, 120_000);
