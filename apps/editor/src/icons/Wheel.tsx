/** The mark of Millrace: a mill wheel over the water that drives it. */
export function Wheel({ size = 22, turning = false }: { readonly size?: number; readonly turning?: boolean }) {
  const spokes = Array.from({ length: 8 }, (_, index) => (index * Math.PI) / 4);
  const at = (angle: number, radius: number) => `${(12 + Math.cos(angle) * radius).toFixed(2)} ${(10 + Math.sin(angle) * radius).toFixed(2)}`;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden focusable="false">
      <g className={turning ? 'wheel-turning' : undefined}>
        <circle cx="12" cy="10" r="6" strokeWidth="1.7" />
        <path d={spokes.map((angle) => `M${at(angle, 2.2)}L${at(angle, 8.6)}`).join('')} strokeWidth="1.7" />
      </g>
      <path d="M2.5 20.7c1.6-1.5 3.2-1.5 4.8 0s3.2 1.5 4.7 0 3.2-1.5 4.8 0 3.2 1.5 4.7 0" strokeWidth="1.9" />
    </svg>
  );
}
