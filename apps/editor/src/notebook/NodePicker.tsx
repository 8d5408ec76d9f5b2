import { useState } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { searchNodeTypes } from '../palette/search-node-types.ts';
import { hueColor } from '../theme/hue.ts';
import styles from './Notebook.module.css';

/** Finds a node type by its words; Enter takes the first, Escape none. */
export function NodePicker({ onPick, onClose }: { readonly onPick: (type: string) => void; readonly onClose: () => void }) {
  const nodeTypes = useCatalog((state) => state.nodeTypes);
  const [query, setQuery] = useState('');
  const found = searchNodeTypes(nodeTypes, query).flatMap((group) => group.nodeTypes);
  return (
    <div
      className={styles.picker} role="group" aria-label={t('Add a node')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={styles.pickerHead}>
        <input
          autoFocus type="search" value={query} aria-label={t('Search nodes')} placeholder={t('Search nodes')} onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first) onPick(first.type);
          }}
        />
        <button type="button" aria-label={t('Close')} onClick={onClose}><Icon name="close" size={14} /></button>
      </div>
      <div className={styles.choices}>
        {found.map(({ type, category, title }) => (
          <button key={type} type="button" data-testid={`pick-${type}`} style={{ '--hue': hueColor(category) } as React.CSSProperties} onClick={() => onPick(type)}>
            <Icon name={nodeIcon(type, category)} size={15} />{title}
          </button>
        ))}
        {found.length === 0 && <p className="quiet">{t('Nothing matches. Try a shorter word.')}</p>}
      </div>
    </div>
  );
}
