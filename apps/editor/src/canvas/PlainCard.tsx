import type { NodeProps } from '@xyflow/react';
import { useCatalog } from '../document/catalog-store.ts';
import { useNodeFreshness } from '../freshness/freshness-store.ts';
import { t } from '../i18n/i18n.ts';
import { useCurrentRun, useNodeRun } from '../runs/current-run.ts';
import { stateWords } from '../runs/StateBadge.tsx';
import { hueColor } from '../theme/hue.ts';
import type { StepElement } from './flow-elements.ts';
import { NodeMarks } from './NodeMarks.tsx';
import styles from './PlainCard.module.css';

/**
 * A node from afar: a box with its title, coloured by how it fares. It is exactly as high as its card was measured or estimated, so that
 * React Flow does not measure it and look for ports; from afar no wire is drawn by hand.
 */
export function PlainCard({ id, data: { node }, selected, height }: NodeProps<StepElement>) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const run = useNodeRun(id);
  const freshness = useNodeFreshness(id);
  const pinned = useCurrentRun((state) => state.pinned);
  const now = pinned ? undefined : freshness?.state;
  const state = run?.state ?? 'idle';
  const fraction = run?.state === 'running' ? run.progress?.fraction : undefined;
  const percent = fraction === undefined ? undefined : Math.round(fraction * 100);
  return (
    <div
      className={styles.card}
      data-testid={`node-${id}`}
      data-state={state}
      data-freshness={now}
      data-selected={selected}
      data-missing={!manifest}
      data-disabled={node.disabled}
      data-level="far"
      title={run ? stateWords(run.state) : undefined}
      style={{ height, '--hue': manifest ? hueColor(manifest.category) : 'var(--bad)' } as React.CSSProperties}
    >
      <span className={styles.title}>{node.name ?? t(manifest?.title ?? node.type)}</span>
      {percent !== undefined && (
        <>
          <span className={`${styles.percent} numbers`} aria-hidden>{percent} %</span>
          <span className={styles.track} role="progressbar" aria-label={t('Progress')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
            <span className={styles.bar} style={{ transform: `scaleX(${fraction})` }} />
          </span>
        </>
      )}
      <NodeMarks node={node} />
    </div>
  );
}
