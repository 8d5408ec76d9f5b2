import { Tooltip } from '@mantine/core';
import type { NodeManifest } from '@millrace/workflow';
import { startDrag } from '../canvas/drag-format.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { hueColor } from '../theme/hue.ts';
import styles from './Palette.module.css';

/** A node type: a click, Enter or Space adds it, and it can be dragged onto the canvas. Of a double click the second is not another. */
export function PaletteItem({ manifest, onAdd }: { readonly manifest: NodeManifest; readonly onAdd: (type: string) => void }) {
  const { type, title, category, description } = manifest;
  return (
    <Tooltip label={description === undefined ? type : t(description)} position="right" openDelay={700}>
      <button
        type="button"
        draggable
        className={styles.item}
        data-testid={`palette-item-${type}`}
        style={{ '--hue': hueColor(category) } as React.CSSProperties}
        onDragStart={(event) => startDrag(event.dataTransfer, type)}
        onClick={(event) => event.detail <= 1 && onAdd(type)}
      >
        <span className={styles.icon}><Icon name={nodeIcon(type, category)} size={15} /></span>
        <span className="cut">{t(title)}</span>
      </button>
    </Tooltip>
  );
}
