import { ActionIcon, Button, Tooltip } from '@mantine/core';
import type { Subflow, WorkflowNode } from '@millrace/workflow';
import { useCanvas } from '../canvas/canvas-store.ts';
import { duplicate, remove } from '../document/edits.ts';
import { renameSubflow } from '../document/subflow-edits.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from '../inspector/Inspector.module.css';
import { useNodeRun } from '../runs/current-run.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { dissolveSubflow } from './extract-selection.ts';
import { openSubflow } from './open-subflow.ts';
import { PromotedForm } from './PromotedForm.tsx';
import own from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';

/** A sub-workflow's name, its promoted parameters, and what stands in it with how that fares. */
export function SubflowInspector({ subflow }: { readonly subflow: Subflow }) {
  const document = useWorkflow((state) => state.document);
  const inside = document.nodes.filter(({ within }) => within === subflow.id);
  const inner = (document.subflows ?? []).filter(({ within }) => within === subflow.id);
  return (
    <>
      <Header subflow={subflow} />
      <div className={styles.body}>
        <div className={own.actions}>
          <Button size="xs" variant="light" onClick={() => openSubflow(subflow.id)}>{t('Open')}</Button>
          <Button size="xs" variant="default" onClick={() => dissolveSubflow(subflow.id)}>{t('Dissolve')}</Button>
        </div>
        <PromotedForm subflow={subflow} />
        <section aria-label={t('Inside')}>
          <h3 className={styles.subheading}>{t('Inside')}</h3>
          <ul className={own.inside} data-testid="inside">
            {inside.map((node) => <NodeLine key={node.id} node={node} />)}
            {inner.map((other) => <li key={other.id}><button type="button" onClick={() => useCanvas.getState().select([other.id])}><Icon name="layers" size={13} /><span className="cut">{subflowTitle(other)}</span></button></li>)}
            {inside.length + inner.length === 0 && <li className="quiet">{t('Nothing yet: open it and add nodes.')}</li>}
          </ul>
        </section>
      </div>
    </>
  );
}

/** A node inside, with its state; leads to it, and so to its output and log. */
function NodeLine({ node }: { readonly node: WorkflowNode }) {
  const title = useCatalog((state) => node.name ?? t(state.byType.get(node.type)?.title ?? node.type));
  const run = useNodeRun(node.id);
  return <li><button type="button" onClick={() => useCanvas.getState().select([node.id])}>{run ? <StateBadge state={run.state} /> : <Icon name="dash" size={13} />}<span className="cut">{title}</span></button></li>;
}

function Header({ subflow }: { readonly subflow: Subflow }) {
  const { edit, endGesture } = useWorkflow.getState();
  const copy = () => {
    const { document: next, copies } = duplicate(useWorkflow.getState().document, new Set([subflow.id]));
    edit(() => next);
    useCanvas.getState().select(copies);
  };
  return (
    <header className={styles.header} style={{ '--hue': 'var(--accent)' } as React.CSSProperties}>
      <span className={styles.icon}><Icon name="layers" size={18} /></span>
      <span className={styles.titles}>
        <input
          className={styles.name} aria-label={t('Name of the sub-workflow')} value={subflow.name} maxLength={200} placeholder={t('Sub-workflow')}
          onChange={(event) => edit((document) => renameSubflow(document, subflow.id, event.currentTarget.value), `name:${subflow.id}`)} onBlur={endGesture}
        />
        <span className={styles.below}>
          <span className={`${styles.id} cut`}>{subflow.id}</span>
          <Tooltip label={t('Duplicate')}><ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Duplicate this sub-workflow')} onClick={copy}><Icon name="copy" /></ActionIcon></Tooltip>
          <Tooltip label={t('Delete')}>
            <ActionIcon size={26} variant="subtle" color="gray" aria-label={t('Delete this sub-workflow and all in it')} onClick={() => edit((document) => remove(document, new Set([subflow.id])))}><Icon name="trash" /></ActionIcon>
          </Tooltip>
        </span>
      </span>
    </header>
  );
}
