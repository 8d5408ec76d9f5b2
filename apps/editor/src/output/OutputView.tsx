import type { ArtifactRef, NodeRun } from '@millrace/workflow';
import { lazy, Suspense, useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { said, t } from '../i18n/i18n.ts';
import { useUsageWords, useWaitWords } from '../queue/use-wait.ts';
import { progressLine } from '../runs/node-line.ts';
import { Message } from './Message.tsx';
import styles from './OutputDock.module.css';
import { FilesView } from './FilesView.tsx';
import { ValueView } from './ValueView.tsx';
import { reasonOf } from '../runs/reason-of.ts';

const TableView = lazy(() => import('../tables/TableView.tsx'));
const ChartView = lazy(() => import('./ChartView.tsx'));
const MetricsView = lazy(() => import('./MetricsView.tsx'));

/** What a node put out, one port at a time; or why there is nothing. */
export function OutputView({ run }: { readonly run: NodeRun }) {
  const names = Object.keys(run.outputs);
  const [chosen, setChosen] = useState<string>();
  const titles = useTitles(run.nodeId);
  const name = chosen !== undefined && names.includes(chosen) ? chosen : names[0];
  const ref = name === undefined ? undefined : run.outputs[name];
  if (!ref) return <Nothing run={run} />;
  return (
    <>
      {names.length > 1 && (
        <div className={styles.ports} role="group" aria-label={t('Outputs')}>
          {names.map((other) => (
            <button
              key={other} type="button" className={styles.port} aria-pressed={other === name} data-testid={`output-port-${other}`}
              style={{ '--port': `var(--port-${run.outputs[other]?.kind ?? 'any'})` } as React.CSSProperties} onClick={() => setChosen(other)}
            >{t(titles.get(other) ?? other)}</button>
          ))}
        </div>
      )}
      <Suspense fallback={<Message>{t('Loading…')}</Message>}><Artifact key={ref.hash} artifact={ref} /></Suspense>
    </>
  );
}

/** How the node names its outputs, where it names them at all; nothing for a node that is no longer in the workflow. */
function useTitles(nodeId: string): ReadonlyMap<string, string | undefined> {
  const type = useWorkflow((state) => state.document.nodes.find(({ id }) => id === nodeId)?.type);
  const outputs = useCatalog((state) => state.byType.get(type ?? '')?.outputs);
  return new Map(outputs?.map(({ name, title }) => [name, title]));
}

function Artifact({ artifact }: { readonly artifact: ArtifactRef }) {
  switch (artifact.kind) {
    case 'table':
      return <TableView artifact={artifact} />;
    case 'chart':
      return <ChartView artifact={artifact} />;
    case 'metrics':
      return <MetricsView artifact={artifact} />;
    default:
      return artifact.form === 'value' ? <ValueView artifact={artifact} /> : <FilesView artifact={artifact} />;
  }
}

function Waiting({ nodeId }: { readonly nodeId: string }) {
  const wait = useWaitWords(nodeId);
  return <Message>{wait ?? t('Waiting')}</Message>;
}

function Running({ run }: { readonly run: NodeRun }) {
  const uses = useUsageWords(run.nodeId);
  return <Message>{[progressLine(run.progress), ...(uses === undefined ? [] : [uses])].join(' · ')}</Message>;
}

function Nothing({ run }: { readonly run: NodeRun }) {
  switch (run.state) {
    case 'waiting':
      return <Waiting nodeId={run.nodeId} />;
    case 'running':
      return <Running run={run} />;
    case 'retrying':
      return <Waiting nodeId={run.nodeId} />;
    case 'failed':
      return <Message trouble>{run.error ? said(run.error) : t('It failed without saying why.')}</Message>;
    case 'skipped':
      return <Message>{reasonOf(run) ?? t('It was skipped.')}</Message>;
    case 'paused':
      return <Message>{t('It is paused; it goes on from its last checkpoint when the run is resumed.')}</Message>;
    case 'cancelled':
      return <Message>{t('It was cancelled before it put anything out.')}</Message>;
    case 'succeeded':
    case 'reused':
      return <Message>{t('It has no outputs.')}</Message>;
    default:
      return run.state satisfies never;
  }
}
