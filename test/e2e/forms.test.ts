import { chromium, type Browser, type Page } from 'playwright-core';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
let browser: Browser;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});

afterAll(async () => {
  await browser?.close();
  await server.stop();
});

async function open(document: object): Promise<Page> {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

const pipeline = {
  millrace: 1, name: 'Columns',
  nodes: [
    { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
    { id: 'clean', type: 'data.clean', params: {} },
    { id: 'train', type: 'learn.table-model', params: { target: 'wether' } },
  ],
  edges: [{ from: 'load.table', to: 'clean.table' }, { from: 'clean.table', to: 'train.train' }],
  layout: { load: [0, 100], clean: [320, 100], train: [640, 100] },
};

test('a missing column is marked at the field and the wire before any run, and one that is there is picked', async () => {
  const page = await open(pipeline);
  await page.locator('[data-broken="true"]').waitFor({ state: 'attached' });
  await page.getByTestId('node-train').click();
  const target = page.getByLabel('Target column').first();
  await page.getByTestId('parameters').getByText('Column "wether" is missing; the table has: date, precipitation, temp_max, temp_min, wind, weather').waitFor();
  await target.fill('weat');
  await page.getByRole('option', { name: 'weather' }).click();
  await page.locator('[data-broken="true"]').waitFor({ state: 'detached' });
  expect(await target.inputValue()).toBe('weather');
  expect(await server.api<unknown[]>('GET', '/api/runs')).toEqual([]);
  await page.context().close();
}, 120_000);

test('a file that is dropped on its field is uploaded with a progress bar, and its columns are offered at once', async () => {
  const page = await open({ ...pipeline, name: 'Upload', nodes: pipeline.nodes.map((node) => (node.id === 'load' ? { ...node, params: {} } : node)) });
  await page.getByTestId('node-load').click();
  let arrive = () => {};
  const held = new Promise<void>((resolve) => { arrive = resolve; });
  await page.route('**/api/files?name=*', async (route) => {
    await held;
    await route.continue();
  });
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([`size,colour\n${'1,red\n2,blue\n'.repeat(200_000)}`], 'paint.csv', { type: 'text/csv' }));
    return transfer;
  });
  await page.getByTestId('file-drop').dispatchEvent('dragover', { dataTransfer: data });
  await page.getByTestId('file-drop').dispatchEvent('drop', { dataTransfer: data });
  await page.getByRole('progressbar', { name: 'Uploading paint.csv' }).waitFor({ state: 'attached' });
  arrive();
  await page.getByText('paint.csv uploaded').waitFor();
  await page.getByTestId('node-train').click();
  await page.getByLabel('Target column').first().fill('col');
  await page.getByRole('option', { name: 'colour' }).click();
  await page.getByTestId('parameters').getByText('Momentum').waitFor({ state: 'detached' });
  await page.getByText('with usual values').click();
  await page.getByTestId('parameters').getByText('Momentum').waitFor();
  await page.context().close();
}, 120_000);

test('no example names a column that is not there', async () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.workflow.json'))) {
    const document: unknown = JSON.parse(readFileSync(`${examples}${name}`, 'utf8'));
    expect({ name, ...await server.api<object>('POST', '/api/validate', { document }) }).toEqual({ name, diagnostics: [] });
  }
});
