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

test('a query in SQL is completed with the columns of its tables, and a mistake is shown at its field', async () => {
  const page = await open({
    millrace: 1, name: 'Query',
    nodes: [
      { id: 'days', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
      { id: 'river', type: 'data.load', params: { path: 'examples/data/river-water.csv' } },
      { id: 'query', type: 'data.query', params: { sql: 'SELECT i.wnd FROM input i JOIN other o USING (date)' } },
    ],
    edges: [{ from: 'days.table', to: 'query.input' }, { from: 'river.table', to: 'query.other' }],
    layout: { days: [0, 100], river: [0, 260], query: [320, 100] },
  });
  await page.getByTestId('node-query').click();
  await page.getByText('Line 1, column 8: "i" has no column "wnd"').first().waitFor();
  await page.getByRole('textbox', { name: 'SQL' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' WHERE o.di');
  await page.locator('.cm-tooltip-autocomplete li').filter({ hasText: 'dissolved_oxygen' }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('SELECT wind FROM input');
  await page.getByText('has no column "wnd"').first().waitFor({ state: 'detached' });
  await page.context().close();
});

test('a missing column is marked at the field and the wire before any run, and one that is there is picked', async () => {
  const page = await open(pipeline);
  await page.locator('[data-broken="true"]').waitFor({ state: 'attached' });
  await page.getByTestId('node-train').click();
  const target = page.getByLabel('Target column').first();
  await page.getByTestId('parameters').getByText('Column "wether" is missing; the table has: date, precipitation, temp_max, temp_min, wind, weather').waitFor();
  await target.fill('weat');
  await page.getByRole('option', { name: 'weather' }).waitFor();
  await page.keyboard.press('Escape'); // closes the list, and nothing else
  await page.getByRole('option', { name: 'weather' }).waitFor({ state: 'hidden' });
  expect(await target.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__node[data-id="train"]:focus').waitFor();
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

test('a password that stands in a workflow is stored as a secret, whose name is chosen from then on, all by keyboard', async () => {
  const token = 'hf_stands-in-the-document';
  const bert = { id: 'bert', type: 'learn.pretrained', params: { token } };
  const page = await open({ millrace: 1, name: 'Private', nodes: [bert, { ...bert, id: 'other', params: { token: { $secret: 'gone' } } }], edges: [], layout: { bert: [0, 0], other: [0, 200] } });
  await page.getByTestId('node-bert').click();
  const field = page.getByRole('combobox', { name: 'Hub token' });
  await page.getByRole('button', { name: 'Store as secret…' }).press('Enter');
  const form = page.getByTestId('secret-form');
  await form.getByLabel('Name').fill('hub token');
  await form.getByText('Begin with a letter').waitFor();
  await form.getByLabel('Name').fill('hub-token');
  await form.locator('input[type=password]').waitFor();
  await form.getByLabel('Name').press('Enter');
  await form.waitFor({ state: 'detached' });
  expect([await field.inputValue(), await field.evaluate((input) => input === document.activeElement)]).toEqual(['hub-token', true]);

  await page.getByTestId('node-other').click();
  await page.getByTestId('parameters').getByText('There is no secret "gone": store it, or choose another').waitFor();
  await field.press('Enter');
  await page.getByRole('option', { name: 'hub-token' }).waitFor();
  await field.press('ArrowUp');
  await field.press('Enter');
  await page.getByText('There is no secret "gone"').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+s');
  await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();
  const id = page.url().match(/workflows\/([^/?]+)/)?.[1];
  const { document: saved } = await server.api<{ document: { nodes: { params: object }[] } }>('GET', `/api/workflows/${id}`);
  expect(saved.nodes.map(({ params }) => params)).toEqual([{ token: { $secret: 'hub-token' } }, { token: { $secret: 'hub-token' } }]);

  await page.keyboard.press('Control+k');
  await page.getByTestId('command-bar').getByRole('combobox').fill('secrets');
  await page.locator('[aria-selected=true][data-choice$="secrets.show"]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove hub-token' }).press('Enter');
  await page.getByText('These workflows use it and will not run without it: Private').waitFor();
  expect(await page.getByRole('button', { name: 'Keep' }).evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await page.content()).not.toContain(token);
  await page.context().close();
}, 120_000);

test('no example names a column that is not there', async () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.workflow.json'))) {
    const document: unknown = JSON.parse(readFileSync(`${examples}${name}`, 'utf8'));
    expect({ name, ...await server.api<object>('POST', '/api/validate', { document }) }).toEqual({ name, diagnostics: [] });
  }
});
