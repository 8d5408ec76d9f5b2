import type { TrainingOptions } from '@millrace/nn';
import { z } from 'zod';

/** The parameters of every node that trains with gradients: how long, how far, and in what manner. */
export const optimizerParams = {
  epochs: z.int().min(1).max(1_000).default(3).meta({ title: 'Epochs', description: 'How often the model sees every training example.' }),
  batchSize: z.int().min(1).max(4_096).optional().meta({ title: 'Batch size', description: 'Examples learnt from at once; 32 when empty. What does not fit the memory is computed in parts, with the same result.' }),
  learningRate: z.number().gt(0).max(1).default(5e-4).meta({ title: 'Learning rate', description: 'How far each step goes: 0.0005 for a small new model, 0.00005 for a pre-trained one.' }),
  optimizer: z.enum(['adamw', 'adam', 'sgd']).default('adamw').meta({ advanced: true, title: 'Optimizer', description: 'How steps follow from gradients; AdamW suits almost everything.' }),
  weightDecay: z.number().min(0).max(1).optional().meta({ advanced: true, title: 'Weight decay', description: 'Pulls weights towards 0, but not biases and norms. When empty: 0.01 for AdamW, none for the others.' }),
  momentum: z.number().min(0).lt(1).default(0.9).meta({ advanced: true, title: 'Momentum', description: 'Only for SGD; 0 is plain gradient descent.' }),
  schedule: z.enum(['linear', 'cosine', 'constant']).default('linear').meta({ advanced: true, title: 'Learning rate over time', description: '"linear" and "cosine" fall to 0 at the end.' }),
  warmup: z.number().min(0).max(1).default(0.1).meta({ advanced: true, title: 'Warm-up', description: 'Share of the steps over which the learning rate rises from 0.' }),
  clipNorm: z.number().min(0).max(1_000).default(1).meta({ advanced: true, title: 'Clip gradients at', description: 'Longest gradient followed; 0 follows any.' }),
  patience: z.int().min(1).max(1_000).optional().meta({ title: 'Stop early after', description: 'Stops when the validation loss has not fallen for so many epochs. Needs validation data.' }),
  keepBest: z.boolean().default(false).meta({ advanced: true, title: 'Keep the best epoch', description: 'Answers with the epoch of the lowest validation loss instead of the last. Needs validation data.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ advanced: true, title: 'Seed', description: 'Decides the order of the examples and the dropout: the same seed gives the same model.' }),
};

const schema = z.object(optimizerParams);

/** What `train` makes of them. */
export function optimizerSettings({ optimizer, weightDecay, momentum, schedule, warmup, clipNorm, batchSize = 32, epochs, learningRate, patience, keepBest, seed }: z.output<typeof schema>) {
  const decay = { decays: 'matrices', ...(weightDecay === undefined ? {} : { weightDecay }) } as const;
  return {
    epochs, learningRate, patience, keepBest, seed,
    batchSize: { examples: batchSize },
    optimizer: optimizer === 'sgd' ? { kind: optimizer, momentum, ...decay } : { kind: optimizer, ...decay },
    schedule: { kind: schedule, warmup },
    clipNorm: clipNorm === 0 ? undefined : clipNorm,
  } satisfies Partial<TrainingOptions>;
}
