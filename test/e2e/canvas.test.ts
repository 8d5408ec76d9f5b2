import { chromium, type Browser, type Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const separator = path.includes('?') ? '&' : '?';
  await page.goto(`${server.url}${path}${separator}token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

async function dropNode(page: Page, type: string, x: number, y: number): Promise<void> {
  const before = await page.locator('.react-flow__node').count();
  await page.getByTestId(`palette-item-${type}`).dragTo(page.getByTestId('canvas'), { targetPosition: { x, y } });
  await page.locator('.react-flow__node').nth(before).waitFor();
}

async function wire(page: Page, from: string, to: string): Promise<void> {
  const start = (await page.getByTestId(`port-${from}`).boundingBox())!;
  const end = (await page.getByTestId(`port-${to}`).boundingBox())!;
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 10 });
  await page.mouse.up();
}

/** Drags the canvas and brings it back to the very place where it was. */
async function panAndBack(page: Page): Promise<void> {
  const canvas = (await page.getByTestId('canvas').boundingBox())!;
  const [x, y] = [canvas.x + 80, canvas.y + canvas.height - 150];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y - 20, { steps: 3 });
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.up();
}

test('a person builds three nodes by drag and drop, runs them, watches, and opens the output table', async () => {
  const page = await open();
  await page.getByTestId('new-workflow').click();
  await page.getByTestId('template-empty').click();
  await dropNode(page, 'data.load', 60, 200);
  await dropNode(page, 'data.clean', 380, 200);
  await dropNode(page, 'data.split', 700, 200);
  await wire(page, 'load-out-table', 'clean-in-table');
  await wire(page, 'clean-out-table', 'split-in-table');
  await panAndBack(page);
  await page.getByTestId('node-load').click(); // cards answer again
  await page.getByLabel('File', { exact: false }).first().fill('examples/data/seattle-weather.csv');
  await page.getByTestId('run-button').click();
  for (const id of ['load', 'clean', 'split']) {
    await page.locator(`[data-testid="node-${id}"][data-state="succeeded"]`).waitFor();
  }
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();
  await page.getByTestId('node-split').click();
  await page.getByTestId('tab-output').click();
  await page.getByTestId('output-table').getByText('precipitation').first().waitFor();
  expect(await page.getByTestId('output-table').innerText()).toMatch(/1,168 rows/);
  await page.context().close();
}, 120_000);

test('the small sample runs to a deployed endpoint while two pages show the same, and a reload loses and doubles nothing', async () => {
  const document = JSON.parse(readFileSync(fileURLToPath(new URL('../../examples/spam-filter-small.workflow.json', import.meta.url)), 'utf8'));
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document });
  const [first, second] = [await open(`/workflows/${id}`), await open(`/workflows/${id}`)];
  await first.getByTestId('run-button').click();
  await first.locator('[data-testid="node-train"][data-state="running"]').waitFor({ timeout: 90_000 });
  await second.reload();
  await Promise.all([first, second].map((page) => page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 120_000 })));
  const [run] = await server.api<{ id: string }[]>('GET', `/api/runs?workflowId=${id}`);
  const events = await server.api<{ seq: number }[]>('GET', `/api/runs/${run!.id}/events?after=0&limit=10000`);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  for (const page of [first, second]) {
    const state = page.getByTestId('run-state');
    expect(await state.getAttribute('data-seq')).toBe(String(events.length));
    expect(await state.getAttribute('data-applied')).toBe(String(events.length));
    for (const node of document.nodes) {
      expect(await page.getByTestId(`node-${node.id}`).getAttribute('data-state')).toMatch(/^(succeeded|reused)$/);
    }
  }
  const answer = await server.api<{ predictions: { label: string }[] }>('POST', '/api/deployments/spam-filter-small/predict', { inputs: ['hello', 'win money now'] });
  expect(answer.predictions).toHaveLength(2);
  await Promise.all([first, second].map((page) => page.context().close()));
}, 240_000);
