import { parseEndpoint } from '@millrace/workflow';
import { BaseEdge, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useInsertion } from '../insert/insertion-store.ts';
import { useIsBroken } from '../document/diagnostics-store.ts';
import { useCurrentRun, useRunView } from '../runs/current-run.ts';
import type { Wire } from './flow-elements.ts';
import styles from './WireEdge.module.css';

/** A wire in the colour of what it carries; water runs along it while the node behind it works. */
export const WireEdge = memo(function WireEdge({ id, source: _source, target: _target, data, selected, ...ends }: EdgeProps<Wire>) {
  const [path] = getBezierPath(ends);
  const [source = '', target = ''] = id.split('->').map((end) => parseEndpoint(end).node); // its ends may be cards that hold these
  const flows = useRunView(({ run }) => run?.nodes[target]?.state === 'running');
  const filled = useRunView(({ run }) => run !== undefined && Object.keys(run.nodes[source]?.outputs ?? {}).length > 0);
  const pinned = useCurrentRun((state) => state.pinned);
  const broken = useIsBroken(id) && !pinned;
  const takes = useInsertion(({ wire, problem }) => (wire !== id ? undefined : problem === undefined ? 'yes' : 'no'));
  return (
    <g className={styles.wire} data-broken={broken} data-flows={flows} data-filled={filled} data-selected={Boolean(selected)} data-takes={takes} style={{ '--wire': `var(--port-${data?.kind ?? 'any'})` } as React.CSSProperties}>
      <BaseEdge id={id} path={path} interactionWidth={18} className={styles.line} />
      {flows && <path d={path} className={styles.water} />}
    </g>
  );
});
