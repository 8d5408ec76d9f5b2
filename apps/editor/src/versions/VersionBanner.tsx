import { Button, Select } from '@mantine/core';
import type { WorkflowVersionSummary } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useCurrentRun } from '../runs/current-run.ts';
import { formatInstant } from '../runs/format.ts';
import { tell } from '../shell/session.ts';
import { bringBack } from './bring-back.ts';
import type { Drawing, Mark } from './compared-elements.ts';
import { markSymbols, markWords } from './marks.ts';
import { closeVersion, openVersion, useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';
import { useVersions } from './versions-store.ts';

/** Which version is looked at and with which it is compared, and the ways on: bring it back, or go back to the newest. */
export function VersionBanner({ drawing }: { readonly drawing: Drawing | undefined }) {
  const { version, against } = useVersionView();
  const { versions = [] } = useVersions();
  const newest = versions[0]?.version;
  const pinned = useCurrentRun((state) => state.pinned);
  const open = (next: number, other: number | undefined) => void openVersion(next, other).catch(tell(t('The version could not be opened')));
  if (version === undefined) return null;
  return (
    <section className={styles.banner} aria-label={t('The version that is looked at')}>
      <div className={styles.pair}>
        <Select
          size="xs" w={190} searchable allowDeselect={false} aria-label={t('Version')} data={options(versions)} value={String(version)}
          onChange={(next) => next !== null && open(Number(next), against)}
        />
        <Select
          size="xs" w={190} searchable clearable aria-label={t('Compare with')} placeholder={t('Compare with…')} data={options(versions.filter((other) => other.version !== version))}
          value={against === undefined ? null : String(against)} onChange={(next) => open(version, next === null ? undefined : Number(next))}
          clearButtonProps={{ 'aria-label': t('Stop comparing') }} leftSection={<Icon name="branch" size={14} />}
        />
        {against !== undefined && <Button size="xs" variant="subtle" color="gray" onClick={() => open(against, version)}>{t('Swap')}</Button>}
      </div>
      <div className={styles.pair}>
        {version !== newest && <Button size="xs" variant="default" leftSection={<Icon name="undo" size={14} />} onClick={() => bringBack(version)}>{t('Bring version {{version}} back', { version })}</Button>}
        <Button size="xs" data-testid="close-version" onClick={closeVersion}>{pinned ? t('Back to the run') : t('Back to the newest version')}</Button>
      </div>
      {against !== undefined && drawing && <Counts drawing={drawing} />}
      {against === undefined && <p className={`${styles.hint} quiet`}>{t('Only to look at: nothing here can be changed.')}</p>}
    </section>
  );
}

/** How much of each kind there is; the symbols are those of the canvas. */
function Counts({ drawing: { differences } }: { readonly drawing: Drawing }) {
  if (differences.length === 0) return <p className={`${styles.hint} quiet`} role="status">{t('These two versions are the same.')}</p>;
  const count = (kind: Mark) => differences.filter((difference) => difference.kind === kind).length;
  return (
    <ul className={styles.counts} role="status">
      {(Object.keys(markSymbols) as Mark[]).filter((kind) => count(kind) > 0).map((kind) => ( // the keys of a record of marks
        <li key={kind}><span className={styles.symbol} data-mark={kind} aria-hidden>{markSymbols[kind]}</span> {t(markWords[kind])}: <b className="numbers">{count(kind)}</b></li>
      ))}
    </ul>
  );
}

function options(versions: readonly WorkflowVersionSummary[]) {
  return versions.map(({ version, name, createdAt }) => ({ value: String(version), label: [t('v{{version}}', { version }), name, formatInstant(createdAt)].filter((part) => part !== undefined).join(' · ') }));
}
