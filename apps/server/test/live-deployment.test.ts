import { startModelWorker } from '@millrace/serving';
import { LiveDeployment } from '../dist/deployments/live-deployment.js';

const entry = new URL('./fixtures/stand-in-worker.mjs', import.meta.url);
const served = (version: number, folder = `/models/v${version}`) => ({ model: 'spam', version, folder });
const never = new AbortController().signal;

let deployment: LiveDeployment;
let starts: string[];
let changed: () => void;
beforeEach(() => {
  starts = [];
  changed = () => undefined;
  deployment = new LiveDeployment(served(1), {
    name: 'spam',
    now: () => new Date(0),
    onChange: () => changed(),
    startWorker: (folder) => {
      starts.push(folder);
      return startModelWorker(folder, { entry });
    },
  });
});
afterEach(() => deployment.close());

const label = async (text = 'x') => (await deployment.predict([text], never))[0]?.label;
/** Resolves when the deployment says so. */
const until = (status: string) => new Promise<void>((resolve) => {
  changed = () => { if (deployment.describe().status === status) resolve(); };
});

test('before it is ready a deployment says that it is starting, and then answers', async () => {
  const serving = deployment.serve(served(1));
  expect(deployment.describe().status).toBe('starting');
  expect(() => deployment.predict(['x'], never)).toThrow('The deployment "spam" is starting');
  expect(await serving).toMatchObject({ name: 'spam', model: 'spam', version: 1, status: 'ready' });
  expect(await label()).toBe('v1');
});

test('deploying the version that is ready starts nothing', async () => {
  await deployment.serve(served(1));
  await deployment.serve(served(1));
  expect(starts).toEqual(['/models/v1']);
});

test('a new version takes over without a request that fails, and what was asked before is answered by the old one', async () => {
  await deployment.serve(served(1));
  const slow = label('slow');
  let swapped = false;
  const swap = deployment.serve(served(2)).then(() => { swapped = true; });
  const answers: (string | undefined)[] = [];
  while (!swapped) answers.push(await label());
  await swap;
  expect(new Set(answers)).toEqual(new Set(['v1', 'v2']));
  expect(await slow).toBe('v1');
  expect(await label()).toBe('v2');
  expect(deployment.describe()).toMatchObject({ version: 2, status: 'ready' });
});

test('a new version that cannot be loaded leaves the old one in service and says so', async () => {
  await deployment.serve(served(1));
  await expect(deployment.serve(served(2, '/models/broken'))).rejects.toMatchObject({ statusCode: 502, message: expect.stringContaining('config.json is missing') });
  expect(deployment.describe()).toMatchObject({ version: 1, status: 'ready', message: expect.stringContaining('Version 2 of spam could not be started') });
  expect(await label()).toBe('v1');
});

test('a first version that cannot be loaded is a failed deployment that says why', async () => {
  await expect(deployment.serve(served(1, '/models/broken'))).rejects.toThrow('config.json is missing');
  expect(deployment.describe()).toMatchObject({ status: 'failed', message: expect.stringContaining('config.json is missing') });
  expect(() => deployment.predict(['x'], never)).toThrow('could not be started');
});

test('a worker that is killed is started again and answers', async () => {
  await deployment.serve(served(1));
  const back = until('ready');
  await expect(label('die')).rejects.toThrow('The model worker');
  expect(await label()).toBe('v1');
  await back;
  expect(deployment.describe().status).toBe('ready');
});
