import { Popover, UnstyledButton } from '@mantine/core';
import type { Diagnostic } from '@millrace/workflow';
import { useReactFlow } from '@xyflow/react';
import { useState } from 'react';
import { useDiagnostics } from '../document/diagnostics-store.ts';
import { unfoldAround } from '../groups/fold.ts';
import { said, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useCanvas } from './canvas-store.ts';
import styles from './Problems.module.css';

/** How many problems keep the workflow from running; opens into a list that leads to each. */
export function Problems() {
  const all = useDiagnostics((state) => state.all).filter(({ code }) => code !== 'empty');
  const [open, setOpen] = useState(false);
  const { fitView } = useReactFlow();
  if (all.length === 0) return null;
  const go = ({ nodeId }: Diagnostic) => {
    if (nodeId === undefined) return;
    unfoldAround(nodeId);
    useCanvas.getState().select([nodeId]);
    void fitView({ nodes: [{ id: nodeId }], maxZoom: 1, duration: 250, padding: 1.5 });
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={360} shadow="md">
      <Popover.Target>
        <UnstyledButton className={styles.pill} onClick={() => setOpen(!open)} data-testid="problems" aria-expanded={open}>
          <Icon name="alert" size={14} /> {t(all.length === 1 ? '1 problem' : '{{count}} problems', { count: all.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ul className={styles.list}>
          {all.map((diagnostic, index) => (
            <li key={index}>
              <UnstyledButton className={styles.problem} onClick={() => go(diagnostic)} disabled={diagnostic.nodeId === undefined}>
                {said(diagnostic)}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
