import { useState } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { addCell, addProse, type Gap } from '../document/notebook-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { NodePicker } from './NodePicker.tsx';
import styles from './Notebook.module.css';
import { focusCell } from './focus-cell.ts';

/** Between two cells: adds a node that reads from the one above, or prose. */
export function CellGap({ after, before }: Gap) {
  const [picking, setPicking] = useState(false);
  const { edit } = useWorkflow.getState();
  const pick = (type: string) => {
    const { byType } = useCatalog.getState();
    const manifest = byType.get(type);
    setPicking(false);
    if (!manifest) return;
    let added = '';
    edit((document) => {
      const { document: next, nodeId } = addCell(document, manifest, { after, before }, byType);
      added = nodeId;
      return next;
    });
    focusCell(added);
  };
  const write = () => {
    const { document, noteId } = addProse(useWorkflow.getState().document, { after, before });
    // What is typed into it joins this step.
    edit(() => document, `note:${noteId}`);
    useCanvas.getState().select([noteId]);
  };
  if (picking) return <NodePicker onPick={pick} onClose={() => setPicking(false)} />;
  return (
    <div className={styles.gap}>
      <button type="button" data-testid={`add-node-after-${after ?? 'start'}`} onClick={() => setPicking(true)}><Icon name="plus" size={13} />{t('Node')}</button>
      <button type="button" data-testid={`add-prose-after-${after ?? 'start'}`} onClick={write}><Icon name="plus" size={13} />{t('Prose')}</button>
    </div>
  );
}
