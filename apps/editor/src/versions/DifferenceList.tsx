import type { Difference, Workflow } from '@millrace/workflow';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { fieldWords, itemWords, valueWords } from './difference-words.ts';
import { markSymbols, markWords } from './marks.ts';
import { pointOut, useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';

interface DifferenceListProps {
  readonly differences: readonly Difference[];
  readonly before: Workflow;
  readonly after: Workflow;
}

const onCanvas = new Set(['nodes', 'edges', 'notes', 'groups', 'subflows']);

/** Every difference in words, old → new; a click shows its place on the canvas. */
export function DifferenceList({ differences, before, after }: DifferenceListProps) {
  const known = useCatalog((state) => state.byType);
  const selected = useVersionView((view) => view.selected);
  const documents = [after, before];
  if (differences.length === 0) return <p className="quiet">{t('These two versions are the same.')}</p>;
  return (
    <ul className={styles.differences} aria-label={t('Differences')}>
      {differences.map((difference) => {
        const { section, id, kind, fields } = difference;
        const words = <><span className={styles.symbol} data-mark={kind} role="img" aria-label={t(markWords[kind])}>{markSymbols[kind]}</span> <b>{itemWords(difference, documents, known)}</b></>;
        return (
          <li key={`${section} ${id} ${kind}`} data-testid={`difference-${kind}-${id}`} data-selected={id === selected}>
            {onCanvas.has(section) ? <button type="button" className={styles.item} onClick={() => pointOut(id)}>{words}</button> : <p className={styles.item}>{words}</p>}
            {kind === 'changed' && (
              <dl className={styles.values}>
                {fields.map((field) => (
                  <div key={field.path.join('/')}>
                    {field.path.length > 0 && <dt>{fieldWords(field, id, documents, known)}</dt>}
                    <dd><del data-none={field.before === undefined}>{valueWords(field.before)}</del> <span aria-hidden>→</span> <ins>{valueWords(field.after)}</ins></dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        );
      })}
    </ul>
  );
}
