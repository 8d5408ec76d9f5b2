import type { Workflow, WorkflowNode } from '@millrace/workflow';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import inspector from '../inspector/Inspector.module.css';
import { titleOf } from '../shell/conflict-words.ts';
import { DifferenceList } from './DifferenceList.tsx';
import { valueWords } from './difference-words.ts';
import { useVersionDrawing } from './use-version-drawing.ts';
import { useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';

/** Beside a version: what tells it from the other, or the parameters of the node that is selected, as they were. */
export default function VersionInspector() {
  const selected = useVersionView((view) => view.selected);
  const found = useVersionDrawing();
  if (found.state !== 'ready') return <aside className={inspector.inspector} aria-label={t('Inspector')} />;
  const { after, before, drawing } = found.value;
  const node = after.document.nodes.find(({ id }) => id === selected);
  return (
    <aside className={inspector.inspector} data-testid="version-inspector" aria-label={t('Inspector')}>
      <header className={inspector.header}>
        <span className={inspector.titles}>
          <strong className={inspector.heading}>{before ? t('From version {{before}} to {{after}}', { before: before.version, after: after.version }) : t('Version {{version}}', { version: after.version })}</strong>
          <span className="quiet cut">{after.document.name}</span>
        </span>
      </header>
      <div className={inspector.body}>
        {before ? <DifferenceList differences={drawing.differences} before={before.document} after={after.document} /> : node ? <Parameters node={node} /> : <Summary document={after.document} />}
      </div>
    </aside>
  );
}

function Summary({ document: { description, nodes, edges } }: { readonly document: Workflow }) {
  return (
    <>
      {description !== undefined && <p className={inspector.about}>{description}</p>}
      <p className="quiet">{[t(nodes.length === 1 ? '1 node' : '{{count}} nodes', { count: nodes.length }), t(edges.length === 1 ? '1 wire' : '{{count}} wires', { count: edges.length })].join(t(', '))}</p>
      <p className="quiet">{t('Select a node to read its parameters as they were.')}</p>
    </>
  );
}

function Parameters({ node }: { readonly node: WorkflowNode }) {
  const manifest = useCatalog((state) => state.byType.get(node.type));
  const given = Object.entries(node.params);
  return (
    <section aria-label={t('Parameters as they were')}>
      <h3 className={inspector.subheading}>{node.name ?? t(manifest?.title ?? node.type)}</h3>
      <dl className={styles.values}>
        {given.map(([name, value]) => <div key={name}><dt>{t(titleOf(manifest, name))}</dt><dd>{valueWords(value)}</dd></div>)}
      </dl>
      <p className="quiet">{given.length === 0 ? t('Every parameter is as its node type has it.') : t('All other parameters are as the node type has them.')}</p>
    </section>
  );
}
