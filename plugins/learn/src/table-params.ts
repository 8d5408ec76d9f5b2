import { z } from 'zod';
import { optimizerParams } from './optimizer-params.ts';

const { epochs, batchSize, learningRate, optimizer, weightDecay, momentum, schedule, warmup, clipNorm, patience, seed } = optimizerParams;

/** What training on a table can be told. Every default suits most tables. */
export const tableParams = z.object({
  target: z.string().min(1).meta({ title: 'Target column', description: 'What the model is to answer: a label or a number.', field: 'column', of: 'train' }),
  features: z.array(z.string().min(1)).default([]).meta({ title: 'Features', description: 'The columns that the model reads; all others when empty.', field: 'column', of: 'train' }),
  task: z.enum(['auto', 'classification', 'regression']).default('auto').meta({ title: 'Task', description: '"classification" tells labels apart, "regression" predicts a number. "auto" looks at the target column.' }),
  model: z.enum(['mlp', 'linear']).default('mlp').meta({ title: 'Model', description: '"mlp" is a neural network, which finds bends and interplay; "linear" is linear or logistic regression, whose coefficients can be read.' }),
  hidden: z.array(z.int().min(1).max(8_192)).max(20).default([128, 64]).meta({ advanced: true, title: 'Hidden layers', description: 'The width of each. Only for "mlp".' }),
  activation: z.enum(['relu', 'gelu', 'tanh']).default('relu').meta({ advanced: true, title: 'Activation', description: 'Only for "mlp".' }),
  dropout: z.number().min(0).lt(1).default(0.1).meta({ advanced: true, title: 'Dropout', description: 'Share of values dropped while training, against learning by heart. Only for "mlp".' }),
  l2: z.number().min(0).max(1e9).default(1).meta({ advanced: true, title: 'Pull on coefficients', description: 'Keeps coefficients small: alpha of ridge regression, 1/C of logistic regression. Only for "linear".' }),
  classWeights: z.enum(['none', 'balanced']).default('none').meta({ advanced: true, title: 'Class weights', description: '"balanced" lets rare labels count more, so that every label counts alike in all.' }),
  epochs: epochs.default(100).meta({ title: 'Epochs', description: 'How often the network sees every row, at most: it stops when it gets no better.' }),
  batchSize: batchSize.meta({ advanced: true, title: 'Batch size', description: 'Rows learnt from at once; from the number of rows when empty.' }),
  learningRate: learningRate.default(1e-3).meta({ title: 'Learning rate', description: 'How far each step goes.' }),
  optimizer, weightDecay, momentum, schedule: schedule.default('constant'), warmup: warmup.default(0), clipNorm,
  patience: patience.default(10).meta({ title: 'Stop early after', description: 'Stops when the validation loss has not fallen for so many epochs; the best epoch is kept.' }),
  validationShare: z.number().min(0).lt(1).default(0.1).meta({ advanced: true, title: 'Rows held back', description: 'Share of the rows that tell "mlp" when to stop, if no validation table is wired and there are a hundred rows or more.' }),
  categories: z.array(z.string().min(1)).default([]).meta({ advanced: true, title: 'Numbers that are names', description: 'Columns whose numbers mean no amount, such as a postcode.', field: 'column', of: 'train' }),
  scaling: z.enum(['standard', 'min-max', 'robust', 'none']).default('standard').meta({ advanced: true, title: 'Scaling', description: 'How numbers are brought to one size; "robust" does not mind outliers.' }),
  missing: z.enum(['median', 'mean']).default('median').meta({ advanced: true, title: 'Missing numbers become', description: 'The model is also told where they were missing.' }),
  seed,
});
export type TableParams = z.output<typeof tableParams>;
