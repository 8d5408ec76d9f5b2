import { ActionIcon, Menu } from '@mantine/core';
import type { WorkflowVersionSummary } from '@millrace/workflow';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatInstant } from '../runs/format.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { useLists } from '../shell/lists-store.ts';
import { chooseRun, tell } from '../shell/session.ts';
import { bringBack } from './bring-back.ts';
import { NameForm } from './NameForm.tsx';
import { openVersion, useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';

interface VersionRowProps {
  readonly version: WorkflowVersionSummary;
  /** The version before it, if there is one. */
  readonly before: number | undefined;
  readonly newest: number;
}

const mostRuns = 3;

/** One version: what it is called, when it was saved, which runs were of it, and what can be done with it. */
export function VersionRow({ version: { version, name, createdAt, runs }, before, newest }: VersionRowProps) {
  const [naming, setNaming] = useState(false);
  const shown = useVersionView((view) => view.version);
  const isShown = shown === version || (shown === undefined && version === newest);
  const open = (against?: number) => void openVersion(version, against).catch(tell(t('The version could not be opened')));
  return (
    <li className={styles.row} data-testid={`version-${version}`} data-named={name !== undefined} aria-current={isShown ? 'true' : undefined}>
      <div className={styles.line}>
        <button type="button" className={styles.open} onClick={() => (version === newest ? chooseRun(undefined) : open())}>
          <b className="numbers">{t('v{{version}}', { version })}</b>
          <span className={`${name === undefined ? 'quiet' : styles.name} cut`}>{name ?? (version === newest ? t('Newest') : t('Saved by itself'))}</span>
          <span className={`${styles.when} quiet numbers`}>{formatInstant(createdAt)}</span>
        </button>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target><ActionIcon size={24} variant="subtle" color="gray" aria-label={t('What to do with version {{version}}', { version })}><Icon name="dots" size={15} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(true)}>{name === undefined ? t('Name it…') : t('Change its name…')}</Menu.Item>
            {before !== undefined && <Menu.Item onClick={() => open(before)}>{t('What changed since version {{version}}', { version: before })}</Menu.Item>}
            {version !== newest && <Menu.Item onClick={() => void openVersion(newest, version).catch(tell(t('The version could not be opened')))}>{t('What changed from it to the newest')}</Menu.Item>}
            {version !== newest && <Menu.Item onClick={() => bringBack(version)}>{t('Bring it back')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </div>
      {naming && <NameForm version={version} name={name ?? ''} onDone={() => setNaming(false)} />}
      {runs > 0 && <Runs version={version} count={runs} />}
    </li>
  );
}

/** The newest runs of a version; a click shows one on the canvas. */
function Runs({ version, count }: { readonly version: number; readonly count: number }) {
  const all = useLists((lists) => lists.runs);
  const known = all.filter((run) => run.workflowVersion === version).slice(0, mostRuns);
  return (
    <div className={styles.runs}>
      {known.map((run) => (
        <button key={run.id} type="button" className={styles.run} onClick={() => chooseRun(run.id)}>
          <StateBadge state={run.state} /> <span className="numbers">{t('Run {{number}}', { number: run.number })}</span>
        </button>
      ))}
      {count > known.length && <span className="quiet numbers">{known.length === 0 ? t(count === 1 ? '1 run' : '{{count}} runs', { count }) : t('and {{count}} more', { count: count - known.length })}</span>}
    </div>
  );
}
