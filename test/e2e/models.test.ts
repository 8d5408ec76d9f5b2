import { chromium, type Browser } from 'playwright-core';
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

test('a saved model answers in the page, shows how to call it, leads back to its data, and its versions take names', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => `mail number ${index} about money and meetings,${index % 2 ? 'spam' : 'ham'}`);
  await fetch(`${server.url}/api/files?name=mail.csv`, {
    method: 'POST', headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' }, body: `text,label\n${rows.join('\n')}\n`,
  });
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', {
    document: {
      millrace: 1, name: 'An untrained model',
      nodes: [
        { id: 'load', type: 'data.load', name: 'Our mails', params: { path: 'mail.csv' } },
        { id: 'tokenizer', type: 'text.tokenizer', params: { textColumn: 'text', vocabularySize: 300 } },
        { id: 'model', type: 'learn.bert', params: { size: 'tiny', hiddenSize: 64, maxPositions: 64 } },
        { id: 'save', type: 'serve.save', params: { name: 'mail' } },
        { id: 'deploy', type: 'serve.deploy', params: { name: 'mail' } },
      ],
      edges: [{ from: 'load.table', to: 'tokenizer.table' }, { from: 'tokenizer.tokenizer', to: 'model.tokenizer' }, { from: 'model.model', to: 'save.model' }, { from: 'save.version', to: 'deploy.version' }],
    },
  });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor();

  await page.getByTestId('panel-deployments').click();
  await page.getByTestId('try-text').fill('a meeting about money');
  await page.getByTestId('try-button').click();
  await page.getByTestId('try-answer').getByText('%').first().waitFor();
  await page.getByRole('button', { name: 'Python' }).click();
  expect(await page.getByTestId('call-snippet').innerText()).toContain(`${server.url}/api/deployments/mail/predict`);

  await page.getByRole('button', { name: 'Versions of mail' }).click();
  const dialog = page.getByRole('dialog', { name: 'Model mail' });
  await dialog.getByTestId('lineage').getByText('Our mails').waitFor();
  expect(await dialog.getByTestId('lineage').innerText()).toContain('mail.csv');
  await dialog.getByRole('button', { name: 'Name version 1' }).click();
  await dialog.getByLabel('Name for version 1').fill('champion');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Remove the name champion' }).waitFor();
  expect(await server.api('GET', '/api/models/mail')).toMatchObject({ aliases: { champion: 1 } });
  await dialog.getByRole('button', { name: /^Open run / }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.waitForURL(/\/runs\//);
}, 120_000);
