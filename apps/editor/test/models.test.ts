import type { Model, ModelLineage } from '@millrace/workflow';
import { callSnippet } from '../src/deployments/call-snippets.ts';
import { bestVersions, metricNames } from '../src/models/metric-columns.ts';
import { modelCard } from '../src/models/model-card.ts';

const hash = 'a'.repeat(64);
const version = (number: number, metrics: Readonly<Record<string, number | null>>) => ({ model: 'mail', version: number, hash, createdAt: '2026-01-02T03:04:05.000Z', metrics });
const model: Model = { name: 'mail', aliases: { champion: 2 }, versions: [version(3, { accuracy: 0.9, loss: 0.3, f1: null }), version(2, { accuracy: 0.95, loss: 0.4 }), version(1, { accuracy: 0.95, loss: 0.5, auc: 0.8 })] };

test('the best version of each metric is marked: the least loss, the greatest accuracy, the older of equals, none where there is one or nobody knows which is better', () => {
  expect(metricNames(model)).toEqual(['accuracy', 'loss', 'auc']);
  expect([...bestVersions(model, metricNames(model))]).toEqual([['accuracy', 1], ['loss', 3]]);
  expect([...bestVersions({ ...model, versions: [version(2, { epochs: 9 }), version(1, { epochs: 3 })] }, ['epochs'])]).toEqual([]);
});

test('a model card says what a version is, how good it is, and what it was made from', () => {
  const lineage: ModelLineage = {
    run: { id: 'r', number: 7, workflowId: 'w', workflowVersion: 4, state: 'succeeded', trigger: { kind: 'manual' }, queuedAt: '2026-01-02T03:00:00.000Z' },
    workflow: { name: 'Spam', description: 'Tells spam from ham.' },
    steps: [{
      nodeId: 'load', runId: 'r', number: 7, at: '2026-01-02T03:01:00.000Z', state: 'succeeded', type: 'data.load', name: 'Mails | all', params: { path: 'mail.csv' }, wires: {}, outputs: {},
      recipe: { plugin: { name: 'data', version: '1.0.0', codeHash: hash }, inputs: {}, files: { 'mail.csv': 'f00d' } },
    }],
  };
  const card = modelCard(model, model.versions[1]!, lineage);
  expect(card).toContain('# mail, version 2');
  expect(card).toContain('known as champion');
  expect(card).toContain('| accuracy | 0.95 |');
  expect(card).toContain('Run 7 of “Spam”, version 4');
  expect(card).toContain('| mail.csv | `f00d` |');
  expect(card).toContain('| Mails \\| all | data.load | `{"path":"mail.csv"}` |');
  expect(card).toContain(`| data | 1.0.0 | \`${hash}\` |`);
  expect(modelCard(model, model.versions[0]!)).not.toContain('## Origin');
});

test.each(['curl', 'TypeScript', 'Python'] as const)('the %s code calls the endpoint and holds no token', (language) => {
  const code = callSnippet(language, 'http://127.0.0.1:7420', 'my-model');
  expect(code).toContain('http://127.0.0.1:7420/api/deployments/my-model/predict');
  expect(code).toContain('MILLRACE_TOKEN');
});
