import type { Workflow } from '@millrace/workflow';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import { probe } from '../performance/editor/probe.mjs';
import { startServerProcess } from '../performance/editor/server-process.mjs';
import { manyNodes, reporters } from '../performance/editor/workflows.mjs';

const environment = { MILLRACE_PLUGINS_DIRS: fileURLToPath(new URL('../../packages/drivers/test/fixtures/plugins/steps', import.meta.url)) };
let server: Awaited<ReturnType<typeof startServerProcess>>;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  server = await startServerProcess({ environment });
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(probe);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(workflow: Workflow): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(server.address(await server.save(workflow)));
  await page.locator('.react-flow__node').first().waitFor();
  return page;
}

const elements = (page: Page): Promise<number> => page.evaluate('probe.elements()');

test('a workflow of 1,000 nodes is drawn with few elements, plainly from afar, and with ports and wires when one comes near', async () => {
  const workflow: Workflow = manyNodes(1000);
  workflow.nodes.forEach((node, index) => Object.assign(node, index % 20 === 0 ? { disabled: true } : index % 20 === 10 ? { pinned: { runId: 'earlier', number: 1, outputs: {} } } : {}));
  const page = await open(workflow);
  await page.getByTestId('far-wires').waitFor({ state: 'attached' });
  await page.getByTestId('canvas').getByRole('img', { name: 'disabled' }).first().waitFor();
  await page.getByTestId('canvas').getByRole('img', { name: 'Pinned' }).first().waitFor();
  const [opened, cards] = [await elements(page), await page.locator('.react-flow__node').count()];
  await page.getByTestId('canvas').hover({ position: { x: 400, y: 420 } });
  for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, 200);
  await page.locator('.react-flow__node').nth(cards).waitFor(); // more of them are in sight
  expect(Math.max(opened, await elements(page))).toBeLessThan(15_000);
  expect(await page.locator('.react-flow__edge').count()).toBe(0);
  await pickFromAfar(page);
  for (let notch = 0; notch < 14; notch++) await page.mouse.wheel(0, -200);
  await page.locator('[data-testid="canvas"][data-level="near"]').waitFor();
  await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' });
  const card = page.locator('.react-flow__node-step').first();
  await card.locator('[data-testid^="port-"]').first().waitFor();
  expect(await page.locator('.react-flow__node').count()).toBeLessThan(40);
  await page.close();
}, 120_000);

/** Between two neighbours in sight: their wire is found by where it runs, selected and deleted; undo brings it back. */
async function pickFromAfar(page: Page): Promise<void> {
  const boxes = new Map<number, { x: number; y: number; width: number; height: number }>();
  const canvas = (await page.getByTestId('canvas').boundingBox())!;
  for (const { id, x, y, width, height } of await page.locator('.react-flow__node').evaluateAll((nodes) => nodes.map((node) => ({ id: (node as HTMLElement).dataset.id ?? '', ...node.getBoundingClientRect().toJSON() })))) {
    if (x > canvas.x + 200 && x + width < canvas.x + canvas.width - 200 && y > canvas.y + 150 && y + height < canvas.y + canvas.height - 200) boxes.set(Number(id.slice(1)), { x, y, width, height });
  }
  const [index, left] = [...boxes].find(([number, { y }]) => boxes.get(number + 1)?.y === y)!;
  const right = boxes.get(index + 1)!;
  const zoom = left.width / 224;
  const middle = { x: (left.x + left.width + right.x) / 2, y: left.y + 30 * zoom };
  const picked = page.locator(`[data-testid^="far-wire-n${index}."]`);
  await page.mouse.move(middle.x, middle.y);
  await page.locator(`[data-testid^="far-wire-n${index}."][data-pick="hovered"]`).waitFor({ state: 'attached' });
  await page.mouse.click(middle.x, middle.y);
  await page.locator(`[data-testid^="far-wire-n${index}."][data-pick="selected"]`).waitFor({ state: 'attached' });
  await page.keyboard.press('Delete');
  await picked.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.mouse.move(middle.x + 1, middle.y);
  await picked.waitFor({ state: 'attached' });
}

test('one event of a run renders one card again', async () => {
  const workflow = reporters(80, 10);
  const nodeIds: string[] = workflow.nodes.map(({ id }: { id: string }) => id);
  const page = await open(workflow);
  const workflowId = /workflows\/([^/?]+)/.exec(page.url())?.[1];
  const { runId } = await server.ask('begin', { workflowId, nodeIds });
  await page.locator('[data-testid="run-state"][data-seq="82"]').waitFor({ state: 'attached' });
  await page.evaluate('probe.painted()');
  await page.evaluate('probe.startCommits()');
  const { told } = await server.ask('report', { runId, nodeIds, perSecond: 50, seconds: 0.6, batchMilliseconds: 5 });
  await page.locator(`[data-testid="run-state"][data-seq="${82 + told.length}"]`).waitFor({ state: 'attached' });
  const rendered: string[][] = await page.evaluate('probe.stopCommits()');
  expect(rendered.flat().sort()).toEqual(told.map(({ nodeId }: { nodeId: string }) => nodeId).sort());
  await page.close();
}, 120_000);

test('when the server is killed and comes back under an open page, no edit and no event is lost', async () => {
  const page = await open({
    millrace: 1, name: 'Interrupted', notes: [], triggers: [],
    nodes: [{ id: 'value', type: 'test.value', params: { value: 1 } }, { id: 'never', type: 'test.never', params: { how: 'polite' } }],
    edges: [{ from: 'value.out', to: 'never.after' }], layout: { value: [0, 0], never: [320, 0] },
  });
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="node-never"][data-state="running"]').waitFor();
  const state = page.getByTestId('run-state');
  const [runId, before] = [await state.getAttribute('data-run'), Number(await state.getAttribute('data-seq'))];
  const { dataDir, port } = server;
  await server.kill();
  await page.getByTestId('node-value').click();
  await page.getByLabel('Name of the node').fill('While it was away');
  await page.locator('[data-testid="save-state"][data-state="failed"]').waitFor();
  server = await startServerProcess({ dataDir, port, environment });

  await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();
  await page.waitForFunction(`Number(document.querySelector('[data-testid="run-state"]')?.getAttribute('data-seq')) > ${before}`); // it goes on
  await page.getByTestId('cancel-button').click();
  await page.locator('[data-testid="run-state"][data-state="cancelled"]').waitFor();
  const events: { seq: number }[] = await server.api('GET', `/api/runs/${runId}/events?after=0&limit=1000`);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect([await state.getAttribute('data-seq'), await state.getAttribute('data-applied')]).toEqual([String(events.length), String(events.length)]);
  const workflowId = /workflows\/([^/?]+)/.exec(page.url())?.[1];
  const saved = await server.api('GET', `/api/workflows/${workflowId}`);
  expect([saved.version, saved.document.nodes[0].name]).toEqual([2, 'While it was away']);
}, 120_000);
