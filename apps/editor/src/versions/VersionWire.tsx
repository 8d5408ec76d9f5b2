import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import wire from '../canvas/WireEdge.module.css';
import { t } from '../i18n/i18n.ts';
import type { Mark } from './compared-elements.ts';
import { markSymbols, markWords } from './marks.ts';
import styles from './Versions.module.css';

type MarkedWire = Edge<{ kind: string; mark: Mark | undefined }, 'wire'>;

/** A wire in the colour of what it carries, or of what happened to it. */
export const VersionWire = memo(function VersionWire({ id, data, selected, ...ends }: EdgeProps<MarkedWire>) {
  const [path, x, y] = getBezierPath(ends);
  const mark = data?.mark;
  return (
    <g className={`${wire.wire} ${styles.wire}`} data-mark={mark} data-selected={Boolean(selected)} style={{ '--wire': `var(--port-${data?.kind ?? 'any'})` } as React.CSSProperties}>
      <BaseEdge id={id} path={path} interactionWidth={18} className={wire.line} />
      {mark && (
        <EdgeLabelRenderer>
          <span className={`${styles.symbol} ${styles.onWire}`} data-mark={mark} role="img" aria-label={t(markWords[mark])} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>{markSymbols[mark]}</span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
