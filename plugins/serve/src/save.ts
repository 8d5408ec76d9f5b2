import { defineNode, port, resourceNameSchema } from '@millrace/sdk';
import { z } from 'zod';

/** Saves a model in the registry; the same content under the same name is the same version. */
export const save = defineNode({
  type: 'serve.save',
  title: 'Save model',
  category: 'Serve',
  description: 'Saves the model in the registry as a new version, with its metrics beside it.',
  effect: 'sideEffect',
  inputs: {
    model: port.model({ description: 'The model to save.' }),
    metrics: port.metrics({ optional: true, description: 'Shown beside the version in the registry.' }),
  },
  outputs: { version: port.json({ title: 'Model version', description: 'Name, version number and content hash.' }) },
  params: z.object({
    name: resourceNameSchema.default('model').meta({ title: 'Model name', description: 'The registry entry that gets the new version: lower-case letters, digits and "-".' }),
  }),
  async run({ inputs: { model, metrics }, params: { name }, context }) {
    const version = await context.models.save({ name, model, ...(metrics ? { metrics: metrics.value.values } : {}) });
    context.log('info', `Saved as ${version.model}, version ${version.version}.`);
    return { version };
  },
});
