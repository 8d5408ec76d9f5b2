import { Button } from '@mantine/core';
import type { WorkflowVersionSummary } from '@millrace/workflow';
import { useState } from 'react';
import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { formatInstant } from '../runs/format.ts';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { tell } from '../shell/session.ts';
import { groupVersions, type VersionGroup } from './group-versions.ts';
import { VersionRow } from './VersionRow.tsx';
import styles from './Versions.module.css';
import { useVersions } from './versions-store.ts';

/** Every version of the open workflow: to name, to look at, to compare and to bring back. */
export default function VersionsPanel() {
  const { versions, trouble } = useVersions();
  const draft = useWorkflow((state) => state.id === undefined);
  const about = draft ? t('Every save of this workflow is kept as a version: to look at, to compare, and to bring back.') : t('Choose one to look at it. Nothing is lost: bringing one back makes a new version.');
  return (
    <PanelFrame title={t('Versions')} about={about}>
      {draft && <Button size="xs" variant="default" onClick={() => void saveNow().catch(tell(t('The workflow could not be saved')))}>{t('Save the first version')}</Button>}
      {trouble !== undefined && <p role="alert" className={styles.trouble}>{trouble}</p>}
      {versions && (
        <ol className={styles.list} aria-label={t('Versions, newest first')}>
          {groupVersions(versions).map((group) => <Group key={keyOf(group)} group={group} versions={versions} />)}
        </ol>
      )}
    </PanelFrame>
  );
}

function Group({ group, versions }: { readonly group: VersionGroup; readonly versions: readonly WorkflowVersionSummary[] }) {
  const [open, setOpen] = useState(false);
  const before = (version: number) => versions.find((other) => other.version < version)?.version;
  const newest = versions[0]?.version ?? 0;
  if (group.kind === 'version') return <VersionRow version={group.version} before={before(group.version.version)} newest={newest} />;
  const [last, first] = [group.versions[0], group.versions.at(-1)];
  return (
    <>
      <li>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('{{count}} saves between', { count: group.versions.length })}
          <span className="quiet numbers">{first && last && `${formatInstant(first.createdAt)} – ${formatInstant(last.createdAt)}`}</span>
        </button>
      </li>
      {open && group.versions.map((version) => <VersionRow key={version.version} version={version} before={before(version.version)} newest={newest} />)}
    </>
  );
}

function keyOf(group: VersionGroup): string {
  return group.kind === 'version' ? `v${group.version.version}` : `steps-${group.versions.at(-1)?.version}`;
}
