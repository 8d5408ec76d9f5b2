import type { Chart } from '@millrace/workflow';
import { formatNumber } from '../runs/format.ts';
import { band, hue, plot, PlotFrame, xAt, yAt } from './PlotFrame.tsx';
import { extentOf } from './ticks.ts';

type Of<Type extends Chart['type']> = Extract<Chart, { type: Type }>;
/** What the server draws of a table. */
export type TableChartData = Of<'histogram' | 'bar' | 'line' | 'scatter' | 'box' | 'heat'>;

/** A chart of a table as SVG, in the colours of the theme. */
export function TableChart({ chart }: { readonly chart: TableChartData }) {
  switch (chart.type) {
    case 'histogram': return <Histogram chart={chart} />;
    case 'bar': return <Bars chart={chart} />;
    case 'line':
    case 'scatter': return <Points chart={chart} />;
    case 'box': return <Boxes chart={chart} />;
    case 'heat': return <Heat chart={chart} />;
    default: return chart satisfies never;
  }
}

function Histogram({ chart: { title, x, y, edges, series, time } }: { readonly chart: Of<'histogram'> }) {
  const across = extentOf(edges);
  const up = { low: 0, high: Math.max(1, ...series.flatMap(({ counts }) => counts)) * 1.04 };
  return (
    <PlotFrame title={title} xName={x} yName={y} x={{ scale: time ? 'time' : 'number', extent: across }} y={{ scale: 'number', extent: up }} legend={series.map(({ name }) => name)}>
      {series.map(({ name, counts }, place) => counts.map((count, index) => {
        const left = xAt(edges[index] ?? 0, across);
        return count > 0 && (
          <rect key={`${place}:${index}`} x={left + 0.5} y={yAt(count, up)} width={Math.max(1, xAt(edges[index + 1] ?? 0, across) - left - 1)} height={yAt(0, up) - yAt(count, up)} fill={hue(place)} fillOpacity={series.length > 1 ? 0.5 : 0.8}>
            <title>{`${series.length > 1 ? `${name}, ` : ''}${value(edges[index] ?? 0, time)} – ${value(edges[index + 1] ?? 0, time)}: ${formatNumber(count)}`}</title>
          </rect>
        );
      }))}
    </PlotFrame>
  );
}

function Bars({ chart: { title, x, y, bars } }: { readonly chart: Of<'bar'> }) {
  const up = padded(extentOf([0, ...bars.map((bar) => bar.value)]));
  return (
    <PlotFrame title={title} xName={x} yName={y} x={{ scale: 'names', names: bars.map(({ label }) => label) }} y={{ scale: 'number', extent: up }}>
      {bars.map((bar, index) => {
        const { middle, size } = band('x', index, bars.length);
        const [top, bottom] = [yAt(Math.max(0, bar.value), up), yAt(Math.min(0, bar.value), up)];
        return <rect key={index} x={middle - size * 0.4} y={top} width={size * 0.8} height={Math.max(1, bottom - top)} rx={2} fill={hue(0)} fillOpacity={0.85}><title>{`${bar.label}: ${formatNumber(bar.value)}`}</title></rect>;
      })}
    </PlotFrame>
  );
}

function Points({ chart: { type, title, x, y, series, time } }: { readonly chart: Of<'line' | 'scatter'> }) {
  const across = extentOf(series.flatMap(({ points }) => points.map(([at]) => at)));
  const up = padded(extentOf(series.flatMap(({ points }) => points.map(([, height]) => height))));
  return (
    <PlotFrame title={title} xName={x} yName={y} x={{ scale: time ? 'time' : 'number', extent: across }} y={{ scale: 'number', extent: up }} legend={series.map(({ name }) => name)}>
      {series.map(({ name, points }, place) => (type === 'line'
        ? <polyline key={place} points={points.map(([at, height]) => `${xAt(at, across).toFixed(1)},${yAt(height, up).toFixed(1)}`).join(' ')} fill="none" stroke={hue(place)} strokeWidth={1.5}><title>{name}</title></polyline>
        : <g key={place} fill={hue(place)} fillOpacity={0.55}>{points.map(([at, height], index) => <circle key={index} cx={xAt(at, across).toFixed(1)} cy={yAt(height, up).toFixed(1)} r={2.4} />)}<title>{name}</title></g>))}
    </PlotFrame>
  );
}

