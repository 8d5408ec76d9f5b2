import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { addNote } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { tell } from '../shell/session.ts';
import styles from './Canvas.module.css';
import { useCanvas } from './canvas-store.ts';
import { Problems } from './Problems.tsx';

/** Zoom, tidy up, add a note; and how many problems there are. */
export function CanvasTools() {
  const flow = useReactFlow();
  const tidy = async () => {
    const { tidied } = await import('./tidy.ts');
    const sizes = Object.fromEntries(useCanvas.getState().elements.map(({ id, measured }) => [id, [measured?.width ?? 220, measured?.height ?? 110] as const]));
    useWorkflow.getState().edit((document) => tidied(document, sizes));
    void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 250 });
  };
  const note = () => {
    const { x, y } = flow.screenToFlowPosition({ x: innerWidth / 2 - 140, y: 140 });
    let added = '';
    useWorkflow.getState().edit((document) => {
      const { document: next, noteId } = addNote(document, t('A note. Double-click to write.'), [x, y]);
      added = noteId;
      return next;
    });
    useCanvas.getState().select([added]);
  };
  return (
    <>
      <Panel position="top-right" className={styles.tools}>
        <Tool icon="plus" name={t('Zoom in')} onClick={() => void flow.zoomIn({ duration: 150 })} />
        <Tool icon="dash" name={t('Zoom out')} onClick={() => void flow.zoomOut({ duration: 150 })} />
        <Tool icon="fit" name={t('Show everything')} onClick={() => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 250 })} />
        <Tool icon="tidy" name={t('Tidy up')} onClick={() => void tidy().catch(tell(t('The nodes could not be arranged')))} />
        <Tool icon="note" name={t('Add a note')} onClick={note} />
      </Panel>
      <Panel position="top-left" className={styles.corner}><Problems /></Panel>
    </>
  );
}

/** A button with an icon, as those at the corner of the canvas. */
export function Tool({ icon, name, onClick }: { readonly icon: IconName; readonly name: string; readonly onClick: () => void }) {
  return (
    <Tooltip label={name} position="bottom">
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={name} onClick={onClick}><Icon name={icon} /></ActionIcon>
    </Tooltip>
  );
}
