import { linePath } from './line-path.ts';

const width = 200;
const height = 34;

/** A curve without axes, small enough for a card. */
export function Sparkline({ points, label }: { readonly points: readonly (readonly [number, number])[]; readonly label: string }) {
  const path = linePath(points, width, height, 3);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={`${path}V${height}H0Z`} fill="var(--accent)" opacity="0.09" />
      <path d={path} fill="none" stroke="var(--accent)" strokeWidth="1.6" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
