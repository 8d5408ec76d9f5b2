import { subflowPath, type Workflow } from '@millrace/workflow';
import { Panel } from '@xyflow/react';
import { useEffect } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { isTyping } from '../commands/key-place.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { unfoldGroup } from '../groups/fold.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { leaveSubflow } from './leave-subflow.ts';
import { openSubflow, useOpenSubflow } from './open-subflow.ts';
import styles from './Subflows.module.css';
import { subflowTitle } from './subflow-title.ts';

/** The way back from an open sub-workflow. Enter opens the selected one, or unfolds the selected group. */
export function Breadcrumb() {
  const subflowId = useOpenSubflow((state) => state.subflowId);
  const document = useWorkflow((state) => state.document);
  useEnterOpens();
  return <SubflowPath workflow={document} subflowId={subflowId} leave={leaveSubflow} />;
}

interface SubflowPathProps {
  readonly workflow: Workflow;
  readonly subflowId: string | undefined;
  readonly leave: (to: string | undefined) => void;
}

/** The sub-workflows around what a canvas shows, each a way out. */
export function SubflowPath({ workflow, subflowId, leave }: SubflowPathProps) {
  const path = subflowPath(workflow, subflowId);
  if (path.length === 0) return null;
  return (
    <Panel position="top-center">
      <nav className={styles.breadcrumb} aria-label={t('Sub-workflows')} data-testid="breadcrumb">
        <button type="button" onClick={() => leave(undefined)}>{workflow.name}</button>
        {path.map((subflow, index) => (
          <span key={subflow.id}>
            <Icon name="chevron" size={12} />
            <button type="button" disabled={index === path.length - 1} aria-current={index === path.length - 1 ? 'page' : undefined} onClick={() => leave(subflow.id)}>{subflowTitle(subflow)}</button>
          </span>
        ))}
      </nav>
    </Panel>
  );
}

function useEnterOpens(): void {
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(target) || (target instanceof Element && target.closest('button, a, [role="dialog"], [role="menu"]'))) return;
      const selected = useCanvas.getState().elements.filter((element) => element.selected);
      const [only] = selected.length === 1 ? selected : [];
      if (only?.type !== 'subflow' && only?.type !== 'folded') return;
      event.preventDefault();
      if (only.type === 'subflow') openSubflow(only.id);
      else unfoldGroup(only.id);
    };
    globalThis.document.addEventListener('keydown', open);
    return () => globalThis.document.removeEventListener('keydown', open);
  }, []);
}
