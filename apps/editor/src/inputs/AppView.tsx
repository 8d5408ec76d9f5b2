import { Button, Progress } from '@mantine/core';
import { completeInputs, hasOutputs, isFinished, isSettled, parseEndpoint, type NodeRun, type Run, type Workflow } from '@millrace/workflow';
import { useState } from 'react';
import { Prose } from '../canvas/Prose.tsx';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { OutputView } from '../output/OutputView.tsx';
import { useRunView } from '../runs/current-run.ts';
import { cancelRun, startRun } from '../runs/start-run.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { togglePanel, useUi } from '../shell/ui-store.ts';
import styles from './Inputs.module.css';
import { InputsForm } from './InputsForm.tsx';
import { inputValues, setInputValue, useInputValues } from './run-inputs.ts';

const noInputs: never[] = [];

/** The workflow as an app: what it needs, a button, how far it is, and what came out. */
export default function AppView() {
  const name = useWorkflow((state) => state.document.name);
  const description = useWorkflow((state) => state.document.description);
  const inputs = useWorkflow((state) => state.document.inputs ?? noInputs);
  const values = useInputValues();
  const run = useRunView((view) => view.run);
  const [tried, setTried] = useState(false);
  const active = run !== undefined && !isFinished(run);
  const start = () => {
    const ready = completeInputs(inputs, inputValues()).problems.length === 0;
    setTried(!ready);
    if (ready) void startRun();
  };
  return (
    <div className={styles.app} data-testid="app-view">
      <div className={styles.page}>
        <h1>{name}</h1>
        {description !== undefined && <Prose text={description} />}
        <form
          className={styles.card} aria-label={t('Inputs')}
          onSubmit={(event) => {
            event.preventDefault();
            if (!active) start();
          }}
        >
          {inputs.length === 0 ? <NoInputs /> : <InputsForm inputs={inputs} values={values} tried={tried} onChange={setInputValue} />}
          <div className={styles.buttons}>
            {active
              ? <Button variant="default" size="sm" disabled={run.state === 'cancelling'} onClick={() => void cancelRun()}>{run.state === 'cancelling' ? t('Cancelling') : t('Cancel')}</Button>
              : <Button type="submit" size="sm" leftSection={<Icon name="play" size={13} filled />} data-testid="app-run">{t('Run')}</Button>}
          </div>
        </form>
        {run && <Result run={run} />}
      </div>
    </div>
  );
}

function NoInputs() {
  return (
    <p className="quiet">
      {t('This workflow needs nothing from you.')}{' '}
      <Button variant="subtle" size="compact-xs" onClick={() => useUi.getState().panel !== 'inputs' && togglePanel('inputs')}>{t('Add an input')}</Button>
    </p>
  );
}

function Result({ run }: { readonly run: Run }) {
  const document = useWorkflow((state) => state.document);
  const nodes = Object.values(run.nodes);
  const done = nodes.filter(isSettled).length;
  return (
    <section className={styles.card} aria-label={t('Result')} data-testid="app-result" data-state={run.state}>
      <h2>{t('Run {{number}}', { number: run.number })} <StateBadge state={run.state} worded /></h2>
      {!isFinished(run) && <Progress value={(100 * done) / Math.max(1, nodes.length)} aria-label={t('{{done}} of {{count}}', { done, count: nodes.length })} />}
      {run.message !== undefined && <p>{said({ message: run.message, words: run.words })}</p>}
      {isFinished(run) && shownResults(document, run).map((node) => <Output key={node.nodeId} node={node} document={document} />)}
    </section>
  );
}

function Output({ node, document }: { readonly node: NodeRun; readonly document: Workflow }) {
  const { name, type } = document.nodes.find(({ id }) => id === node.nodeId) ?? {};
  const manifest = useCatalog((state) => state.byType.get(type ?? ''));
  const hasTable = Object.values(node.outputs).some(({ kind }) => kind === 'table');
  return (
    <section aria-label={name ?? node.nodeId}>
      <h3 className={styles.heading}>{name ?? (manifest ? t(manifest.title) : node.nodeId)}</h3>
      <div className={hasTable ? `${styles.result} ${styles.table}` : styles.result}><OutputView run={node} /></div>
    </section>
  );
}

/** What a colleague wants to see: metrics and charts wherever they are, and what the last nodes put out. */
function shownResults({ nodes, edges }: Workflow, run: Run): NodeRun[] {
  const read = new Set(edges.map(({ from }) => parseEndpoint(from).node));
  return nodes.flatMap(({ id }) => {
    const node = run.nodes[id];
    if (!node || !hasOutputs(node) || Object.keys(node.outputs).length === 0) return [];
    const tells = Object.values(node.outputs).some(({ kind }) => kind === 'metrics' || kind === 'chart');
    return tells || !read.has(id) ? [node] : [];
  });
}
