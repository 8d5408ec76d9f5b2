import { Button, TextInput } from '@mantine/core';
import { useState, lazy, Suspense } from 'react';
import { addNodeHere } from '../commands/add-node-here.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { Icon } from '../icons/Icon.tsx';
import { hueColor } from '../theme/hue.ts';
import styles from './Palette.module.css';
import { PaletteItem } from './PaletteItem.tsx';
import { searchNodeTypes } from './search-node-types.ts';

const FailedPlugins = lazy(() => import('./FailedPlugins.tsx'));

/** Every node type that can be put on the canvas, by category, with a search. */
export function Palette() {
  const failed = useCatalog((state) => state.plugins.some(({ status }) => status === 'failed'));
  const nodeTypes = useCatalog((state) => state.nodeTypes);
  const [query, setQuery] = useState('');
  const groups = searchNodeTypes(nodeTypes, query);
  return (
    <div className={styles.palette} data-testid="palette">
      <TextInput
        id="palette-search"
        size="xs"
        className={styles.search}
        aria-label={t('Search nodes')}
        placeholder={t('Search nodes')}
        leftSection={<Icon name="search" size={14} />}
        rightSection={query === '' ? <kbd className={styles.key}>/</kbd> : undefined}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.nodeTypes[0];
          if (event.key === 'Enter' && first && query !== '') addNodeHere(first.type);
          if (event.key === 'Escape') setQuery('');
        }}
      />
      <div className={styles.groups}>
        {groups.map(({ category, nodeTypes: items }) => (
          <section key={category} aria-label={t(category)}>
            <h3 className={styles.category} style={{ '--hue': hueColor(category) } as React.CSSProperties}>{t(category)}</h3>
            {items.map((manifest) => <PaletteItem key={manifest.type} manifest={manifest} onAdd={addNodeHere} />)}
          </section>
        ))}
        {groups.length === 0 && (
          nodeTypes.length === 0 ? <p className={styles.none}>{t('No plugin brings any nodes.')}</p> : (
            <EmptyState icon="search" title={t('Nothing matches “{{query}}”. Try a shorter word.', { query })} text={t('Nodes are found by their name, their category and what they do.')}>
              <Button size="xs" variant="default" onClick={() => setQuery('')}>{t('Show all nodes')}</Button>
            </EmptyState>
          )
        )}
      </div>
      <Suspense fallback={null}>{failed && <FailedPlugins />}</Suspense>
    </div>
  );
}
