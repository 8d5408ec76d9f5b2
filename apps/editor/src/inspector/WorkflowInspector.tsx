import { Textarea, UnstyledButton } from '@mantine/core';
import { openKeySheet } from '../commands/command-bar-store.ts';
import { commandById } from '../commands/commands.ts';
import { Keys } from '../commands/Keys.tsx';
import { setDescription } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { RunSummaryCard } from '../runs/RunSummaryCard.tsx';
import { TourOffer } from '../tour/TourOffer.tsx';
import styles from './Inspector.module.css';

/** The commands whose keys one learns first. */
const keys = ['help.commands', 'add.node', 'add.wire', 'run.start', 'move.find', 'edit.undo', 'edit.duplicate', 'edit.disable', 'edit.delete', 'view.all'] as const;

/** The workflow as a whole, while no node is selected. */
export function WorkflowInspector() {
  const description = useWorkflow((state) => state.document.description ?? '');
  const counts = useWorkflow(({ document: { nodes, edges } }) => [
    t(nodes.length === 1 ? '1 node' : '{{count}} nodes', { count: nodes.length }), t(edges.length === 1 ? '1 wire' : '{{count}} wires', { count: edges.length }),
  ].join(t(', ')));
  const { edit, endGesture } = useWorkflow.getState();
  return (
    <>
      <header className={styles.header}>
        <span className={styles.titles}>
          <strong className={styles.heading}>{t('Workflow')}</strong>
          <span className="quiet">{counts}</span>
        </span>
      </header>
      <div className={styles.body}>
        <TourOffer />
        <Textarea
          label={t('Description')} size="xs" autosize minRows={2} maxRows={8} maxLength={20_000} placeholder={t('What is this workflow for?')}
          value={description}
          onChange={(event) => edit((document) => setDescription(document, event.currentTarget.value), 'description')}
          onBlur={endGesture}
        />
        <RunSummaryCard />
        <section aria-label={t('Keys')}>
          <h3 className={styles.subheading}>{t('Keys')}</h3>
          <dl className={styles.keys}>{keys.map((id) => <KeyHint key={id} id={id} />)}</dl>
          <UnstyledButton className={styles.allKeys} onClick={openKeySheet}>{t('All keyboard shortcuts')}</UnstyledButton>
        </section>
      </div>
    </>
  );
}

function KeyHint({ id }: { readonly id: string }) {
  const { label, shortcuts: [shortcut] = [] } = commandById(id);
  return <div><dt>{label()}</dt><dd>{shortcut !== undefined && <Keys shortcut={shortcut} />}</dd></div>;
}
