import { Modal, UnstyledButton } from '@mantine/core';
import type { NodeInRun, Queue, WaitingNode, WorkingNode } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { formatBytes, formatNumber, formatTime } from '../runs/format.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { openRun } from '../shell/session.ts';
import styles from './QueueDialog.module.css';
import { keyOf, useQueue, useQueueDialog } from './queue-store.ts';
import { nodeInRunName, waitWords } from './wait-words.ts';

/** The queue of the server: what runs on which process, what waits and why. */
export default function QueueDialog() {
  const queue = useQueue((state) => state.queue);
  return (
    <Modal opened onClose={close} size={780} title={t('Queue')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <div className={styles.queue} data-testid="queue" aria-busy={!queue}>{queue ? <Whole queue={queue} /> : <p className="quiet">{t('Loading…')}</p>}</div>
    </Modal>
  );
}

function close(): void {
  useQueueDialog.setState({ open: false });
}

function Whole({ queue }: { readonly queue: Queue }) {
  const { working, waiting, moreWaiting, capacity, free } = queue;
  const others = waiting.filter(({ reason }) => reason.kind !== 'upstream');
  if (working.length === 0 && others.length === 0) {
    return <EmptyState icon="clock" title={t('Nothing runs, and nothing waits.')} text={t('While runs go on, this says which process each node runs in, what it uses, and what the others wait for.')} />;
  }
  return (
    <>
      <p className="quiet numbers">
        {t('{{taken}} of {{count}} cores and {{memory}} of {{total}} of memory are given to nodes.', {
          taken: formatNumber(capacity.cpu - free.cpu), count: formatNumber(capacity.cpu), memory: formatBytes((capacity.memoryMiB - free.memoryMiB) * 2 ** 20), total: formatBytes(capacity.memoryMiB * 2 ** 20),
        })}
      </p>
      <section aria-label={t('At work')}>
        <h3>{t('At work')}</h3>
        {working.length === 0 ? <p className="quiet">{t('Nothing.')}</p> : <Working nodes={working} />}
      </section>
      <section aria-label={t('Waiting')}>
        <h3>{t('Waiting')}</h3>
        {others.length === 0 ? <p className="quiet">{t('Nothing.')}</p> : <ol className={styles.waiting}>{others.map((one) => <Waits key={keyOf(one)} one={one} queue={queue} />)}</ol>}
        {moreWaiting > 0 && <p className="quiet numbers">{t('{{count}} more wait.', { count: moreWaiting })}</p>}
      </section>
    </>
  );
}

function Working({ nodes }: { readonly nodes: readonly WorkingNode[] }) {
  const usage = useQueue((state) => state.usage);
  return (
    <table className={styles.working}>
      <thead><tr><th scope="col">{t('Node')}</th><th scope="col">{t('Run')}</th><th scope="col">{t('Process')}</th><th scope="col">{t('Since')}</th><th scope="col">{t('CPU')}</th><th scope="col">{t('Memory')}</th></tr></thead>
      <tbody>
        {nodes.map((node) => {
          const uses = usage.get(keyOf(node));
          return (
            <tr key={keyOf(node)} data-testid={`working-${node.nodeId}`}>
              <th scope="row">{nodeInRunName(node)}</th>
              <td><RunLink at={node} /></td>
              <td className="numbers">{node.processId ?? '–'}</td>
              <td className="numbers">{node.startedAt === undefined ? '–' : formatTime(node.startedAt)}</td>
              <td className="numbers">{uses ? `${uses.cpuPercent} %` : '–'}</td>
              <td className="numbers">{uses ? formatBytes(uses.memoryBytes) : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Waits({ one, queue }: { readonly one: WaitingNode; readonly queue: Queue }) {
  return (
    <li data-testid={`waiting-${one.nodeId}`}>
      <span><b>{nodeInRunName(one)}</b> <RunLink at={one} /></span>
      <span className={styles.why}>{waitWords(one.reason, queue, { runId: one.runId, workflowId: one.workflowId, line: true, nameOf: (nodeId) => nodeId })}</span>
    </li>
  );
}

/** The run, and its workflow when that is not open; it opens both. */
function RunLink({ at }: { readonly at: NodeInRun }) {
  const open = useWorkflow(({ id }) => id === at.workflowId);
  const show = () => {
    close();
    openRun({ id: at.runId, workflowId: at.workflowId });
  };
  return <UnstyledButton className={styles.run} onClick={show}>{open ? t('Run {{number}}', { number: at.number }) : t('Run {{number}} of {{workflow}}', { number: at.number, workflow: at.workflowName })}</UnstyledButton>;
}
