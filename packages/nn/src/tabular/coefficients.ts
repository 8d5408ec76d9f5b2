import type { FeatureEncoder } from './feature-encoder.ts';
import type { TableModel } from './table-model.ts';

/** What a number of a row adds to the answer of a linear model. */
export interface Coefficient {
  /** The number, such as `wind` or `weather = rain`; undefined for the constant. */
  readonly feature: string | undefined;
  /** The label whose logit grows (of two labels the second), or undefined where a number is predicted. */
  readonly label: string | undefined;
  /** As the model has it, for the prepared number: coefficients of columns of unlike size can be compared. */
  readonly coefficient: number;
  /** For one unit of the column as it is in the table, in units of the target where a number is predicted. */
  readonly perUnit: number;
}

/** The coefficients of a model without hidden layers, the constant of each label first. */
export function linearCoefficients({ task, encoder, parameters }: Pick<TableModel, 'task' | 'encoder' | 'parameters'>): Coefficient[] {
  const weights = parameters.get('output.weight')!.data;
  const biases = parameters.get('output.bias')!.data;
  const features = preparedNumbers(encoder);
  const labels = task.kind === 'regression' ? [undefined] : task.labels.slice(-biases.length);
  const unit = task.kind === 'regression' ? task.scaler.scale : 1;
  return labels.flatMap((label, row): Coefficient[] => {
    const own = features.map(({ name, center, scale }, column) => ({ name, coefficient: weights[row * features.length + column]!, center, scale }));
    const atZero = own.reduce((sum, { coefficient, center, scale }) => sum - coefficient * center / scale, biases[row]!);
    const constant = { feature: undefined, label, coefficient: biases[row]!, perUnit: atZero * unit + (task.kind === 'regression' ? task.scaler.center : 0) };
    return [constant, ...own.map(({ name, coefficient, scale }) => ({ feature: name, label, coefficient, perUnit: coefficient / scale * unit }))];
  });
}

/** Every number of a row with the scaling that it went through. */
function preparedNumbers(encoder: FeatureEncoder): { readonly name: string; readonly center: number; readonly scale: number }[] {
  const scalers = new Map(encoder.columns.flatMap((column) => {
    if (column.kind === 'number') return [[column.name, column.scaler] as const];
    return column.kind === 'date' ? [[`${column.name}: year`, column.year] as const] : [];
  }));
  return encoder.numberNames.map((name) => {
    const { center, scale } = scalers.get(name) ?? { center: 0, scale: 1 };
    return { name, center, scale };
  });
}
