import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel } from '@xyflow/react';
import { commandById } from '../commands/commands.ts';
import { useCommand } from '../commands/use-command.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import styles from './Canvas.module.css';
import { areNodesSelected, useCanvas } from './canvas-store.ts';
import { Problems } from './Problems.tsx';

const tools = ['view.zoomIn', 'view.zoomOut', 'view.all', 'edit.tidy', 'add.note'] as const;

/** Zoom, tidy up, add a note; and how many problems there are. */
export function CanvasTools() {
  return (
    <>
      <Panel position="top-right" className={styles.tools}>{tools.map((id) => <CommandTool key={id} id={id} />)}<ExtractTool /></Panel>
      <Panel position="top-left" className={styles.corner}><Problems /></Panel>
    </>
  );
}

/** There while a node is selected. */
function ExtractTool() {
  const some = useCanvas(areNodesSelected);
  return some ? <CommandTool id="subflow.extract" /> : null;
}

function CommandTool({ id }: { readonly id: string }) {
  const { label, about, ariaKeyShortcuts, perform } = useCommand(id);
  return <Tool icon={commandById(id).icon ?? 'dots'} name={label} about={about} ariaKeyShortcuts={ariaKeyShortcuts} onClick={perform} />;
}

interface ToolProps {
  readonly icon: IconName;
  readonly name: string;
  /** What the tooltip says, where that is more than the name. */
  readonly about?: string;
  readonly ariaKeyShortcuts?: string | undefined;
  readonly onClick: () => void;
}

/** A button with an icon, as those at the corner of the canvas. */
export function Tool({ icon, name, about = name, ariaKeyShortcuts, onClick }: ToolProps) {
  return (
    <Tooltip label={about} position="bottom">
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={name} aria-keyshortcuts={ariaKeyShortcuts} onClick={onClick}><Icon name={icon} /></ActionIcon>
    </Tooltip>
  );
}
