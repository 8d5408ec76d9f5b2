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

const scripts = [
  '<img src=x onerror="hacked=1">', '<script>hacked=1</script>', '<svg onload="hacked=1"><script>hacked=1</script></svg>', '[click](javascript:hacked=1)',
  '"><iframe srcdoc="<script>top.hacked=1</script>">', '{{constructor.constructor("hacked=1")()}}', '$t(hacked)',
];
const awkward = ['مرحبا بالعالم \u202Eright to left', '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(12), 'W'.repeat(180)];
const names = [...scripts, ...awkward].map((name) => name.slice(0, 190));

test('texts that want to be scripts stay texts, and awkward ones leave the page as wide as it is', async () => {
  const header = ['plain', scripts[0], scripts[1], 'مرحبا'].map((name) => `"${name!.replaceAll('"', '""')}"`).join(',');
  const rows = [...scripts, ...awkward, 'L'.repeat(10_000)].map((text) => [1, text, text, text].map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','));
  const upload = await fetch(`${server.url}/api/files?name=${encodeURIComponent('hostile.csv')}`, {
    method: 'POST', headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' }, body: `${header}\n${rows.join('\n')}\n`,
  });
  const { path } = await upload.json() as { path: string };
  const document = {
    millrace: 1, name: scripts[0], description: scripts.join('\n'),
    nodes: [
      { id: 'load', type: 'data.load', name: scripts[1], params: { path } },
      { id: 'profile', type: 'data.profile', name: scripts[2], params: { column: scripts[0] } },
      { id: 'bad', type: 'data.select', name: awkward[2], params: { columns: [scripts[1]] } },
      ...names.map((name, index) => ({ id: `n${index}`, type: 'data.split', name, params: { stratify: name } })),
    ],
    edges: [{ from: 'load.table', to: 'profile.table' }, { from: 'load.table', to: 'bad.table' }],
    notes: [{ id: 'note', text: ['# ' + scripts[0], ...scripts.map((text) => `- ${text}`), `**${scripts[0]}** \`${scripts[1]}\``, 'L'.repeat(10_000)].join('\n\n') }],
    layout: { load: [0, 0], profile: [320, 0], bad: [320, 200], note: [1000, 0], ...Object.fromEntries(names.map((_, index) => [`n${index}`, [(index % 4) * 320, 420 + Math.floor(index / 4) * 180]])) },
  };
  const { id } = await server.api<{ id: string }>('POST', '/api/workflows', { document });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  const opened: string[] = [];
  page.on('dialog', (dialog) => {
    opened.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('popup', () => opened.push('a window'));
  page.on('pageerror', (error) => opened.push(error.message));
  await page.addInitScript(() => {
    Object.assign(globalThis, { refused: [] });
    // A library asks once whether it may make code from text, and takes the no.
    addEventListener('securitypolicyviolation', (event) => event.blockedURI !== 'eval' && (globalThis as unknown as { refused: string[] }).refused.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`)); // made in the line above
  });
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth)).toBe(true);

  await page.goto(`${server.url}/workflows/${id}?token=${server.token}`);
  await page.getByTestId('node-load').waitFor();
  await fits();
  const widths = await page.locator('[data-testid^="node-"]').evaluateAll((cards) => cards.map((card) => (card as HTMLElement).offsetWidth)); // cards are elements
  expect(new Set(widths).size).toBe(1);
  expect(await page.getByTestId('node-load').innerText()).toContain(scripts[1]);
  expect(await page.getByTestId('note-note').innerText()).toContain(scripts[0]);

  await server.api('POST', `/api/workflows/${id}/runs`, {}).catch(() => undefined); // the splits have no table: that is said, not run
  await page.getByTestId('problems').click();
  await fits();
  await page.keyboard.press('Escape');
  for (const node of ['load', 'profile', 'bad', 'n0', 'n9']) {
    await page.getByTestId(`node-${node}`).dispatchEvent('click'); // wherever it stands
    await page.getByTestId('parameters').waitFor();
    await fits();
  }

  const small = { ...document, nodes: document.nodes.slice(0, 3) };
  const { id: other } = await server.api<{ id: string }>('POST', '/api/workflows', { document: small });
  await page.goto(`${server.url}/workflows/${other}`);
  await page.getByTestId('run-button').click();
  await page.locator('[data-testid="run-state"][data-state="succeeded"]').waitFor({ timeout: 60_000 });
  await page.getByTestId('node-load').dispatchEvent('click');
  await page.getByTestId('output-table').getByText(scripts[0]!).first().waitFor();
  await fits();
  await page.getByTestId('tab-log').click();
  await fits();
  await page.getByTestId('node-profile').dispatchEvent('click');
  await page.getByTestId('output-port-chart').click();
  await page.getByTestId('output-chart').waitFor();
  await fits();
  await page.getByTestId('panel-runs').click();
  await page.getByTestId('workflow-menu').click();
  await page.getByRole('menuitem', { name: scripts[0]! }).first().waitFor();
  await fits();

  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)).toEqual([]); // made by the script above
  expect(await page.locator('main img, main iframe, main a[href^="javascript:"], #root script').count()).toBe(0);
  expect(opened).toEqual([]);
  await page.context().close();
}, 180_000);

test('the page may run no script but its own files', async () => {
  const policy = (await fetch(`${server.url}/`)).headers.get('content-security-policy') ?? '';
  const scriptSources = policy.split(';').map((part) => part.trim()).find((part) => part.startsWith('script-src'));
  expect(scriptSources).toBe("script-src 'self'");
  for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"]) expect(policy).toContain(part);
});
