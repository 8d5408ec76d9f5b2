// Takes the pictures that README and docs show: starts a server on an empty folder, runs the spam sample, and looks at it
// in Chromium. `node tools/screenshots.mjs [FOLDER]`; needs `npm run build` and Chromium.
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
  const document = JSON.parse(readFileSync(join(root, 'examples/spam-filter.workflow.json'), 'utf8'));
  const { id } = await api('POST', '/api/workflows', { document });
  const light = await open('light', id);
  await light.getByTestId('run-button').click();
  await light.locator('[data-testid="node-train"][data-state="running"]').waitFor({ timeout: 60_000 });
  await light.getByTestId('node-train').click();
  await light.waitForTimeout(8_000); // a picture of a curve wants a curve
  await shoot(light, 'training');
  await light.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 240_000 });
  await light.keyboard.press('Escape');
  await light.waitForTimeout(1_000);
  await shoot(light, 'canvas-light');
  await light.getByTestId('node-split').click();
  await light.getByTestId('output-table').waitFor();
  await light.waitForTimeout(1_000);
  await shoot(light, 'table');
  await light.getByTestId('node-evaluate').click();
  await light.waitForTimeout(1_000);
  await shoot(light, 'evaluation');
  const dark = await open('dark', id);
  await dark.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();
  await dark.waitForTimeout(1_000);
  await shoot(dark, 'canvas-dark');
} finally {
  await browser.close();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function open(colorScheme, id) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })).newPage();
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

async function shoot(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(join(folder, `${name}.png`));
}

async function api(method, path, body) {
  const response = await fetch(`${server.url}${path}`, {
    method, headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
