import { chromium, type Browser, type Page } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
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

/** Runs a workflow of one node that loads the file, and shows what it put out. */
async function openTable(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: { millrace: 1, name: 'Table', nodes: [{ id: 'load', type: 'data.load', params: { path } }], edges: [], layout: { load: [0, 0] } },
  });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, acceptDownloads: true })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="node-load"]:is([data-freshness="fresh"], [data-freshness="reused"])').waitFor();
  await page.getByTestId('node-load').click();
  await page.getByTestId('output-table').waitFor();
  return page;
}

/** A picture for those who want to look: into the folder that MILLRACE_SCREENSHOTS names. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MILLRACE_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const cells = (page: Page, row: number) => page.locator(`[role="row"][aria-rowindex="${row + 1}"] [role="cell"]`).allInnerTexts();

async function download(page: Page, item: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Download' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item, exact: true }).click()]);
  return readFileSync(await file.path());
}

test('a table is sorted, filtered, counted, narrowed to some columns, profiled and downloaded as it is shown', async () => {
  const page = await openTable('examples/data/seattle-weather.csv');
  await page.getByTestId('row-count').getByText('1,461 rows', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Sort by temp_max, ascending' }).click();
  await page.getByRole('button', { name: 'Sort by temp_max, descending' }).click();
  await page.locator('[role="row"][aria-rowindex="2"]').getByText('35.6').waitFor();
  await page.getByRole('button', { name: 'Filter weather' }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('rain');
  await page.getByRole('combobox', { name: 'Rows where weather' }).selectOption('is');
  await page.getByRole('button', { name: 'Show these rows' }).click();
  await page.getByTestId('row-count').getByText('of 1,461 rows match').waitFor();
  await page.locator('[role="row"][aria-rowindex="2"]').getByText('rain').waitFor();
  await page.getByRole('button', { name: 'Figures of temp_max' }).click();
  const panel = page.getByTestId('column-panel');
  await panel.getByText('Median').waitFor();
  expect(await panel.innerText()).toMatch(/number\s+Values\s+1,461\s+Missing\s+0 \(0\.0 %\)/);
  await picture(page, 'table-light');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  for (const name of ['date', 'wind', 'temp_min', 'precipitation']) await page.getByRole('group', { name: 'Columns to show' }).getByRole('checkbox', { name }).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('[role="row"][aria-rowindex="2"]').getByText('rain').waitFor(); // cells of new columns come after their frame
  const shown = await cells(page, 1);
  const csv = (await download(page, 'CSV')).toString().trim().split('\r\n');
  const matching = Number(/^([\d,]+) of/.exec(await page.getByTestId('row-count').innerText())?.[1]?.replace(',', ''));
  expect(csv[0]).toBe('temp_max,weather');
  expect(csv[1]?.split(',').map(String)).toEqual(shown);
  expect(csv).toHaveLength(matching + 1);
  expect((await download(page, 'Parquet')).subarray(0, 4).toString()).toBe('PAR1');
  await page.getByRole('button', { name: /Remove the condition weather/ }).click();
  await page.getByTestId('row-count').getByText('1,461 rows', { exact: true }).waitFor();
  await page.context().close();
}, 120_000);

test('every kind of chart is drawn of the rows that meet the conditions, and saved as SVG and PNG', async () => {
  const page = await openTable('examples/data/seattle-weather.csv', 'dark');
  await page.getByRole('button', { name: 'Chart', exact: true }).click();
  const builder = page.getByTestId('chart-builder');
  for (const [label, type] of [['Histogram', 'histogram'], ['Bars', 'bar'], ['Line', 'line'], ['Scatter', 'scatter'], ['Box plot', 'box'], ['Heat map', 'heat']] as const) {
    await builder.getByLabel('Chart').selectOption(label);
    await builder.locator(`[data-type="${type}"] svg[role="img"]`).waitFor();
    await picture(page, `chart-${type}-dark`);
  }
  await builder.getByLabel('Chart').selectOption('Bars');
  await builder.getByLabel('A bar for each').selectOption('weather');
  await builder.getByLabel('Height').selectOption('Number of rows');
  await builder.getByRole('img', { name: 'Rows by weather' }).waitFor();
  const save = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), builder.getByRole('button', { name, exact: true }).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const svg = await save('SVG');
  expect(svg.name).toBe('Rows-by-weather.svg');
  expect(svg.bytes.toString()).toMatch(/^<svg [^]*fill="#191f23"[^]*rain: /);
  expect(svg.bytes.toString()).not.toContain('var(');
  expect((await save('PNG')).bytes.subarray(1, 4).toString()).toBe('PNG');
  await page.context().close();
}, 120_000);

test('predictions are evaluated: a cell of the confusion matrix opens its rows, and the threshold moves the figures', async () => {
  const rows = ['label,predicted,score,p_ham,p_spam', 'spam,spam,0.9,0.1,0.9', 'spam,ham,0.6,0.6,0.4', 'ham,ham,0.8,0.8,0.2', 'ham,spam,0.7,0.3,0.7', 'ham,ham,0.9,0.9,0.1'];
  await fetch(`${server.url}/api/files?name=predictions.csv`, { method: 'POST', body: `${rows.join('\n')}\n`, headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' } });
  const page = await openTable('predictions.csv');
  await page.getByRole('button', { name: 'Evaluation' }).click();
  const figures = page.getByTestId('threshold-figures');
  await figures.waitFor();
  expect(await figures.innerText()).toMatch(/Precision\s+0\.500\s+Recall\s+0\.500\s+F1\s+0\.500\s+Accuracy\s+0\.600/);
  await page.getByRole('slider', { name: 'Threshold' }).fill('0.3');
  expect(await figures.innerText()).toMatch(/Precision\s+0\.667\s+Recall\s+1\.000\s+F1\s+0\.800/);
  await page.getByRole('img', { name: 'ROC curve, area 0.833' }).waitFor();
  await picture(page, 'evaluation-light');
  await page.getByRole('button', { name: '1 rows that are ham and predicted as spam' }).click();
  await page.getByTestId('row-count').getByText('1 of 5 rows match').waitFor();
  expect(await cells(page, 1)).toEqual(['ham', 'spam', '0.7', '0.3', '0.7']);

  // So do the cells that "Evaluate classifier" puts out, at its own threshold.
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: {
      millrace: 1, name: 'Evaluated', nodes: [{ id: 'load', type: 'data.load', params: { path: 'predictions.csv' } }, { id: 'evaluate', type: 'evaluate.classifier', params: { threshold: 0.3 } }],
      edges: [{ from: 'load.table', to: 'evaluate.predictions' }], layout: { load: [0, 0], evaluate: [320, 0] },
    },
  });
  await page.goto(`${server.url}/workflows/${id}`);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="node-evaluate"][data-freshness="fresh"]').waitFor();
  await page.getByTestId('node-evaluate').click();
  await page.getByTestId('output-port-confusion').click();
  await page.getByRole('button', { name: '2 rows that are spam and predicted as spam' }).click();
  await page.getByTestId('row-count').getByText('2 of 5 rows match').waitFor();
  await page.getByRole('button', { name: 'Back to “Confusion matrix”' }).click();
  await page.getByRole('button', { name: '1 rows that are ham and predicted as spam' }).waitFor();
  await page.context().close();
}, 120_000);
