import type { NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { setNote } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import type { NoteElement } from './flow-elements.ts';
import styles from './NoteCard.module.css';
import { Prose } from './Prose.tsx';

/** Prose on the canvas; a double click opens it for writing. */
export const NoteCard = memo(function NoteCard({ id, data: { note }, selected }: NodeProps<NoteElement>) {
  const [writing, setWriting] = useState(false);
  const { edit, endGesture } = useWorkflow.getState();
  const done = () => {
    setWriting(false);
    endGesture();
  };
  return (
    <div className={styles.note} data-selected={selected} data-testid={`note-${id}`} onDoubleClick={() => setWriting(true)}>
      {writing ? (
        <textarea
          className={`${styles.text} nodrag nowheel nopan`}
          aria-label={t('Note')}
          autoFocus
          value={note.text}
          rows={Math.min(14, note.text.split('\n').length + 1)}
          onChange={(event) => edit((document) => setNote(document, id, event.currentTarget.value), `note:${id}`)}
          onBlur={done}
          onKeyDown={(event) => event.key === 'Escape' && done()}
        />
      ) : <Prose text={note.text} />}
    </div>
  );
});
