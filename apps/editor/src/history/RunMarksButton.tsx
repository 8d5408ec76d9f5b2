import { ActionIcon, Button, Popover, TagsInput, Textarea } from '@mantine/core';
import type { RunSummary } from '@millrace/workflow';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { annotate, useHistory } from './history-store.ts';
import styles from './RunHistory.module.css';

/** Opens the tags and the note of a run for writing. */
export function RunMarksButton({ run }: { readonly run: RunSummary }) {
  const [opened, setOpened] = useState(false);
  const name = t('Tags and note of run {{number}}', { number: run.number });
  return (
    <Popover opened={opened} onChange={setOpened} position="right-start" width={280} shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon className={styles.write} variant="subtle" color="gray" size={24} aria-label={name} title={name} data-testid={`history-marks-${run.number}`} onClick={() => setOpened(!opened)}>
          <Icon name="note" size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>{opened && <MarksForm run={run} name={name} onDone={() => setOpened(false)} />}</Popover.Dropdown>
    </Popover>
  );
}

function MarksForm({ run, name, onDone }: { readonly run: RunSummary; readonly name: string; readonly onDone: () => void }) {
  const [tags, setTags] = useState<string[]>(() => [...run.tags]);
  const [note, setNote] = useState(run.note);
  const [saving, setSaving] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const known = useHistory(({ runs }) => runs).flatMap((other) => other.tags);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    try {
      await annotate(run.id, { tags, note });
      onDone();
    } catch (error) {
      setTrouble(messageOf(error));
      setSaving(false);
    }
  };
  return (
    <form className={styles.marks} aria-label={name} onSubmit={(event) => void save(event)}>
      <TagsInput
        size="xs" label={t('Tags')} description={t('Enter or a comma ends one')} data={[...new Set(known)].sort()} value={tags} onChange={setTags} maxTags={20} acceptValueOnBlur
        maxLength={40} data-autofocus comboboxProps={{ withinPortal: false }} data-testid="marks-tags"
      />
      <Textarea size="xs" label={t('Note')} rows={4} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-testid="marks-note" />
      {trouble !== undefined && <p className={styles.trouble} role="alert">{trouble}</p>}
      <div className={styles.formRow}>
        <Button type="submit" size="compact-sm" loading={saving}>{t('Save')}</Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>{t('Cancel')}</Button>
      </div>
    </form>
  );
}
