import { canonicalJson, type Workflow } from '@millrace/workflow';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../test-server.ts';

const server = new TestServer();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env.MILLRACE_TEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const workflow: Workflow = {
  millrace: 1, name: 'Arranged', notes: [{ id: 'note', text: 'Why it is clean', before: 'clean' }], triggers: [],
  nodes: [{ id: 'load', type: 'data.load', params: {} }, { id: 'clean', type: 'data.clean', params: {} }, { id: 'train', type: 'learn.train', params: {} }],
  edges: [{ from: 'load.table', to: 'clean.table' }], layout: { load: [0, 0], clean: [640, 60], train: [620, 300], note: [100, 420] },
};

async function open(): Promise<string> {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document: workflow });
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('node-clean').waitFor();
  return id;
}

const wires = async (count: number) => {
  await page.waitForFunction((expected) => document.querySelectorAll('.react-flow__edge').length === expected, count);
};
const middleOf = async (testId: string) => {
  const { x, y, width, height } = (await page.getByTestId(testId).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
};
async function dragWire(port: string, to: { readonly x: number; readonly y: number }): Promise<void> {
  await page.getByTestId(`port-${port}`).hover();
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}
/** Takes the last step back. */
async function undo(): Promise<void> {
  await page.keyboard.press('Control+z');
}

test('a click in the palette adds a node behind the selection, beside all others; after a rectangle, a click takes one card', async () => {
  await open();
  await page.getByTestId('node-load').click();
  await page.getByTestId('palette-item-data.split').dblclick();
  await page.getByTestId('node-split').waitFor();
  await page.locator('.react-flow__node[data-id="split"]:focus').waitFor();
  expect(await page.getByTestId(/^node-split/).count()).toBe(1);
  await page.getByTestId('palette-item-learn.table-model').focus();
  await page.keyboard.press('Space');
  await page.getByTestId('node-table-model').waitFor();
  await page.getByTestId('palette-item-learn.table-model').focus();
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('notice').getByText('Not ready to run').waitFor();
  expect(await page.getByTestId(/^node-table-model/).count()).toBe(1);
  await wires(4);
  await page.getByTestId('notice').getByRole('button').last().click();

  await page.keyboard.press('Shift+f');
  await page.getByTestId('inspector').getByText('Learns to answer').click(); // where Shift would begin to select words
  const canvas = (await page.getByTestId('canvas').boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(canvas.x + canvas.width - 6, canvas.y + canvas.height - 60);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 6, canvas.y + 60, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.getByTestId('selection-bar').waitFor();
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
  await page.getByTestId('node-load').click({ position: { x: 60, y: 12 } });
  await page.getByTestId('selection-bar').waitFor({ state: 'detached' });
  await page.locator('.react-flow__node[data-id="load"].selected').waitFor();
}, 120_000);

test('a node goes into the wire it is dropped on, and the list at the pointer adds and connects what fits', async () => {
  await open();
  const [out, into] = [await middleOf('port-load-out-table'), await middleOf('port-clean-in-table')];
  const canvas = (await page.getByTestId('canvas').boundingBox())!;
  const onWire = { x: (out.x + into.x) / 2 - canvas.x, y: (out.y + into.y) / 2 - canvas.y };
  await page.getByTestId('palette-item-data.select').dragTo(page.getByTestId('canvas'), { targetPosition: onWire });
  await page.getByTestId('node-select').waitFor();
  await wires(2);
  await undo();
  await page.getByTestId('node-select').waitFor({ state: 'detached' });
  await wires(1);

  // An existing node without wires goes in too; one whose ports do not fit stays outside, and the page says why.
  await page.getByTestId('node-train').hover();
  await page.mouse.down();
  await page.mouse.move(canvas.x + onWire.x, canvas.y + onWire.y, { steps: 8 });
  await page.getByTestId('insertion-hint').filter({ hasText: 'has no input for what this wire carries' }).waitFor();
  await page.mouse.up();
  await page.getByTestId('insertion-hint').waitFor({ state: 'detached' });
  await wires(1);
  await undo();

  // At the pointer, by keyboard.
  await page.mouse.dblclick(canvas.x + 60, canvas.y + canvas.height - 60);
  await page.getByTestId('quick-add').getByRole('combobox').fill('split');
  await page.keyboard.press('Enter');
  await page.getByTestId('node-split').waitFor();
  await undo();
  await page.getByTestId('node-split').waitFor({ state: 'detached' });
  await page.mouse.dblclick(canvas.x + 60, canvas.y + canvas.height - 60);
  await page.getByTestId('quick-add').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('quick-add').waitFor({ state: 'detached' });

  // At the end of a wire only what fits is offered; where two ports do not fit, what converts.
  const load = await middleOf('node-load');
  await dragWire('clean-out-table', { x: load.x, y: load.y + 160 });
  await page.getByTestId('quick-add').filter({ hasText: 'These fit this wire' }).waitFor();
  expect(await page.getByTestId('quick-add-data.load').count()).toBe(0);
  await page.getByTestId('quick-add-data.profile').click();
  await page.getByTestId('node-profile').waitFor();
  await wires(2);
  await dragWire('clean-out-table', await middleOf('port-train-in-train'));
  await page.getByTestId('quick-add').filter({ hasText: 'These would fit in between' }).waitFor();
  await page.getByTestId('quick-add-text.tokenize').click();
  await page.getByTestId('node-tokenize').waitFor();
  await wires(4);
}, 120_000);

test('a selection is aligned, tidied up in a worker and grouped, and its frame moves it; each is one step of undo', async () => {
  const id = await open();
  const refused: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  const saved = async (look: (document: Workflow) => boolean) => {
    await page.keyboard.press('Control+s');
    return server.until(async () => {
      const { document } = await server.api<{ document: Workflow }>('GET', `/api/workflows/${id}`);
      return look(document) && document;
    });
  };
  await page.getByTestId('node-load').click();
  await page.keyboard.press('Control+a');
  const bar = page.getByTestId('selection-bar');
  await bar.getByRole('button', { name: 'Align top' }).click();
  await saved(({ layout }) => ['load', 'clean', 'train', 'note'].every((item) => layout[item]?.[1] === 0));
  await bar.getByRole('button', { name: 'Tidy up the selection' }).click();
  await saved(({ layout }) => layout.note?.[0] === layout.clean?.[0] && (layout.clean?.[0] ?? 0) > 250 && layout.clean?.[1] === layout.load?.[1]);
  await bar.getByRole('button', { name: 'Group the selection' }).click();
  await page.getByLabel('Title of the group').fill('Prepare');
  await page.keyboard.press('Enter');
  const { layout: before } = await saved(({ groups }) => groups?.[0]?.title === 'Prepare');

  const title = await middleOf('group-group-title');
  await page.mouse.move(title.x, title.y);
  await page.mouse.down();
  await page.mouse.move(title.x + 30, title.y + 40, { steps: 6 });
  await page.mouse.up();
  await saved(({ layout }) => Object.keys(before).every((item) => layout[item]![0] > before[item]![0] && layout[item]![1] > before[item]![1]));
  await undo();
  await saved(({ layout }) => canonicalJson(layout) === canonicalJson(before));

  // Folded by a key it is one card, which moves all that is in it; a node in it that is searched for unfolds it.
  const card = page.getByTestId('folded-group');
  await page.getByTestId('node-load').click();
  await page.keyboard.press('g');
  await card.getByText('Group · 3 nodes').waitFor();
  await saved(({ groups }) => groups?.[0]?.folded === true);
  expect(await page.locator('.react-flow__node, .react-flow__edge').count()).toBe(1);
  await page.keyboard.press('ArrowRight');
  await saved(({ layout }) => Object.keys(before).every((item) => layout[item]![0] > before[item]![0] && layout[item]![1] === before[item]![1]));
  await page.keyboard.press('Control+f');
  await page.getByRole('dialog').getByRole('combobox').fill('train');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="node-train"][data-selected="true"]').waitFor();
  await saved(({ groups }) => groups?.[0]?.folded === undefined);
  await undo();
  await card.dblclick();
  await page.getByTestId('node-train').waitFor();
  for (let step = 0; step < 3; step++) await undo();
  await saved((document) => canonicalJson(document.layout) === canonicalJson(before) && document.groups?.[0]?.folded === undefined);
  for (let step = 0; step < 4; step++) await undo();
  await saved((document) => document.groups === undefined && canonicalJson(document.layout) === canonicalJson(workflow.layout));
  expect(refused).toEqual([]);
}, 120_000);
