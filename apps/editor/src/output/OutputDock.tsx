import { ActionIcon, Button, Tooltip } from '@mantine/core';
import type { NodeRun, WorkflowNode } from '@millrace/workflow';
import { lazy, Suspense, useState, type PointerEvent } from 'react';
import { useSelectedNodeId } from '../canvas/canvas-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { later, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useNodeRun } from '../runs/current-run.ts';
import { formatNumber } from '../runs/format.ts';
import { startRun } from '../runs/start-run.ts';
import { setDockHeight, useUi } from '../shell/ui-store.ts';
import { Curves } from './Curves.tsx';
import styles from './OutputDock.module.css';
import { Message } from './Message.tsx';
import { OutputView } from './OutputView.tsx';

const LogView = lazy(() => import('./LogView.tsx'));

type Tab = 'output' | 'curves' | 'log';

const tabNames: Readonly<Record<Tab, string>> = { output: later('Output'), curves: later('Curves'), log: later('Log') };

/** The part below the canvas: what the selected node put out, its curves, and its log. */
export default function OutputDock() {
  const nodeId = useSelectedNodeId();
  const node = useWorkflow(({ document }) => document.nodes.find((candidate) => candidate.id === nodeId));
  const run = useNodeRun(nodeId ?? '');
  if (!node) return null;
  return run ? <NodeDock key={node.id} node={node} run={run} /> : <NothingYet />;
}

/** In the place of the output of a node that has not run: one line, so that the canvas keeps its room. */
function NothingYet() {
  return (
    <section className={styles.hint} aria-label={t('Output')} data-testid="output-hint">
      <span>{t('What this node puts out is shown here once it has run.')}</span>
      <Button size="compact-xs" variant="default" leftSection={<Icon name="play" size={11} filled />} onClick={() => void startRun()}>{t('Run this workflow')}</Button>
    </section>
  );
}

/** The outputs, curves and log of one node. */
export function NodeDock({ node, run }: { readonly node: WorkflowNode; readonly run: NodeRun }) {
  const title = useCatalog((state) => node.name ?? t(state.byType.get(node.type)?.title ?? node.type));
  const { dockHeight, dockOpen } = useUi();
  // What is shown first stays, so that a node that ends does not turn the page; only curves that begin to grow do.
  const [chosen, setChosen] = useState(() => firstTab(run));
  const [picked, setPicked] = useState(false);
  if (!picked && chosen === 'output' && firstTab(run) === 'curves') setChosen('curves');
  const hasCurves = Object.keys(run.metrics).length > 0;
  const tab = chosen === 'curves' && !hasCurves ? 'output' : chosen;
  const choose = (next: Tab) => {
    setChosen(next);
    setPicked(true);
    useUi.setState({ dockOpen: true });
  };
  return (
    <section className={styles.dock} aria-label={t('Output')} data-testid="output-dock" style={{ height: dockOpen ? dockHeight : undefined }}>
      {dockOpen && <Grip />}
      <div className={styles.bar}>
        <div className={styles.tabs} role="tablist" aria-label={t('Output of {{title}}', { title })}>
          <TabButton tab="output" words={t('Output')} chosen={tab} onChoose={choose} />
          {hasCurves && <TabButton tab="curves" words={t('Curves')} chosen={tab} onChoose={choose} />}
          <TabButton tab="log" words={run.logLines > 0 ? t('Log ({{count}})', { count: formatNumber(run.logLines) }) : t('Log')} chosen={tab} onChoose={choose} />
        </div>
        <span className={`${styles.title} cut`}>{title}</span>
        <Tooltip label={dockOpen ? t('Fold away') : t('Unfold')}>
          <ActionIcon variant="subtle" color="gray" aria-label={dockOpen ? t('Fold the output away') : t('Unfold the output')} onClick={() => useUi.setState({ dockOpen: !dockOpen })}>
            <span style={{ display: 'flex', transform: dockOpen ? undefined : 'rotate(180deg)' }}><Icon name="chevron" /></span>
          </ActionIcon>
        </Tooltip>
      </div>
      {dockOpen && (
        <div className={styles.content} role="tabpanel" aria-label={t(tabNames[tab])}>
          {tab === 'output' && <OutputView run={run} />}
          {tab === 'curves' && <Curves metrics={run.metrics} />}
          {tab === 'log' && <Suspense fallback={<Message>{t('Loading…')}</Message>}><LogView nodeId={node.id} /></Suspense>}
        </div>
      )}
    </section>
  );
}

function firstTab(run: NodeRun): Tab {
  if (run.state === 'running' && Object.keys(run.metrics).length > 0) return 'curves';
  return run.state === 'failed' && run.logLines > 0 ? 'log' : 'output';
}

interface TabButtonProps {
  readonly tab: Tab;
  readonly words: string;
  readonly chosen: Tab;
  readonly onChoose: (tab: Tab) => void;
}

function TabButton({ tab, words, chosen, onChoose }: TabButtonProps) {
  return (
    <button type="button" role="tab" className={styles.tab} aria-selected={tab === chosen} data-testid={`tab-${tab}`} onClick={() => onChoose(tab)}>{words}</button>
  );
}

function Grip() {
  const height = useUi((ui) => ui.dockHeight);
  const start = (event: PointerEvent<HTMLDivElement>) => {
    const { dockHeight } = useUi.getState();
    const from = event.clientY;
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => setDockHeight(dockHeight + from - moved.clientY);
    target.addEventListener('pointermove', move);
    target.addEventListener('lostpointercapture', () => target.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div
      className={styles.grip} role="separator" aria-orientation="horizontal" aria-label={t('Height of the output')} aria-valuenow={height} aria-valuemin={140} aria-valuemax={innerHeight - 220} tabIndex={0}
      onPointerDown={start}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0;
        if (step !== 0) setDockHeight(useUi.getState().dockHeight + step);
      }}
    />
  );
}
