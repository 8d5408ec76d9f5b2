import type { NodeHost } from '@millrace/engine';
import { UserError } from '@millrace/sdk';
import type { DeploymentsService } from './deployments/deployments.service.ts';
import { Refusal } from './http/refusal.ts';
import type { ModelsService } from './models/models.service.ts';

/** What nodes may ask of the server: to save a model and to deploy one. */
export function createNodeHost(models: ModelsService, deployments: DeploymentsService): NodeHost {
  return {
    saveModel: ({ name, model, metrics }, { runId }) => forUser(() => models.save({ name, hash: model.hash, metrics, runId })),
    deploy: (request) => forUser(() => deployments.deploy(request)),
  };
}

/** What the API would refuse with words for its caller is, in a run, the user's to fix. */
async function forUser<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Refusal ? new UserError(error.message, { cause: error }) : error;
  }
}
