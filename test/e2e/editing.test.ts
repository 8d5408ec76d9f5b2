import type { Workflow } from '@millrace/workflow';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const pair: Workflow = {
  millrace: 1, name: 'Pair', notes: [{ id: 'note', text: 'From the first window' }], triggers: [],
  nodes: [{ id: 'load', type: 'data.load', params: { path: 'examples/data/seattle-weather.csv' } }, { id: 'clean', type: 'data.clean', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }], layout: { load: [0, 0], clean: [320, 0], note: [0, 240] },
};

async function saved(document: Workflow): Promise<string> {
  return (await server.api<{ id: string }>('POST', '/api/workflows', { document })).id;
}

async function open(id: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('palette').waitFor();
  return page;
}

const cards = (page: Page) => page.locator('.react-flow__node');

test('nodes, wires and notes are copied from one window into another workflow, and foreign text is refused', async () => {
  const [first, second] = [await open(await saved(pair)), await open(await saved({ ...pair, name: 'Other' }))];
  await first.bringToFront();
  await first.getByTestId('node-load').click();
  await first.keyboard.press('Control+a');
  await first.keyboard.press('Control+c');
  await second.bringToFront();
  await second.getByTestId('canvas').hover({ position: { x: 400, y: 420 } });
  await second.keyboard.press('Control+v');
  await second.getByTestId('node-clean-2').waitFor();
  await second.getByTestId('note-note-2').waitFor();
  expect([await cards(second).count(), await second.locator('.react-flow__edge').count()]).toEqual([6, 2]);
  await second.keyboard.press('Control+x');
  await second.getByTestId('node-clean-2').waitFor({ state: 'detached' });
  expect(await cards(second).count()).toBe(3);
  await second.keyboard.press('Control+v');
  await second.getByTestId('node-clean-2').waitFor();
  await second.keyboard.press('Control+z');
  await second.getByTestId('node-clean-2').waitFor({ state: 'detached' });

  // A field keeps the keys to itself; its text is none of the canvas's.
  await second.getByTestId('node-load').click();
  const name = second.getByLabel('Name of the node');
  await name.fill('Rain');
  await name.press('Control+a');
  await name.press('Control+c');
  await name.press('Control+v');
  expect([await name.inputValue(), await cards(second).count()]).toEqual(['Rain', 3]);
  await second.getByTestId('node-clean').click();
  await second.keyboard.press('Control+v');
  await second.getByText('Nothing was pasted').waitFor();
  expect(await cards(second).count()).toBe(3);
}, 120_000);

test('a disabled node is skipped with what depends on it, and the rest of the run succeeds', async () => {
  const page = await open(await saved({ ...pair, name: 'Off' }));
  await page.getByTestId('node-clean').click();
  await page.keyboard.press('d');
  await page.locator('[data-testid="node-clean"][data-disabled="true"]').waitFor();
  await page.getByTestId('disabled-note').waitFor();
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();
  await page.locator('[data-testid="node-clean"][data-state="skipped"]').getByText('It is disabled').waitFor();
  await page.getByRole('button', { name: 'Enable this node' }).click();
  await page.locator('[data-testid="node-clean"]:not([data-disabled])').waitFor();
}, 120_000);

test('what two windows changed apart is merged by itself; where both changed the same, each item is named and chosen', async () => {
  const id = await saved({ ...pair, name: 'Shared' });
  const page = await open(id);
  // Saves of the page wait until the other save is made.
  let others: Promise<void> = Promise.resolve();
  await page.route(`**/api/workflows/${id}`, async (route) => {
    await others;
    await route.continue();
  });
  const saveAs = async (change: (document: Workflow) => Workflow) => {
    const { document, version } = await server.api<{ document: Workflow; version: number }>('GET', `/api/workflows/${id}`);
    await server.api('PUT', `/api/workflows/${id}`, { document: change(document), baseVersion: version });
  };
  const named = (name: string) => (document: Workflow): Workflow => ({ ...document, nodes: document.nodes.map((node) => (node.id === 'load' ? { ...node, name } : node)) });
  const editWhile = async (node: string, name: string, other: () => Promise<void>) => {
    await page.getByTestId(node).click();
    let saved = () => {};
    others = new Promise((resolve) => {
      saved = resolve;
    });
    await page.getByLabel('Name of the node').fill(name);
    await other();
    saved();
  };
  await editWhile('node-clean', 'Mine', () => saveAs(named('Theirs')));
  await page.getByTestId('node-load').getByText('Theirs').waitFor();
  await page.getByTestId('node-clean').getByText('Mine').waitFor();
  await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();

  await editWhile('node-load', 'Mine too', () => saveAs(named('Theirs again')));
  const conflict = page.getByTestId('conflict');
  await conflict.getByText('Theirs: Theirs again').click();
  await conflict.getByRole('button', { name: 'Merge', exact: true }).click();
  await conflict.waitFor({ state: 'detached' });
  await page.getByTestId('node-load').getByText('Theirs again').waitFor();
}, 120_000);

test('a node is replaced by one of another type and keeps its wire; undo takes that back', async () => {
  const page = await open(await saved({ ...pair, name: 'Replace' }));
  await page.getByTestId('node-clean').click();
  const type = page.getByTestId('inspector').locator('footer');
  const before = await type.innerText();
  await page.getByRole('button', { name: 'Replace this node' }).click();
  await page.getByRole('menuitem').first().click();
  await type.filter({ hasNotText: before }).waitFor();
  expect(await page.locator('.react-flow__edge').count()).toBe(1);
  await page.getByTestId('canvas').click({ position: { x: 300, y: 420 } });
  await page.keyboard.press('Control+z');
  await page.getByTestId('node-clean').click();
  await type.filter({ hasText: before }).waitFor();
}, 120_000);

test('an imported workflow is taken back by its offer, while nobody changed it; what was open before is open again', async () => {
  const id = await saved({ ...pair, name: 'Before' });
  const page = await open(id);
  const importFile = async (name: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('Import from');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('dialog').getByRole('option', { name: /Import from/ }).click()]);
    await chooser.setFiles({ name: 'file.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ ...pair, name })) });
    return page.getByTestId('notice').filter({ hasText: `“${name}” was imported` });
  };
  await (await importFile('Imported')).getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL(`**/workflows/${id}`);
  const names = async () => (await server.api<{ name: string }[]>('GET', '/api/workflows')).map(({ name }) => name);
  expect(await names()).not.toContain('Imported');

  // Changed in another window meanwhile, it stays.
  const offer = await importFile('Kept');
  await offer.waitFor();
  const kept = await server.api<{ id: string; name: string }[]>('GET', '/api/workflows');
  await server.api('PUT', `/api/workflows/${kept.find(({ name }) => name === 'Kept')!.id}`, { document: { ...pair, name: 'Kept', description: 'Changed' }, baseVersion: 1 });
  await offer.waitFor({ state: 'detached' });
}, 120_000);
