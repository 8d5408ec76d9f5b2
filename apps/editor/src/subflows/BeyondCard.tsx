import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { t } from '../i18n/i18n.ts';
import type { BeyondElement } from './subflow-elements.ts';
import styles from './Subflows.module.css';

/** The outside of an open sub-workflow, at one of its sides: the ports there that wires lead to. */
export const BeyondCard = memo(function BeyondCard({ data: { side, ports } }: NodeProps<BeyondElement>) {
  const comesIn = side === 'inputs';
  return (
    <div className={styles.beyond} data-testid={`beyond-${side}`} data-side={side}>
      <strong>{comesIn ? t('Comes in from') : t('Goes out to')}</strong>
      {ports.map(({ end, kind, node, title }) => (
        <span key={end} className={styles.far}>
          <Handle
            type={comesIn ? 'source' : 'target'} position={comesIn ? Position.Right : Position.Left} id={end} isConnectable={false}
            className={styles.handle} style={{ '--port': `var(--port-${kind})` } as React.CSSProperties}
          />
          <span className="cut">{t('{{node}} · {{port}}', { node: t(node), port: t(title) })}</span>
        </span>
      ))}
    </div>
  );
});
