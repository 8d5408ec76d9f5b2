// Takes the pictures that README and docs show: starts a server on an empty folder, runs the samples, and looks at them in
// Chromium, in light and dark, English and Chinese. `npm run screenshots [-- FOLDER]`; needs `npm run build`, Chromium, and a font
// with Chinese characters (Debian: fonts-noto-cjk).
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { parseSettings, startServer } from '../apps/server/dist/index.js';
import { root } from './root.mjs';

const folder = process.argv[2] ?? join(root, 'docs/images');
mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'millrace-screenshots-'));
const settings = parseSettings({ MILLRACE_DATA_DIR: dataDir, MILLRACE_PORT: '0', MILLRACE_LOG_LEVEL: 'error' }, dataDir);
const server = await startServer({ settings, launchFolder: dataDir, sample: false });
const browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const spam = await save('spam-filter');
  const english = await open(spam);
  await trainingLive(english);
  await theWorkflow(english);
  await english.context().close();
  const weather = await save('weather-table');
  await versionsAndRuns(await open(spam), weather);
  await sweep(weather);
  for (const [name, look] of Object.entries({ 'canvas-dark': { colorScheme: 'dark' }, 'canvas-zh': { locale: 'zh-CN' }, 'canvas-zh-dark': { locale: 'zh-CN', colorScheme: 'dark' } })) {
    const page = await open(spam, look);
    await page.getByTestId('node-evaluate').click();
    await settle(page);
    await shoot(page, name);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** A run of the sample while its model learns, until it has succeeded. */
async function trainingLive(page) {
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="node-train"][data-state="running"]').waitFor({ timeout: 60_000 });
  await page.getByTestId('node-train').click();
  await page.waitForTimeout(8_000); // a picture of a curve wants a curve
  await shoot(page, 'training');
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 240_000 });
  await page.keyboard.press('Escape');
  await settle(page);
  await shoot(page, 'canvas-light');
}

/** Data at a node, charts, the notebook, the registry with an endpoint, the command bar. */
async function theWorkflow(page) {
  await page.getByTestId('node-split').click();
  await page.getByTestId('output-table').waitFor();
  await settle(page);
  await shoot(page, 'table');
  await page.getByTestId('node-evaluate').click();
  await settle(page);
  await shoot(page, 'evaluation');
  await page.getByTestId('view-notebook').click();
  await settle(page);
  await shoot(page, 'notebook');
  await page.getByTestId('view-canvas').click();
  await page.getByTestId('panel-deployments').click();
  await page.getByRole('button', { name: 'Versions of' }).first().click();
  await page.getByTestId('lineage').getByRole('listitem').first().waitFor();
  await settle(page);
  await shoot(page, 'registry');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await settle(page);
  await shoot(page, 'command-bar');
  await page.keyboard.press('Escape');
}

/** A run as it ran with its timeline, and two runs beside each other; and, while the second trains, the queue. */
async function versionsAndRuns(page, weather) {
  await page.getByTestId('node-split').click();
  await page.getByLabel('Test size', { exact: true }).first().fill('0.25');
  await page.keyboard.press('Control+s');
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="node-train"][data-state="running"]').waitFor({ timeout: 60_000 });
  await api('POST', `/api/workflows/${weather}/runs`, {});
  await page.getByTestId('panel-runs').click();
  await page.getByTestId('show-queue').click();
  await page.getByTestId('queue').getByText('Next in line').waitFor();
  await page.waitForTimeout(3_000); // what a process uses is known after two looks
  await shoot(page, 'queue');
  await page.keyboard.press('Escape');
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 240_000 });
  await page.getByTestId('history-run-2').click();
  await page.getByTestId('critical-path').waitFor();
  await settle(page);
  await shoot(page, 'run');
  for (const number of [1, 2]) await page.getByTestId(`tick-run-${number}`).check();
  await page.getByTestId('compare').click();
  await page.getByTestId('compare-nodes').waitFor();
  await settle(page);
  await shoot(page, 'comparison');
  await page.context().close();
}

/** A parameter tried with several values. */
async function sweep(workflowId) {
  const { id, version } = await api('GET', `/api/workflows/${workflowId}`);
  const { document } = await api('GET', `/api/workflows/${workflowId}`);
  const varied = { ...document, inputs: [{ name: 'test_size', title: 'Test size', type: 'number', default: 0.2 }, { name: 'seed', title: 'Seed', type: 'integer', default: 42 }] };
  varied.nodes = document.nodes.map((node) => (node.type === 'data.split' ? { ...node, params: { ...node.params, testSize: { $expression: 'inputs.test_size' }, seed: { $expression: 'inputs.seed' } } } : node));
  await api('PUT', `/api/workflows/${id}`, { document: varied, baseVersion: version });
  await api('POST', `/api/workflows/${id}/sweeps`, { vary: [{ input: 'test_size', values: [0.1, 0.2, 0.3, 0.4] }, { input: 'seed', values: [1, 2, 3] }] });
  const page = await open(id);
  await page.getByTestId('panel-runs').click();
  await page.getByRole('button', { name: 'Sweeps' }).click();
  await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
  await page.locator('[data-testid="sweep-results"][data-running="0"]').waitFor({ timeout: 240_000 });
  await settle(page);
  await shoot(page, 'sweep');
  await page.context().close();
}

async function save(example) {
  const { id } = await api('POST', '/api/workflows', { document: JSON.parse(readFileSync(join(root, `examples/${example}.workflow.json`), 'utf8')) });
  return id;
}

async function open(id, look = {}) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'en-US', reducedMotion: 'reduce', ...look })).newPage();
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

/** A picture wants what was asked for to be there and still. */
async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(800);
}

async function shoot(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(join(folder, `${name}.png`));
}

async function api(method, path, body) {
  const response = await fetch(`${server.url}${path}`, {
    method, headers: { authorization: `Bearer ${server.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
