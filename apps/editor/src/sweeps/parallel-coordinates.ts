import type { SweepTrial } from '@millrace/workflow';

/** One upright axis: an input or a metric. */
export interface Axis {
  readonly name: string;
  /** What stands beside it, with its place from 0 (below) to 1 (above). */
  readonly labels: readonly { readonly text: string; readonly at: number }[];
  /** The place of each trial's value, in the order of the trials; undefined where it has none. */
  readonly places: readonly (number | undefined)[];
}

const shortest = 1e-12;

/** The axes of a parallel coordinates plot (Inselberg 1985): numbers by size, or by their logarithm where they span more than a hundredfold; other values side by side. */
export function parallelAxes(trials: readonly SweepTrial[], inputs: readonly string[], metrics: readonly string[], format: (value: number) => string): readonly Axis[] {
  return [
    ...inputs.map((name) => axis(name, trials.map((trial) => trial.inputs[name]), format)),
    ...metrics.map((name) => axis(name, trials.map((trial) => trial.metrics[name]), format)),
  ];
}

function axis(name: string, values: readonly unknown[], format: (value: number) => string): Axis {
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number')) return numberAxis(name, values, known as number[], format); // each was looked at
  const texts = [...new Set(known.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))].sort();
  const at = (index: number) => (texts.length === 1 ? 0.5 : index / (texts.length - 1));
  return {
    name,
    labels: texts.map((text, index) => ({ text, at: at(index) })),
    places: values.map((value) => (value === undefined || value === null ? undefined : at(texts.indexOf(typeof value === 'string' ? value : JSON.stringify(value))))),
  };
}

function numberAxis(name: string, values: readonly unknown[], known: readonly number[], format: (value: number) => string): Axis {
  const least = Math.min(...known);
  const most = Math.max(...known);
  const logarithmic = least > 0 && most / least > 100;
  const scale = logarithmic ? Math.log : (value: number) => value;
  const length = scale(most) - scale(least);
  const at = (value: number) => (length < shortest ? 0.5 : (scale(value) - scale(least)) / length);
  const ends = least === most ? [least] : [least, most];
  return { name, labels: ends.map((value) => ({ text: format(value), at: at(value) })), places: values.map((value) => (typeof value === 'number' ? at(value) : undefined)) };
}

/** The trials from best to worst by a metric; those without it are not among them. */
export function ranked(trials: readonly SweepTrial[], metric: string, lessIsBetter: boolean): readonly SweepTrial[] {
  const sign = lessIsBetter ? 1 : -1;
  return trials.filter((trial) => trial.metrics[metric] !== undefined).sort((a, b) => sign * ((a.metrics[metric] ?? 0) - (b.metrics[metric] ?? 0)) || a.number - b.number);
}
