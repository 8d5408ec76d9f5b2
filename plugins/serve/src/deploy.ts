import { defineNode, phraseOf, port, resourceNameSchema, say, UserError } from '@millrace/sdk';
import { z } from 'zod';

const modelVersion = z.object({ model: z.string(), version: z.number().int().positive() });

/** Serves a saved model version at an HTTP endpoint, and waits until it answers. */
export const deploy = defineNode({
  type: 'serve.deploy',
  title: 'Deploy',
  category: 'Serve',
  description: 'Serves the saved model at an HTTP endpoint and waits until it answers. A deployment of that name is replaced without an interruption.',
  effect: 'sideEffect',
  inputs: { version: port.json({ title: 'Model version', description: 'What "Save model" gives.' }) },
  outputs: { deployment: port.json({ description: 'Name, model, version and status.' }) },
  params: z.object({
    name: resourceNameSchema.default('model').meta({ title: 'Deployment name', description: 'Part of its address, /api/deployments/NAME/predict: lower-case letters, digits and "-".' }),
  }),
  async run({ inputs, params: { name }, context }) {
    const parsed = modelVersion.safeParse(inputs.version.value);
    if (!parsed.success) throw new UserError(say`The input is not a saved model version; wire it to the output of "Save model".`);
    const deployment = await context.deployments.deploy({ name, ...parsed.data });
    if (deployment.status !== 'ready') throw new UserError(say`The deployment "${name}" is not ready (${deployment.status}). ${deployment.message ? phraseOf({ message: deployment.message, words: deployment.words }) : ''}`);
    context.log('info', `"${name}" answers at /api/deployments/${name}/predict.`);
    return { deployment };
  },
});
