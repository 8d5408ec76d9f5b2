import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SafetensorsFile } from '../checkpoint/safetensors-file.ts';
import { writeSafetensors } from '../checkpoint/write-safetensors.ts';
import { CheckpointError } from '../nn-error.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import type { TrainingState } from './training-engine.ts';

const score = z.record(z.string(), z.number()).and(z.object({ loss: z.number() }));
const outcome = z.object({ loss: z.number(), measures: z.record(z.string(), z.object({ sum: z.number(), count: z.number() })) });

const progressSchema = z.object({
  /** Epochs that are finished, with what they reported. */
  epochs: z.array(z.object({ epoch: z.int(), steps: z.int(), train: score, evaluation: score.optional() })),
  /** The score of each step so far, from the first. */
  scores: z.array(score),
  /** Steps of the epoch that is under way, and what they added up to: the loss times the weight of the batch, and the weights. */
  stepsOfEpoch: z.int().min(0),
  soFar: outcome.extend({ weight: z.number() }),
  /** Steps of the whole run. */
  steps: z.int().min(0),
  updates: z.int().min(0),
  lossScale: z.object({ factor: z.number().positive(), steps: z.int().min(0) }).optional(),
  /** The epoch with the lowest validation loss, if its parameters are kept. */
  best: z.object({ epoch: z.int(), loss: z.number() }).optional(),
});

/** Where a training stands. Order and dropout follow from the seed and these counts. */
export type TrainingProgress = z.infer<typeof progressSchema>;

/** A training as it was after some step. */
export interface TrainingCheckpoint {
  readonly progress: TrainingProgress;
  readonly state: TrainingState;
  /** The parameters of `progress.best`. */
  readonly best: NamedTensors | undefined;
}

const fileName = 'training.safetensors';

/**
 * Writes a checkpoint into a folder, whole or not at all; the one before it is replaced. `settings` is what decides the course of
 * the training, and a checkpoint is only read for the same.
 */
export async function writeCheckpoint(folder: string, { progress, state, best }: TrainingCheckpoint, settings: unknown): Promise<void> {
  const tensors = new Map<string, FloatTensor>();
  const add = (prefix: string, named: NamedTensors) => { for (const [name, tensor] of named) tensors.set(`${prefix}/${name}`, tensor); };
  add('parameter', state.parameters);
  state.slots.forEach((slot, index) => add(`optimizer.${index}`, slot));
  if (best) add('best', best);
  await writeSafetensors(join(folder, fileName), tensors, { format: 'millrace.training', progress: JSON.stringify(progress), settings: digest(settings) });
}

/** Reads the checkpoint of a folder, if there is one. Throws CheckpointError if it is damaged or belongs to another training. */
export async function readCheckpoint(folder: string, settings: unknown): Promise<TrainingCheckpoint | undefined> {
  const path = join(folder, fileName);
  if (!(await stat(path).catch(() => undefined))) return undefined;
  const file = await SafetensorsFile.open(path);
  try {
    if (file.metadata['settings'] !== digest(settings)) {
      throw new CheckpointError(`${path} was written by a training with other settings or data. Remove it to start anew, or go on with the settings it was made with.`);
    }
    const progress = progressSchema.parse(JSON.parse(file.metadata['progress'] ?? ''));
    const groups = new Map<string, Map<string, FloatTensor>>();
    for (const full of file.tensors.keys()) {
      const [prefix, name] = [full.slice(0, full.indexOf('/')), full.slice(full.indexOf('/') + 1)];
      let group = groups.get(prefix);
      if (!group) groups.set(prefix, group = new Map());
      group.set(name, await file.readFloats(full));
    }
    const slots = [...groups.keys()].filter((prefix) => prefix.startsWith('optimizer.')).sort().map((prefix) => groups.get(prefix)!);
    return { progress, state: { parameters: groups.get('parameter') ?? new Map(), slots, updates: progress.updates, lossScale: progress.lossScale }, best: groups.get('best') };
  } finally {
    await file.close();
  }
}

function digest(settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}
