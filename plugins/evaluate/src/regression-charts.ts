import type { Chart } from '@millrace/sdk';

const mostGroups = 50;
const bars = 20;

/** True numbers against the mean of what was predicted for them, in groups of rows with neighbouring true numbers; a perfect model lies on the straight line. */
export function predictedChart(actual: Float64Array, predicted: Float64Array): Chart {
  const order = Array.from(actual, (_, row) => row).sort((a, b) => (actual[a] ?? 0) - (actual[b] ?? 0));
  const size = Math.max(1, Math.ceil(order.length / mostGroups));
  const points: [number, number][] = [];
  for (let start = 0; start < order.length; start += size) {
    const rows = order.slice(start, start + size);
    const mean = (values: Float64Array) => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length;
    points.push([mean(actual), mean(predicted)]);
  }
  const ends = [points[0], points.at(-1)].flatMap((point): [number, number][] => (point ? [[point[0], point[0]]] : []));
  return { type: 'line', title: 'Predicted and true numbers', x: 'True', y: 'Predicted', series: [{ name: 'perfect', points: ends }, { name: 'predicted', points }] };
}

/** How often errors (predicted minus true) of each size occur. */
export function residualChart(actual: Float64Array, predicted: Float64Array): Chart {
  const errors = predicted.map((value, row) => value - (actual[row] ?? 0));
  const least = errors.reduce((low, error) => Math.min(low, error), Infinity);
  const most = errors.reduce((high, error) => Math.max(high, error), -Infinity);
  const width = (most - least) / bars || 1;
  const counts = Array.from({ length: most > least ? bars : 1 }, () => 0);
  for (const error of errors) {
    const bar = Math.min(counts.length - 1, Math.floor((error - least) / width));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const edge = (place: number) => String(Number((least + place * width).toPrecision(3)));
  const label = (bar: number) => (most > least ? `${edge(bar)} to ${edge(bar + 1)}` : edge(0));
  return { type: 'bar', title: 'Errors (predicted minus true)', x: 'Error', y: 'Rows', bars: counts.map((value, bar) => ({ label: label(bar), value })) };
}
