import { chromium, type Browser, type Page } from 'playwright-core';
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

async function open(path = '/'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}${path}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

test('what is built in the notebook stands on the canvas, what is changed there stands in the notebook, and undo goes across both', async () => {
  const page = await open();
  await page.getByTestId('new-workflow').click();
  await page.getByTestId('view-notebook').click();
  await page.getByTestId('add-node-after-start').click();
  await page.getByLabel('Search nodes').last().fill('load');
  await page.getByTestId('pick-data.load').click();
  await page.getByTestId('add-node-after-load').click();
  await page.getByTestId('pick-data.clean').click();
  expect(await page.getByTestId('input-clean-table').inputValue()).toBe('load.table');
  await page.getByTestId('add-prose-after-load').click();
  await page.getByRole('textbox', { name: 'Prose' }).fill('# Cleaning\n\nOne **row** a day.');
  await page.keyboard.press('Escape');
  await page.getByTestId('cell-note').getByText('Cleaning').waitFor();
  expect(await page.locator('[data-cell]').evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset.cell))).toEqual(['load', 'note', 'clean']);

  // Keys: up to the first cell, into its first field, and out again.
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.keyboard.type('examples/data/seattle-weather.csv');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  expect(await page.getByTestId('cell-note').evaluate((cell) => cell === document.activeElement)).toBe(true);
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+Enter');
  await page.locator('[data-testid="cell-clean"][data-state="succeeded"]').waitFor();
  await page.getByTestId('cell-clean').getByTestId('output-table').getByText('precipitation').first().waitFor();

  // The address keeps the view, and the selection is the same in both.
  await page.reload();
  await page.getByTestId('cell-clean').waitFor();
  await page.getByTestId('cell-load').getByLabel('Name of the node').click();
  await page.getByTestId('view-canvas').click();
  await page.locator('[data-testid="node-load"][data-selected="true"]').waitFor();
  await page.getByTestId('note-note').getByText('Cleaning').waitFor();
  expect(await page.locator('.react-flow__edge').count()).toBe(1);
  expect(await page.getByTestId('inspector').getByLabel('File', { exact: false }).first().inputValue()).toBe('examples/data/seattle-weather.csv');

  await page.getByTestId('inspector').getByLabel('Name of the node').fill('The weather');
  await page.getByTestId('view-notebook').click();
  const name = page.getByTestId('cell-load').getByLabel('Name of the node');
  expect(await name.inputValue()).toBe('The weather');
  await page.getByTestId('cell-clean').press('Delete');
  await page.getByTestId('cell-clean').waitFor({ state: 'detached' });
  await page.getByTestId('undo').click();
  await page.getByTestId('cell-clean').waitFor();
  expect(await page.getByTestId('input-clean-table').inputValue()).toBe('load.table');
  await page.getByTestId('undo').click();
  expect(await name.inputValue()).toBe('');
  await page.close();
}, 120_000);

test('a notebook of a thousand cells draws only what is seen', async () => {
  const nodes = Array.from({ length: 1000 }, (_, index) => ({ id: `n${index}`, type: 'data.clean', params: {} }));
  const edges = nodes.slice(1).map(({ id }, index) => ({ from: `n${index}.table`, to: `${id}.table` }));
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: { millrace: 1, name: 'Long', nodes, edges, layout: {} } });
  const page = await open(`/workflows/${id}`);
  await page.getByTestId('view-notebook').click();
  await page.getByTestId('cell-n0').getByTestId('parameters').waitFor();
  expect(await page.getByTestId('parameters').count()).toBeLessThan(20);
  await page.getByTestId('cell-n999').scrollIntoViewIfNeeded();
  await page.getByTestId('cell-n999').getByTestId('parameters').waitFor();
  expect(await page.getByTestId('parameters').count()).toBeLessThan(40);
  await page.close();
}, 120_000);
