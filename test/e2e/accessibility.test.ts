import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const server = new TestServer();
let browser: Browser;
let workflowId = '';

const document = {
  millrace: 1, name: 'Weather',
  nodes: [
    { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
    { id: 'profile', type: 'data.profile', params: {} },
    { id: 'split', type: 'data.split', name: 'Split', params: {} },
    { id: 'gone', type: 'nobody.brings-this', params: {} },
  ],
  edges: [{ from: 'load.table', to: 'profile.table' }, { from: 'load.table', to: 'split.table' }],
  notes: [{ id: 'note', text: '# A note\n\nwith **bold** words and `code`' }],
  layout: { load: [0, 100], profile: [320, 0], split: [320, 220], gone: [0, 320], note: [640, 0] },
};

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  ({ id: workflowId } = await server.api<{ id: string }>('POST', '/api/workflows', { document: { ...document, nodes: document.nodes.filter(({ id }) => id !== 'gone') } }));
});

afterAll(async () => {
  await browser?.close();
  await server.stop();
});

async function open(colorScheme: 'light' | 'dark', locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${workflowId}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

/** What WCAG 2.1 AA asks and the page does not give, one line for each element. */
async function violations(page: Page, view: string): Promise<readonly string[]> {
  await page.evaluate(axe); // past the page's policy, as a debugger is
  const { violations: found } = await page.evaluate(() => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'],
  })); // the script above made it
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${view}: ${id} at ${node.target.join(' ')}: ${node.any[0]?.message ?? node.all[0]?.message ?? node.html.slice(0, 160)}`));
}

test.each(['light', 'dark'] as const)('the main views have nothing that keeps people out, %s', async (colorScheme) => {
  const page = await open(colorScheme);
  const found: string[] = [];
  const look = async (view: string) => found.push(...await violations(page, view));
  await look('canvas and palette');
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 90_000 });
  await page.getByTestId('node-split').click();
  await page.getByTestId('output-table').getByText('precipitation').first().waitFor();
  await look('inspector and table');
  await page.getByTestId('tab-log').click();
  await look('log');
  await page.getByTestId('node-profile').click();
  await page.getByTestId('output-port-chart').click();
  await page.getByTestId('output-chart').waitFor();
  await look('chart');
  for (const panel of ['runs', 'schedule', 'deployments']) {
    await page.getByTestId(`panel-${panel}`).click();
    if (panel === 'schedule' && colorScheme === 'light') await page.getByTestId('add-schedule').click();
    await page.getByRole('region', { name: { runs: 'Runs', schedule: 'Schedule', deployments: 'Deployments' }[panel]!, exact: true }).waitFor();
    await look(panel);
  }
  await page.getByTestId('workflow-menu').click();
  await page.getByRole('menuitem', { name: 'Export' }).waitFor();
  await look('menu of workflows');
  await page.getByRole('menuitem', { name: 'Delete this workflow…' }).click();
  await page.getByRole('dialog', { name: 'Delete this workflow?' }).waitFor();
  await look('dialog');
  await page.context().close();
  expect(found).toEqual([]);
}, 180_000);

/** Three words of English in a row, which no name, number or piece of code here has. */
const english = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i;

test('a Chinese page tells of mistakes, failures and what is stale in Chinese', async () => {
  const nodes = [
    { id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } },
    { id: 'absent', type: 'data.load', params: { path: 'absent.csv' } },
    { id: 'profile', type: 'data.profile', params: {} },
    { id: 'after', type: 'data.profile', params: {} },
    { id: 'train', type: 'learn.table-model', params: { target: 'date', task: 'classification' } },
  ];
  const failing = { millrace: 1, name: '失败', nodes, edges: [{ from: 'load.table', to: 'profile.table' }, { from: 'absent.table', to: 'after.table' }, { from: 'load.table', to: 'train.train' }], notes: [], layout: {} };
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: failing });
  const page = await open('light', 'zh-CN');
  await page.goto(`${server.url}/workflows/${id}`);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="run-state"][data-state="failed"]').waitFor({ timeout: 60_000 });
  const told: string[] = [];
  const ended = { absent: 'failed', after: 'skipped', train: 'failed' };
  for (const [node, state] of Object.entries(ended)) {
    await page.locator(`[data-testid="node-${node}"][data-state="${state}"]`).dispatchEvent('click');
    told.push(await page.getByTestId('freshness-note').innerText(), await page.getByTestId(`node-${node}`).innerText());
  }

  const mistaken = { ...failing, nodes: [
    ...nodes.map((node) => (node.id === 'profile' ? { ...node, params: { column: 'wind' } } : node)),
    { id: 'split', type: 'data.split', params: { testSize: 3, seed: { $expression: 'inputs.rows *' }, wrong: 1 } },
    { id: 'typo', type: 'data.lod', params: {} },
    { id: 'lost', type: 'data.profile', params: { column: 'wether' } },
  ], edges: [...failing.edges, { from: 'load.table', to: 'lost.table' }, { from: 'load.rows', to: 'train.validation' }] };
  await server.api('PUT', `/api/workflows/${id}`, { document: mistaken, baseVersion: 1 });
  await page.goto(`${server.url}/workflows/${id}`);
  await page.locator('[data-testid="node-profile"] [data-freshness="stale"]').waitFor();
  await page.getByTestId('node-profile').dispatchEvent('click');
  told.push(await page.getByTestId('freshness-note').innerText());
  await page.getByTestId('node-split').dispatchEvent('click');
  told.push(await page.getByTestId('parameters').innerText());
  await page.getByTestId('problems').click();
  const problems = page.getByRole('dialog').getByRole('listitem');
  await problems.getByText('wether').waitFor();
  told.push(...await problems.allInnerTexts());
  expect(told.length).toBeGreaterThan(14);
  expect(told.filter((text) => english.test(text) || !/\p{Script=Han}/u.test(text))).toEqual([]);
  await page.context().close();
}, 120_000);

test('on a tablet, lying or upright, nothing is cut off and the canvas has the room', async () => {
  for (const viewport of [{ width: 1024, height: 768 }, { width: 820, height: 1180 }]) {
    const page = await (await browser.newContext({ viewport, hasTouch: true })).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${server.url}/workflows/${workflowId}?token=${server.token}`);
    await page.getByTestId('node-load').waitFor();
    const canvas = await page.getByTestId('canvas').boundingBox();
    expect([viewport.width, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([viewport.width, viewport.width]);
    expect(canvas?.width).toBeGreaterThan(viewport.width * 0.6);
    await page.getByTestId('panel-nodes').click();
    await page.getByTestId('palette').waitFor();
    expect((await page.getByTestId('canvas').boundingBox())?.width).toBe(canvas?.width);
    await page.context().close();
  }
}, 120_000);
