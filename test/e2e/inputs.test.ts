import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const document = {
    millrace: 1, name: 'Weather for a colleague', description: 'How much rain fell.',
    nodes: [{ id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'split', type: 'data.split', params: {} }],
    edges: [{ from: 'load.table', to: 'split.table' }], layout: { load: [0, 100], split: [320, 100] },
  };
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document });
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(45_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const runs = () => server.api<{ id: string }[]>('GET', '/api/runs');

test('an input is defined in its panel, a parameter is computed from it, and what is wrong is told at the field', async () => {
  await page.getByTestId('panel-inputs').click();
  await page.getByTestId('add-input').click();
  const definition = page.getByTestId(/^input-/);
  await definition.getByLabel('Name').fill('share');
  await definition.getByLabel('Type').click();
  await page.getByRole('option', { name: 'Number', exact: true }).click();
  await page.getByTestId('node-split').click();
  const field = page.getByTestId('field-testSize');
  await field.hover();
  await page.getByTestId('compute-testSize').click();
  const code = field.locator('[contenteditable="true"]'); // not the plain field, which stands there until the code box has loaded
  await code.fill('inp');
  await page.getByRole('option', { name: /inputs\.share/ }).click();
  await field.getByText('Known when a run gives “share” a value').waitFor();
  await code.press('End');
  await code.pressSequentially(' * 2');
  await page.getByTestId('inputs-form').getByLabel('Share').fill('0.3');
  await field.getByText('= 0.6').waitFor();
  await page.getByTestId('inputs-form').getByLabel('Share').fill('0.9');
  await field.getByText('Must be below 1; the expression gave 1.8').waitFor();
  await code.fill('inputs.sahre');
  await field.getByText('The workflow has no input "sahre"; it has: share (at character 1)').waitFor();
  await code.fill('inputs.share / 2');
  await field.getByText('= 0.45').waitFor();
}, 180_000);

test('a run that lacks a value asks for it', async () => {
  await page.getByTestId('inputs-form').getByLabel('Share').fill('');
  await page.getByTestId('run-button').click();
  const dialog = page.getByRole('dialog');
  await page.getByTestId('run-with-inputs').click();
  await dialog.getByText('This is needed').waitFor();
  await dialog.getByLabel('Share').fill('0.5');
  await page.getByTestId('run-with-inputs').click();
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();
  const [run] = await runs();
  expect(await server.api('GET', `/api/runs/${run?.id}`)).toMatchObject({ inputs: { share: 0.5 } });
}, 180_000);

test('the app is a form of the inputs that runs the workflow and shows what came out', async () => {
  await page.goto(`${page.url().split('?')[0]}?view=app`);
  const app = page.getByTestId('app-view');
  await app.getByRole('heading', { name: 'Weather for a colleague' }).waitFor();
  await app.getByTestId('app-run').click();
  await app.getByText('This is needed').waitFor();
  await app.getByLabel('Share').fill('0.2');
  await app.getByTestId('app-run').click();
  await app.locator('[data-testid="app-result"][data-state="succeeded"]').getByText('Run 2').waitFor();
  await app.getByTestId('output-port-test').waitFor();
  expect(await runs()).toHaveLength(2);
}, 180_000);
