import { Button, UnstyledButton } from '@mantine/core';
import { isFinished, type Workflow } from '@millrace/workflow';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { Message } from '../output/Message.tsx';
import { NodeDock } from '../output/OutputDock.tsx';
import { useCurrentRun, useNodeRun, useRunView } from '../runs/current-run.ts';
import { cancelRun } from '../runs/start-run.ts';
import { chooseRun } from '../shell/session.ts';
import { useUi } from '../shell/ui-store.ts';
import { Gantt } from './Gantt.tsx';
import { followReplay, useReplay } from './replay-store.ts';
import { RunCanvas } from './RunCanvas.tsx';
import styles from './RunPage.module.css';
import { RunScrubber } from './RunScrubber.tsx';
import { useRunPage, type RunPageState } from './run-page-store.ts';
import { timelineOf } from './timeline.ts';
import { useLookingBack } from './use-looking-back.ts';
import { useNodeName } from './use-node-name.ts';
import { useRunVersion } from './use-run-version.ts';

/** A run of the history, as it ran: the version of the workflow that it ran, its nodes as they were at any instant, and when each worked. */
export default function RunPage() {
  const runId = useCurrentRun((state) => state.runId);
  const version = useRunVersion();
  const trouble = useReplay((state) => state.trouble);
  useLookingBack();
  useEffect(() => (runId === undefined ? undefined : followReplay(runId)), [runId]);
  useEffect(() => useRunPage.setState({ nodeId: undefined }), [runId]);
  return (
    <section className={styles.page} aria-label={t('A run, as it was')} data-testid="run-page">
      <Banner />
      {version.state === 'loading' && <Message trouble={trouble !== undefined}>{trouble ?? t('Loading…')}</Message>}
      {version.state === 'failed' && <Message trouble>{version.message}</Message>}
      {version.state === 'ready' && (
        <>
          <RunCanvas key={`${version.value.id} ${version.value.version}`} workflow={version.value.document} />
          {trouble === undefined ? <Below workflow={version.value.document} /> : <p className={styles.trouble} role="alert">{trouble}</p>}
        </>
      )}
    </section>
  );
}

function Banner() {
  const number = useRunView(({ run }) => run?.number);
  const version = useRunView(({ run }) => run?.workflowVersion);
  const goesOn = useStore(useCurrentRun((state) => state.live), ({ run }) => run !== undefined && !isFinished(run));
  return (
    <div className={styles.banner}>
      <Icon name="history" size={15} />
      <span className="cut">{number === undefined || version === undefined ? t('A run, as it was') : t('Run {{number}} as it ran version {{version}}. Nothing here can be changed.', { number, version })}</span>
      {goesOn && <Button size="compact-xs" variant="default" onClick={() => void cancelRun()}>{t('Cancel this run')}</Button>}
      <Button size="compact-xs" variant="default" data-testid="leave-run" onClick={() => chooseRun(undefined)}>{t('Back to editing')}</Button>
    </div>
  );
}

function Below({ workflow }: { readonly workflow: Workflow }) {
  const below = useRunPage((state) => state.below);
  const events = useReplay((state) => state.events);
  const height = useUi((ui) => ui.dockHeight);
  const nameOf = useNodeName(workflow);
  const timeline = useMemo(() => timelineOf(events, workflow.edges), [events, workflow]);
  return (
    <>
      <div className={styles.bar}>
        <RunScrubber />
        <div className={styles.tabs} role="group" aria-label={t('Below the canvas')}>
          <Tab below="timeline" words={t('Timeline')} />
          <Tab below="output" words={t('Output')} />
        </div>
      </div>
      {below === 'timeline' ? <Gantt timeline={timeline} nameOf={nameOf} height={height} /> : <Output workflow={workflow} height={height} />}
    </>
  );
}

function Tab({ below, words }: { readonly below: RunPageState['below']; readonly words: string }) {
  const shown = useRunPage((state) => state.below === below);
  return <UnstyledButton className={styles.tab} aria-pressed={shown} data-testid={`below-${below}`} onClick={() => useRunPage.setState({ below })}>{words}</UnstyledButton>;
}

function Output({ workflow, height }: { readonly workflow: Workflow; readonly height: number }) {
  const nodeId = useRunPage((state) => state.nodeId);
  const node = workflow.nodes.find(({ id }) => id === nodeId);
  const run = useNodeRun(nodeId ?? '');
  if (node && run) return <NodeDock key={node.id} node={node} run={run} />;
  return <div className={styles.empty} style={{ height }}><Message>{t('Choose a node to see what it put out.')}</Message></div>;
}
