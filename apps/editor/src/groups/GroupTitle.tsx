import { setGroup } from '../document/group-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import styles from './GroupFrame.module.css';
import { useRenaming } from './group-selection.ts';

/** The field in which the title of a group is written. */
export function GroupTitle({ id, title }: { readonly id: string; readonly title: string }) {
  const { edit, endGesture } = useWorkflow.getState();
  const done = () => {
    endGesture();
    useRenaming.setState({ groupId: undefined });
  };
  return (
    <input
      className={`${styles.input} nodrag nopan`} aria-label={t('Title of the group')} autoFocus maxLength={200} value={title}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => edit((document) => setGroup(document, id, { title: event.currentTarget.value }), `group:${id}`)}
      onBlur={done}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && done()}
    />
  );
}
