import { Panel } from '@xyflow/react';
import styles from '../canvas/Canvas.module.css';
import { t } from '../i18n/i18n.ts';
import { useInsertion } from './insertion-store.ts';

/** While a node is dragged over a wire: that it would go in, or why not. */
export function InsertionHint() {
  const { wire, problem } = useInsertion();
  if (wire === undefined) return null;
  return (
    <Panel position="bottom-center" className={styles.hint} data-kind={problem === undefined ? 'good' : 'bad'} role="status" data-testid="insertion-hint">
      {problem ?? t('Drop it here to put it into this wire')}
    </Panel>
  );
}
