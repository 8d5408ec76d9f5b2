import { Textarea } from '@mantine/core';
import { setDescription } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { RunSummaryCard } from '../runs/RunSummaryCard.tsx';
import styles from './Inspector.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['/', 'search nodes'], ['Ctrl Enter', 'run'], ['Ctrl S', 'save'], ['Ctrl Z', 'undo'], ['Ctrl Shift Z', 'redo'], ['Ctrl D', 'duplicate'], ['Delete', 'delete'], ['Shift drag', 'select many'],
];

/** The workflow as a whole, while no node is selected. */
export function WorkflowInspector() {
  const description = useWorkflow((state) => state.document.description ?? '');
  const counts = useWorkflow(({ document }) => `${document.nodes.length} ${document.nodes.length === 1 ? 'node' : 'nodes'}, ${document.edges.length} ${document.edges.length === 1 ? 'wire' : 'wires'}`);
  const { edit, endGesture } = useWorkflow.getState();
  return (
    <>
      <header className={styles.header}>
        <span className={styles.titles}>
          <strong className={styles.heading}>Workflow</strong>
          <span className="quiet">{counts}</span>
        </span>
      </header>
      <div className={styles.body}>
        <Textarea
          label="Description" size="xs" autosize minRows={2} maxRows={8} maxLength={20_000} placeholder="What is this workflow for?"
          value={description}
          onChange={(event) => edit((document) => setDescription(document, event.currentTarget.value), 'description')}
          onBlur={endGesture}
        />
        <RunSummaryCard />
        <section aria-label="Keys">
          <h3 className={styles.subheading}>Keys</h3>
          <dl className={styles.keys}>{keys.map(([key, what]) => <div key={key}><dt>{key}</dt><dd>{what}</dd></div>)}</dl>
        </section>
      </div>
    </>
  );
}
