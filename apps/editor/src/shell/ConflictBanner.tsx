import { Button, Group, SegmentedControl } from '@mantine/core';
import type { Side } from '@millrace/workflow';
import { useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { mergeTheirs, reloadTheirs, saveOverTheirs } from '../document/save-workflow.ts';
import { useWorkflow, type SaveState } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './ConflictBanner.module.css';
import { wordsForPlace, wordsForValue } from './conflict-words.ts';
import { newWorkflowFromThis } from './copies.ts';
import { tell } from './session.ts';

/** When someone else changed the very same things in between: names them and lets the user choose. Nothing is overwritten until then. */
export function ConflictBanner() {
  const save = useWorkflow((state) => state.save);
  return save.kind === 'conflict' ? <Conflict key={save.theirs.version} save={save} /> : null;
}

function Conflict({ save }: { readonly save: Extract<SaveState, { kind: 'conflict' }> }) {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  const document = useWorkflow((state) => state.document);
  const byType = useCatalog((state) => state.byType);
  const act = (work: () => Promise<void>) => () => void work().catch(tell(t('That did not work')));
  return (
    <div className={styles.banner} role="alert" data-testid="conflict">
      <Icon name="alert" size={18} />
      <p><strong>{t('This workflow was saved elsewhere in the meantime.')}</strong> {t('Everything else fits together; of these choose which to keep.')}</p>
      <Group gap={6} wrap="nowrap">
        <Button size="compact-sm" variant="default" onClick={act(reloadTheirs)}>{t('Reload theirs')}</Button>
        <Button size="compact-sm" variant="default" onClick={act(newWorkflowFromThis)}>{t('Keep mine as a copy')}</Button>
        <Button size="compact-sm" variant="default" onClick={act(saveOverTheirs)}>{t('Save mine as the newest version')}</Button>
        <Button size="compact-sm" onClick={act(() => mergeTheirs(choices))}>{t('Merge')}</Button>
      </Group>
      <ul className={styles.items}>
        {save.conflicts.map((conflict) => {
          const name = wordsForPlace(conflict, [document, save.theirs.document], byType);
          return (
            <li key={conflict.place}>
              <span className="cut">{name}</span>
              <SegmentedControl
                size="xs" aria-label={name} value={choices.get(conflict.place) ?? 'mine'}
                onChange={(side) => setChoices(new Map(choices).set(conflict.place, side === 'theirs' ? 'theirs' : 'mine'))}
                data={[
                  { value: 'mine', label: t('Mine: {{value}}', { value: wordsForValue(conflict.mine, conflict.place) }) },
                  { value: 'theirs', label: t('Theirs: {{value}}', { value: wordsForValue(conflict.theirs, conflict.place) }) },
                ]}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
