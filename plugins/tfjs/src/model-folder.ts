import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { say, UserError } from '@millrace/sdk';
import type { io, LayersModel } from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Tensorflow } from './engine.ts';

const scaling = z.object({ mean: z.array(z.number()), deviation: z.array(z.number()) });
const cardSchema = z.object({
  framework: z.literal('tensorflow.js'),
  target: z.string(),
  features: z.array(z.string()).min(1),
  /** In the order of the outputs; left out for numbers. */
  classes: z.array(z.string()).optional(),
  head: z.enum(['number', 'softmax', 'sigmoid']),
  scaling,
  targetScaling: scaling,
});
/** What a network is and how rows become its input, kept beside it as card.json. */
export type NetworkCard = z.output<typeof cardSchema>;

/** Writes model.json and weights.bin in the layers format of TensorFlow.js, and card.json with facts of the training, and a config.json that names the kind of model. */
export async function saveNetwork(tf: Tensorflow, folder: string, model: LayersModel, card: NetworkCard, facts: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(folder);
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const weights = tf.io.concatenateArrayBuffers([artifacts.weightData ?? []].flat());
    const manifest = [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }];
    const topology = { format: 'layers-model', generatedBy: artifacts.generatedBy, convertedBy: null, modelTopology: artifacts.modelTopology, weightsManifest: manifest };
    await writeFile(join(folder, 'model.json'), `${JSON.stringify(topology)}\n`);
    await writeFile(join(folder, 'weights.bin'), new Uint8Array(weights));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }));
  // By this, nodes for other models know what they were given.
  await writeFile(join(folder, 'config.json'), `${JSON.stringify({ model_type: 'tensorflowjs' })}\n`);
  await writeFile(join(folder, 'card.json'), `${JSON.stringify({ ...card, ...facts }, null, 2)}\n`);
}

/** Reads the card of a folder that `saveNetwork` wrote. Throws a UserError when it is another kind of model. */
export async function readCard(folder: string): Promise<NetworkCard> {
  const parsed = cardSchema.safeParse(await readFile(join(folder, 'card.json'), 'utf8').then(JSON.parse).catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new UserError(say`This model is not a TensorFlow.js network; wire the output of "Train with TensorFlow.js" here, or use "Predict" for a text model.`);
}

/** Loads the network of such a folder; it is the caller's to dispose. */
export async function loadNetwork(tf: Tensorflow, folder: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const weights = await readFile(join(folder, 'weights.bin'));
  const weightSpecs: io.WeightsManifestEntry[] = weightsManifest.flatMap(({ weights: specs }: io.WeightsManifestConfig[number]) => specs);
  return await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: Uint8Array.from(weights).buffer }));
}
