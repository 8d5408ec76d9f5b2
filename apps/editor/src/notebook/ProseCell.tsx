import type { Note } from '@millrace/workflow';
import { useState } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { Prose } from '../canvas/Prose.tsx';
import { remove, setNote } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Notebook.module.css';

/** Prose in the notebook: a note of the canvas. Prose that was left empty goes. */
export function ProseCell({ note, current, selected }: { readonly note: Note; readonly current: boolean; readonly selected: boolean }) {
  const [writing, setWriting] = useState(note.text === '');
  const { edit, endGesture } = useWorkflow.getState();
  const gesture = `note:${note.id}`;
  const done = () => {
    setWriting(false);
    if (useWorkflow.getState().document.notes.some(({ id, text }) => id === note.id && text.trim() === '')) edit((document) => remove(document, new Set([note.id])), gesture);
    endGesture();
  };
  return (
    <section
      className={styles.prose} data-cell={note.id} data-testid={`cell-${note.id}`} data-selected={selected} tabIndex={current ? 0 : -1} aria-label={t('Prose')}
      onFocus={() => !selected && useCanvas.getState().select([note.id])} onDoubleClick={() => setWriting(true)}
    >
      {writing ? (
        <textarea
          className={styles.text} aria-label={t('Prose')} placeholder={t('Markdown: # heading, **bold**, - list')} autoFocus value={note.text} rows={Math.max(3, note.text.split('\n').length + 1)} maxLength={20_000}
          onChange={(event) => edit((document) => setNote(document, note.id, event.currentTarget.value), gesture)}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.shiftKey) return;
            event.preventDefault();
            event.stopPropagation();
            event.currentTarget.closest<HTMLElement>('[data-cell]')?.focus();
          }}
        />
      ) : (
        <>
          <Prose text={note.text} />
          <span className={styles.proseTools}>
            <button type="button" data-write aria-label={t('Edit this prose')} onClick={() => setWriting(true)}><Icon name="note" size={14} /></button>
            <button type="button" aria-label={t('Delete this prose')} onClick={() => edit((document) => remove(document, new Set([note.id])))}><Icon name="trash" size={14} /></button>
          </span>
        </>
      )}
    </section>
  );
}
