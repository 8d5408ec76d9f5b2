import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { t } from '../i18n/i18n.ts';
import { joinSeries, type Series } from './join-series.ts';
import styles from './Charts.module.css';

const colors = ['--accent', '--hue-orange', '--hue-violet', '--hue-green', '--hue-rose', '--hue-amber', '--hue-blue', '--hue-slate'];

interface LineChartProps {
  readonly series: readonly Series[];
  readonly x: string;
  readonly y: string;
  /** Draws what a guess would give. */
  readonly diagonal?: boolean;
  /** Whether the axes are named; a small chart says it in its caption. */
  readonly named?: boolean;
}

/** Curves over a common axis, with a legend that reads the values under the pointer. */
export default function LineChart({ series, x, y, diagonal = false, named = true }: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const scheme = useComputedColorScheme('light');
  const names = series.map(({ name }) => name).join('\n');
  const all = diagonal ? [...series, diagonalOf(series)] : series;
  const data = joinSeries(all);
  const newest = useRef(data);
  newest.current = data;

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const made = new uPlot(options({ names: names.split('\n'), x, y, diagonal, named, width: element.clientWidth, height: element.clientHeight - 28 }), newest.current, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: Math.max(80, element.clientHeight - 28) }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [names, x, y, diagonal, named, scheme]);
  useEffect(() => {
    plot.current?.setData(newest.current);
  }, [series]);
  return <div ref={frame} className={styles.plot} data-square={diagonal} role="img" aria-label={`${t('{{y}} by {{x}}', { y, x })}: ${series.map(({ name }) => name).join(', ')}`} />;
}

interface Look {
  readonly names: readonly string[];
  readonly x: string;
  readonly y: string;
  readonly diagonal: boolean;
  readonly named: boolean;
  readonly width: number;
  readonly height: number;
}

function options({ names, x, y, diagonal, named, width, height }: Look): uPlot.Options {
  const css = getComputedStyle(document.documentElement);
  const color = (name: string) => css.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: color('--ink-3'), font: `11px ${color('--font')}`, labelFont: `11px ${color('--font')}`, labelSize: 18, size: 28, space: 40,
    grid: { stroke: color('--line'), width: 1 }, ticks: { stroke: color('--line'), width: 1, size: 4 },
  };
  const line = (label: string, index: number): uPlot.Series => ({
    label, stroke: color(colors[index % colors.length] ?? '--accent'), width: 1.8, spanGaps: true, points: { show: isSparse, size: 5 },
  });
  return {
    width,
    height: Math.max(80, height),
    scales: { x: { time: false } },
    axes: [{ ...axis, ...(named ? { label: x } : {}) }, { ...axis, ...(named ? { label: y } : {}), size: 46, space: 26 }],
    series: [{ label: x }, ...names.map(line), ...(diagonal ? [{ label: t('guessing'), stroke: color('--ink-3'), width: 1, dash: [4, 4], spanGaps: true, points: { show: false } }] : [])],
    cursor: { points: { size: 7 } },
    legend: { live: true },
  };
}

/** Few points are drawn as such; a single one would not be seen otherwise. */
function isSparse(plot: uPlot, series: number): boolean {
  return (plot.data[series] ?? []).filter((value) => value !== null && value !== undefined).length <= 40;
}

function diagonalOf(series: readonly Series[]): Series {
  const xs = series.flatMap(({ points }) => points.map(([at]) => at));
  const [low, high] = [Math.min(0, ...xs), Math.max(1, ...xs)];
  return { name: t('guessing'), points: [[low, low], [high, high]] };
}
