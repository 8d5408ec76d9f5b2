import { ActionIcon, Tooltip } from '@mantine/core';
import type { NodeRun, WorkflowNode } from '@millrace/workflow';
import { lazy, Suspense, useState, type PointerEvent } from 'react';
import { useSelectedNodeId } from '../canvas/canvas-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { Icon } from '../icons/Icon.tsx';
import { useNodeRun } from '../runs/current-run.ts';
import { setDockHeight, useUi } from '../shell/ui-store.ts';
import { Curves } from './Curves.tsx';
import styles from './OutputDock.module.css';
import { Message } from './Message.tsx';
import { OutputView } from './OutputView.tsx';

const LogView = lazy(() => import('./LogView.tsx'));

type Tab = 'output' | 'curves' | 'log';

/** The part below the canvas: what the selected node put out, its curves, and its log. */
export function OutputDock() {
  const nodeId = useSelectedNodeId();
  const node = useWorkflow(({ document }) => document.nodes.find((candidate) => candidate.id === nodeId));
  const run = useNodeRun(nodeId ?? '');
  return node && run ? <Dock key={node.id} node={node} run={run} /> : null;
}

function Dock({ node, run }: { readonly node: WorkflowNode; readonly run: NodeRun }) {
  const title = useCatalog((state) => node.name ?? state.byType.get(node.type)?.title ?? node.type);
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
    <section className={styles.dock} aria-label="Output" data-testid="output-dock" style={{ height: dockOpen ? dockHeight : undefined }}>
      {dockOpen && <Grip />}
      <div className={styles.bar}>
        <div className={styles.tabs} role="tablist" aria-label={`Output of ${title}`}>
          <TabButton tab="output" words="Output" chosen={tab} onChoose={choose} />
          {hasCurves && <TabButton tab="curves" words="Curves" chosen={tab} onChoose={choose} />}
          <TabButton tab="log" words={run.logLines > 0 ? `Log (${run.logLines.toLocaleString('en')})` : 'Log'} chosen={tab} onChoose={choose} />
        </div>
        <span className={`${styles.title} cut`}>{title}</span>
        <Tooltip label={dockOpen ? 'Fold away' : 'Unfold'}>
          <ActionIcon variant="subtle" color="gray" aria-label={dockOpen ? 'Fold the output away' : 'Unfold the output'} onClick={() => useUi.setState({ dockOpen: !dockOpen })}>
            <span style={{ display: 'flex', transform: dockOpen ? undefined : 'rotate(180deg)' }}><Icon name="chevron" /></span>
          </ActionIcon>
        </Tooltip>
      </div>
      {dockOpen && (
        <div className={styles.content} role="tabpanel" aria-label={tab}>
          {tab === 'output' && <OutputView run={run} />}
          {tab === 'curves' && <Curves metrics={run.metrics} />}
          {tab === 'log' && <Suspense fallback={<Message>Loading…</Message>}><LogView nodeId={node.id} /></Suspense>}
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
      className={styles.grip} role="separator" aria-orientation="horizontal" aria-label="Height of the output" tabIndex={0}
      onPointerDown={start}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0;
        if (step !== 0) setDockHeight(useUi.getState().dockHeight + step);
      }}
    />
  );
}
