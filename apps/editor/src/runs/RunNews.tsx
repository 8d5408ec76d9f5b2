import { useEffect, useState } from 'react';
import { nodeName } from '../run-scope/node-name.ts';
import { useCurrentRun } from './current-run.ts';
import { runNews } from './run-news.ts';
import styles from './RunBar.module.css';

/** Lets those who hear the page follow a run. Nothing of it is seen. */
export function RunNews() {
  const view = useCurrentRun((state) => state.view);
  const [news, setNews] = useState('');
  useEffect(() => view.subscribe(({ run }, { run: before }) => {
    const next = run && run !== before ? runNews(before, run, nodeName) : undefined;
    if (next !== undefined) setNews(next);
  }), [view]);
  return <span className={styles.spoken} role="status" data-testid="run-news">{news}</span>;
}
