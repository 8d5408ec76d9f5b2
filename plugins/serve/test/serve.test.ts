import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deploy, save } from '@millrace/plugin-serve';
import { fileInput, runNode, valueInput } from '@millrace/sdk/testing';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-serve-'));
  await writeFile(join(folder, 'config.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

test('saves a model with its metrics and deploys the version', async () => {
  const model = await fileInput('model', folder);
  const saved = await runNode(save, { inputs: { model, metrics: valueInput('metrics', { values: { accuracy: 0.98, auc: null } }) }, params: { name: 'spam' } });
  expect(saved.savedModels).toEqual([{ name: 'spam', model, metrics: { accuracy: 0.98, auc: null } }]);
  expect(saved.outputs.version.value).toMatchObject({ model: 'spam', version: 1, hash: model.hash });

  const deployed = await runNode(deploy, { inputs: { version: saved.outputs.version }, params: { name: 'spam-filter' } });
  expect(deployed.deployments).toEqual([{ name: 'spam-filter', model: 'spam', version: 1 }]);
  expect(deployed.outputs.deployment.value).toMatchObject({ name: 'spam-filter', status: 'ready' });
});

test('refuses a name that cannot be part of an address', async () => {
  const model = await fileInput('model', folder);
  await expect(runNode(save, { inputs: { model }, params: { name: 'Spam Filter' } })).rejects.toThrow('Parameter "name": Use lower-case letters, digits and "-"');
});

test('refuses to deploy what is not a saved version', async () => {
  await expect(runNode(deploy, { inputs: { version: valueInput('json', { path: '/etc' }) } })).rejects.toThrow('not a saved model version');
});
