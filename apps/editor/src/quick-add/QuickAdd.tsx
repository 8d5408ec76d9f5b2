import type { NodeManifest } from '@millrace/workflow';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { nodeIcon } from '../icons/node-icon.ts';
import { searchNodeTypes } from '../palette/search-node-types.ts';
import { putHere } from '../subflows/open-subflow.ts';
import { hueColor } from '../theme/hue.ts';
import { choicesFor, closeQuickAdd, useQuickAdd, withChosen, type Asked, type Purpose } from './quick-add-store.ts';
import styles from './QuickAdd.module.css';

/** A small searchable palette at the pointer: arrows choose, Enter takes, Escape closes. */
export function QuickAdd() {
  const asked = useQuickAdd((state) => state.asked);
  return asked ? <Choices key={`${asked.screen.x} ${asked.screen.y}`} asked={asked} /> : null;
}

function Choices({ asked }: { readonly asked: Asked }) {
  const types = useCatalog((state) => state.byType);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const fitting = useMemo(() => choicesFor(asked.purpose, useWorkflow.getState().document, types), [asked, types]);
  const found = query.trim() === '' && asked.purpose.kind !== 'add' ? fitting : searchNodeTypes(fitting, query).flatMap(({ nodeTypes }) => nodeTypes);
  const { place, box } = usePlace(asked);
  const listId = useId();
  useCloseOutside(box);
  const pick = (type: NodeManifest | undefined) => {
    if (!type) return;
    const { document, nodeId } = withChosen(asked, useWorkflow.getState().document, type, types);
    useWorkflow.getState().edit(() => putHere(document, [nodeId]));
    useCanvas.getState().select([nodeId]);
    closeQuickAdd();
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((found.length + active + step) % Math.max(1, found.length));
    else if (event.key === 'Enter') pick(found[active]);
    else if (event.key === 'Escape') closeQuickAdd();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className={styles.box} style={place} role="dialog" aria-label={t('Add a node here')} data-testid="quick-add" onKeyDown={keys}>
      {asked.purpose.kind !== 'add' && <p className={styles.about} data-kind={asked.purpose.kind}>{wordsFor(asked.purpose, fitting.length)}</p>}
      <input
        autoFocus type="text" className={styles.search} role="combobox" aria-label={t('Search nodes')} aria-expanded aria-controls={listId} placeholder={t('Search nodes')}
        aria-activedescendant={found[active] ? `${listId}-${active}` : undefined} value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
      />
      <div id={listId} role="listbox" aria-label={t('Node types')} className={styles.list}>
        {found.map((type, index) => <Choice key={type.type} id={`${listId}-${index}`} type={type} active={index === active} onPick={() => pick(type)} />)}
      </div>
      {found.length === 0 && <p className={styles.none}>{fitting.length === 0 ? t('No node type fits here.') : t('Nothing matches. Try a shorter word.')}</p>}
    </div>
  );
}

function Choice({ id, type, active, onPick }: { readonly id: string; readonly type: NodeManifest; readonly active: boolean; readonly onPick: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={row} id={id} role="option" aria-selected={active} className={styles.choice} data-testid={`quick-add-${type.type}`} style={{ '--hue': hueColor(type.category) } as React.CSSProperties} onClick={onPick}>
      <Icon name={nodeIcon(type.type, type.category)} size={15} />
      <span className="cut">{t(type.title)}</span>
      <span className={`${styles.category} cut`}>{t(type.category)}</span>
    </div>
  );
}

function wordsFor(purpose: Exclude<Purpose, { kind: 'add' }>, count: number): string {
  if (purpose.kind === 'between') return t('{{problem}}. These would fit in between:', { problem: purpose.problem });
  return count === 0 ? t('Nothing takes this wire.') : t('These fit this wire:');
}

/** Where the list stands: at the pointer, and within the page. */
function usePlace({ screen }: Asked) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: screen.x, top: screen.y });
  useLayoutEffect(() => {
    const { width, height } = box.current?.getBoundingClientRect() ?? new DOMRect();
    setPlace({ left: Math.max(8, Math.min(screen.x, innerWidth - width - 8)), top: Math.max(8, Math.min(screen.y, innerHeight - height - 8)) });
  }, [screen]);
  return { place, box };
}

function useCloseOutside(box: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    const close = ({ target }: PointerEvent) => target instanceof Node && !box.current?.contains(target) && closeQuickAdd();
    addEventListener('pointerdown', close, { capture: true });
    return () => {
      removeEventListener('pointerdown', close, { capture: true });
      if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
    };
  }, [box]);
}
