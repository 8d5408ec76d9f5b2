import { useEffect, useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { useCurrentRun } from './current-run.ts';
import { runNews } from './run-news.ts';
import styles from './RunBar.module.css';

/** Lets those who hear the page follow a run. Nothing of it is seen. */
export function RunNews() {
  const view = useCurrentRun((state) => state.view);
  const [news, setNews] = useState('');
  useEffect(() => view.subscribe(({ run }, { run: before }) => {
    const next = run && run !== before ? runNews(before, run, nameOf) : undefined;
    if (next !== undefined) setNews(next);
  }), [view]);
  return <span className={styles.spoken} role="status" data-testid="run-news">{news}</span>;
}

function nameOf(nodeId: string): string {
  const node = useWorkflow.getState().document.nodes.find(({ id }) => id === nodeId);
  const title = node && useCatalog.getState().byType.get(node.type)?.title;
  return node?.name ?? (title === undefined ? nodeId : t(title));
}
