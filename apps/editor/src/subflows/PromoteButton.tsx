import { useWorkflow } from '../document/workflow-store.ts';
import { demote, isPromoted, promote } from '../document/subflow-edits.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';

interface PromoteButtonProps {
  readonly subflowId: string;
  readonly nodeId: string;
  readonly parameter: string;
  /** Of the parameter, in words. */
  readonly title: string;
}

/** Shows a parameter in the form of a sub-workflow around its node, or takes it out of there. */
export function PromoteButton({ subflowId, nodeId, parameter, title }: PromoteButtonProps) {
  const subflow = useWorkflow(({ document }) => document.subflows?.find(({ id }) => id === subflowId));
  if (!subflow) return null;
  const promoted = isPromoted(subflow, nodeId, parameter);
  const words = { title: t(title), subflow: subflowTitle(subflow) };
  const label = promoted ? t('Take “{{title}}” out of the form of “{{subflow}}”', words) : t('Show “{{title}}” in the form of “{{subflow}}”', words);
  return (
    <button
      type="button" className={styles.promote} aria-pressed={promoted} aria-label={label} title={label}
      onClick={() => useWorkflow.getState().edit((document) => (promoted ? demote : promote)(document, subflowId, nodeId, parameter))}
    >
      <Icon name="upload" size={13} />
    </button>
  );
}
