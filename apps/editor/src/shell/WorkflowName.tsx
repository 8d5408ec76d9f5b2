import { useState } from 'react';
import { rename } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import styles from './TopBar.module.css';

/** The workflow's name, as wide as its words; an empty one is not taken. */
export function WorkflowName() {
  const name = useWorkflow((state) => state.document.name);
  const { edit, endGesture } = useWorkflow.getState();
  const [empty, setEmpty] = useState(false);
  const shown = empty ? '' : name;
  return (
    <span className={styles.sizer} data-value={shown}>
      <input
        className={styles.name} aria-label={t('Name of the workflow')} data-testid="workflow-name" size={1} maxLength={200} value={shown}
        onChange={({ currentTarget: { value } }) => {
          setEmpty(value === '');
          if (value.trim() !== '') edit((document) => rename(document, value), 'rename');
        }}
        onBlur={() => {
          setEmpty(false);
          endGesture();
        }}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </span>
  );
}
