import { Textarea } from '@mantine/core';
import { setDescription } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { later, t } from '../i18n/i18n.ts';
import { RunSummaryCard } from '../runs/RunSummaryCard.tsx';
import { TourOffer } from '../tour/TourOffer.tsx';
import styles from './Inspector.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['/', later('search nodes')], ['Ctrl Enter', later('run')], ['Ctrl S', later('save')], ['Ctrl Z', later('undo')], ['Ctrl Shift Z', later('redo')], ['Ctrl D', later('duplicate')], ['Ctrl C, X, V', later('copy, cut, paste')], ['Ctrl A', later('select all')], ['D', later('disable or enable')], [later('Delete'), later('delete')], [later('Shift drag'), later('select many')],
];

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
          <dl className={styles.keys}>{keys.map(([key, what]) => <div key={key}><dt>{t(key)}</dt><dd>{t(what)}</dd></div>)}</dl>
        </section>
      </div>
    </>
  );
}
