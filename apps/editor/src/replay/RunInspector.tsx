import type { Workflow, WorkflowNode } from '@millrace/workflow';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { NodeOutcome } from '../inspector/NodeOutcome.tsx';
import { useRunView } from '../runs/current-run.ts';
import { formatBytes } from '../runs/format.ts';
import { RunSummaryCard } from '../runs/RunSummaryCard.tsx';
import { hueColor } from '../theme/hue.ts';
import inspectorStyles from '../inspector/Inspector.module.css';
import { parametersOf } from './node-parameters.ts';
import styles from './RunInspector.module.css';
import { useRunPage } from './run-page-store.ts';
import { useRunVersion } from './use-run-version.ts';

/** The column at the right while a run is looked at: the chosen node with the parameters that it ran with, or the run. */
export default function RunInspector() {
  const version = useRunVersion();
  const nodeId = useRunPage((state) => state.nodeId);
  const node = version.state === 'ready' ? version.value.document.nodes.find(({ id }) => id === nodeId) : undefined;
  return (
    <aside className={inspectorStyles.inspector} data-testid="run-inspector" aria-label={t('What ran')}>
      {version.state === 'ready' && (node ? <Node node={node} /> : <Whole workflow={version.value.document} />)}
    </aside>
  );
}

function Whole({ workflow }: { readonly workflow: Workflow }) {
  return (
    <>
      <header className={inspectorStyles.header}><span className={inspectorStyles.titles}><span className={`${inspectorStyles.heading} cut`}>{workflow.name}</span></span></header>
      <div className={inspectorStyles.body}>
        <RunSummaryCard />
        <p className="quiet">{t('Choose a node, on the canvas or in the timeline, to see what it ran with.')}</p>
      </div>
    </>
  );
}

function Node({ node }: { readonly node: WorkflowNode }) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const outputs = useRunView(({ run }) => run?.nodes[node.id]?.outputs);
  return (
    <>
      <header className={inspectorStyles.header} style={{ '--hue': manifest ? hueColor(manifest.category) : 'var(--bad)' } as React.CSSProperties}>
        <span className={inspectorStyles.icon}><Icon name={manifest ? nodeIcon(node.type, manifest.category) : 'missing'} size={18} /></span>
        <span className={inspectorStyles.titles}>
          <span className={`${inspectorStyles.heading} cut`}>{node.name ?? t(manifest?.title ?? node.type)}</span>
          <span className={`${inspectorStyles.id} cut`}>{node.id}</span>
        </span>
      </header>
      <div className={inspectorStyles.body}>
        <NodeOutcome nodeId={node.id} />
        <h3 className={styles.heading}>{t('Parameters')}</h3>
        <dl className={styles.parameters} data-testid="run-parameters">
          {parametersOf(node, manifest).map(({ name, title, text, given }) => (
            <div key={name}><dt>{t(title)}</dt><dd data-default={!given}>{text}{!given && <span className="quiet"> {t('(the default)')}</span>}</dd></div>
          ))}
        </dl>
        {outputs && Object.keys(outputs).length > 0 && (
          <>
            <h3 className={styles.heading}>{t('Outputs')}</h3>
            <dl className={styles.parameters}>
              {Object.entries(outputs).map(([port, { kind, bytes, hash }]) => <div key={port}><dt>{t(port)}</dt><dd className="numbers">{t(kind)}, {formatBytes(bytes)} <span className="quiet mono" title={hash}>{hash.slice(0, 8)}</span></dd></div>)}
            </dl>
          </>
        )}
      </div>
    </>
  );
}
