import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  await page.getByTestId('template-empty').click();
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
  await page.getByRole('option', { name: 'seattle-weather' }).first().waitFor();
  await page.keyboard.press('Escape'); // the list of files first
  await page.getByRole('option', { name: 'seattle-weather' }).first().waitFor({ state: 'hidden' });
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

test('a part of a workflow runs by a gesture on its node, in both views, and a run that failed goes on where it failed', async () => {
  const nodes = [
    { id: 'load', type: 'data.load', params: { path: 'late.csv' } }, { id: 'clean', type: 'data.clean' },
    { id: 'profile', type: 'data.profile' }, { id: 'unfinished', type: 'data.split' }, { id: 'idle', type: 'data.profile', disabled: true },
  ];
  const edges = [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'profile.table' }, { from: 'load.table', to: 'idle.table' }];
  const layout = Object.fromEntries(nodes.map(({ id }, index) => [id, [index * 280, 0]]));
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: { millrace: 1, name: 'Parts', nodes, edges, layout } });
  const page = await open(`/workflows/${id}`);
  const shown = (nodeId: string, state: string) => page.locator(`[data-testid="node-${nodeId}"][data-state="${state}"]`).waitFor();

  await page.getByTestId('node-clean').hover();
  await page.getByTestId('card-run-to').click();
  await shown('load', 'failed');
  await shown('clean', 'skipped');
  await shown('profile', 'idle');
  await page.getByTestId('run-scope').getByText('to Clean').waitFor();

  mkdirSync(join(server.dataDir, 'files'), { recursive: true });
  writeFileSync(join(server.dataDir, 'files/late.csv'), 'day,rain\n1,3\n2,\n3,4\n');
  await page.getByTestId('run-again').click();
  await shown('clean', 'succeeded');
  await shown('profile', 'idle');

  // The notebook: the cell's button runs to there, its menu from there; a disabled node says so and cannot be run.
  await page.getByTestId('view-notebook').click();
  await page.getByTestId('cell-idle').getByText('disabled', { exact: true }).waitFor();
  await page.getByTestId('cell-idle').scrollIntoViewIfNeeded();
  expect(await page.getByTestId('cell-idle').getByLabel('Run to here').isDisabled()).toBe(true);
  await page.getByTestId('cell-profile').scrollIntoViewIfNeeded();
  await page.getByTestId('cell-profile').getByLabel('Run to here').click();
  await page.locator('[data-testid="cell-profile"][data-state="succeeded"]').waitFor();
  await page.locator('[data-testid="cell-clean"][data-state="reused"]').waitFor();
  await page.getByTestId('cell-clean').scrollIntoViewIfNeeded();
  await page.getByTestId('cell-clean').getByTestId('run-part').click();
  await page.getByTestId('run-only').click();
  await page.locator('[data-testid="cell-clean"][data-state="succeeded"]').waitFor();
  await page.getByTestId('run-scope').getByText('only Clean').waitFor();

  // Pinned, it does not run, and what follows gets what it had; one undo lets it run again.
  await page.getByTestId('cell-clean').getByTestId('pin').click();
  await page.getByTestId('view-canvas').click();
  await page.locator('[data-testid="node-clean"][data-freshness="pinned"]').waitFor();
  await page.getByTestId('node-profile').hover();
  await page.getByTestId('card-run-to').click();
  await page.getByTestId('run-scope').getByText('to Profile').waitFor();
  await shown('profile', 'reused');
  await shown('load', 'reused');
  await page.getByTestId('undo').click();
  await page.locator('[data-testid="node-clean"][data-freshness="fresh"]').waitFor();
  await page.close();
}, 120_000);
