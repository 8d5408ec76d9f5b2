import type { ReactNode } from 'react';
import { formatNumber } from '../runs/format.ts';
import { ticks, type Extent } from './ticks.ts';

export const plot = { width: 760, height: 380, left: 64, right: 16, top: 14, bottom: 46 } as const;
const inner = { width: plot.width - plot.left - plot.right, height: plot.height - plot.top - plot.bottom };

/** Colours of series, in order, from the theme. */
export const hues = ['--accent', '--hue-orange', '--hue-violet', '--hue-green', '--hue-rose', '--hue-amber', '--hue-blue', '--hue-slate'] as const;
export const hue = (index: number) => `var(${hues[index % hues.length] ?? '--accent'})`;

export const xAt = (value: number, { low, high }: Extent) => plot.left + ((value - low) / (high - low)) * inner.width;
export const yAt = (value: number, { low, high }: Extent) => plot.top + inner.height - ((value - low) / (high - low)) * inner.height;

export type Axis =
  | { readonly scale: 'number' | 'time'; readonly extent: Extent }
  | { readonly scale: 'names'; readonly names: readonly string[] };

/** The middle of a band of an axis of names, and how wide a band is, in pixels. */
export function band(axis: 'x' | 'y', index: number, count: number): { readonly middle: number; readonly size: number } {
  const size = (axis === 'x' ? inner.width : inner.height) / Math.max(1, count);
  return { size, middle: (axis === 'x' ? plot.left : plot.top) + (index + 0.5) * size };
}

interface PlotFrameProps {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly xName: string;
  readonly yName: string;
  readonly legend?: readonly string[];
  readonly children: ReactNode;
}

/** A drawing with its axes. Its name says what it shows; what is drawn inside has titles of its own. */
export function PlotFrame({ title, x, y, xName, yName, legend = [], children }: PlotFrameProps) {
  const height = plot.height + (legend.length > 1 ? 22 : 0);
  return (
    <svg viewBox={`0 0 ${plot.width} ${height}`} role="img" aria-label={title} xmlns="http://www.w3.org/2000/svg" fontFamily="system-ui, sans-serif" fontSize={11} style={{ width: '100%', height: '100%' }}>
      <title>{title}</title>
      <Ticks axis={x} side="x" />
      <Ticks axis={y} side="y" />
      {children}
      <path d={`M${plot.left} ${plot.top}V${plot.height - plot.bottom}H${plot.width - plot.right}`} fill="none" stroke="var(--line-strong)" />
      <text x={plot.left + inner.width / 2} y={plot.height - 8} textAnchor="middle" fill="var(--ink-2)">{xName}</text>
      <text transform={`translate(13 ${plot.top + inner.height / 2}) rotate(-90)`} textAnchor="middle" fill="var(--ink-2)">{yName}</text>
      {legend.length > 1 && legend.map((name, index) => (
        <g key={`${index}:${name}`} transform={`translate(${plot.left + (index * inner.width) / legend.length} ${plot.height + 12})`}>
          <rect width={10} height={10} y={-9} rx={2} fill={hue(index)} /><text x={14} fill="var(--ink-2)">{cut(name, Math.floor(inner.width / legend.length / 6.5) - 3)}</text>
        </g>
      ))}
    </svg>
  );
}

function Ticks({ axis, side }: { readonly axis: Axis; readonly side: 'x' | 'y' }) {
  const marks = axis.scale === 'names'
    ? axis.names.map((name, index) => ({ at: band(side, index, axis.names.length).middle, words: name }))
    : ticks(axis.extent.low, axis.extent.high, side === 'x' ? 8 : 6).map((value) => ({ at: side === 'x' ? xAt(value, axis.extent) : yAt(value, axis.extent), words: axis.scale === 'time' ? day(value, axis.extent) : formatNumber(value) }));
  const every = Math.ceil(marks.length / (side === 'x' ? axis.scale === 'names' ? 12 : 9 : 20));
  const room = side === 'y' ? 8 : Math.max(4, Math.floor(inner.width / Math.min(marks.length, 12) / 6.3));
  return marks.filter((_, index) => index % every === 0).map(({ at, words }, index) => (side === 'x'
    ? <text key={index} x={at} y={plot.height - plot.bottom + 16} textAnchor="middle" fill="var(--ink-3)">{cut(words, room)}<title>{words}</title></text>
    : (
      <g key={index}>
        {axis.scale !== 'names' && <path d={`M${plot.left} ${at}H${plot.width - plot.right}`} stroke="var(--line)" />}
        <text x={plot.left - 6} y={at + 4} textAnchor="end" fill="var(--ink-3)">{cut(words, room)}<title>{words}</title></text>
      </g>
    )));
}

function day(value: number, { low, high }: Extent): string {
  const text = new Date(value).toISOString();
  return high - low < 3 * 86_400_000 ? text.slice(5, 16).replace('T', ' ') : text.slice(0, 10);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
}
