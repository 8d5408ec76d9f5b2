import { subflowPath } from '@millrace/workflow';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';

/** In which sub-workflow a node stands, in words; nothing for one that stands in none. */
export function SubflowOf({ within }: { readonly within: string | undefined }) {
  const path = useWorkflow(({ document }) => (within === undefined ? '' : subflowPath(document, within).map(subflowTitle).join(' › ')));
  return path === '' ? null : <span className={styles.of} title={t('In the sub-workflow {{path}}', { path })}><Icon name="layers" size={12} /><span className="cut">{path}</span></span>;
}