function Boxes({ chart: { title, x, y, boxes } }: { readonly chart: Of<'box'> }) {
  const up = padded(extentOf(boxes.flatMap(({ low, high, outliers }) => [low, high, ...outliers])));
  return (
    <PlotFrame title={title} xName={x} yName={y} x={{ scale: 'names', names: boxes.map(({ label }) => label) }} y={{ scale: 'number', extent: up }}>
      {boxes.map(({ label, count, low, high, quartiles: [q1, median, q3], outliers }, index) => {
        const { middle, size } = band('x', index, boxes.length);
        const half = Math.min(size * 0.32, 42);
        return (
          <g key={index} stroke={hue(0)} fill="none">
            <title>{`${label}: ${formatNumber(count)}, ${formatNumber(low)} | ${formatNumber(q1)} | ${formatNumber(median)} | ${formatNumber(q3)} | ${formatNumber(high)}`}</title>
            <path d={`M${middle} ${yAt(low, up)}V${yAt(q1, up)}M${middle} ${yAt(q3, up)}V${yAt(high, up)}M${middle - half / 2} ${yAt(low, up)}h${half}M${middle - half / 2} ${yAt(high, up)}h${half}`} />
            <rect x={middle - half} y={yAt(q3, up)} width={half * 2} height={Math.max(1, yAt(q1, up) - yAt(q3, up))} fill={hue(0)} fillOpacity={0.2} />
            <path d={`M${middle - half} ${yAt(median, up)}h${half * 2}`} strokeWidth={2} />
            {outliers.map((outlier, place) => <circle key={place} cx={middle} cy={yAt(outlier, up)} r={2} />)}
          </g>
        );
      })}
    </PlotFrame>
  );
}

function Heat({ chart: { title, x, y, value: name, xLabels, yLabels, values } }: { readonly chart: Of<'heat'> }) {
  const shades = extentOf(values.flat().filter((cell) => cell !== null));
  return (
    <PlotFrame title={title} xName={x} yName={y} x={{ scale: 'names', names: xLabels }} y={{ scale: 'names', names: yLabels }}>
      {values.flatMap((line, row) => line.map((cell, column) => {
        const [across, down] = [band('x', column, xLabels.length), band('y', row, yLabels.length)];
        return cell !== null && (
          <rect key={`${row}:${column}`} x={across.middle - across.size / 2 + 0.5} y={down.middle - down.size / 2 + 0.5} width={Math.max(1, across.size - 1)} height={Math.max(1, down.size - 1)} fill="var(--accent)" fillOpacity={0.08 + 0.92 * ((cell - shades.low) / (shades.high - shades.low))}>
            <title>{`${xLabels[column] ?? ''}, ${yLabels[row] ?? ''}: ${name} ${formatNumber(cell)}`}</title>
          </rect>
        );
      }))}
      <text x={plot.width - plot.right} y={11} textAnchor="end" fill="var(--ink-3)">{`${name}: ${formatNumber(shades.low)} – ${formatNumber(shades.high)}`}</text>
    </PlotFrame>
  );
}

function padded({ low, high }: { readonly low: number; readonly high: number }) {
  const more = (high - low) * 0.04;
  return { low: low === 0 ? 0 : low - more, high: high === 0 ? 0 : high + more };
}

function value(number: number, time: boolean | undefined): string {
  return time ? new Date(number).toISOString().slice(0, 16).replace('T', ' ') : formatNumber(number);
}
