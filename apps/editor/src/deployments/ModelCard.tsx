import { Button } from '@mantine/core';
import type { Model } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatInstant, formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';
import styles from './Deployments.module.css';

/** A model of the registry with its newest version. */
export function ModelCard({ model, onDeploy }: { readonly model: Model; readonly onDeploy: () => void }) {
  const newest = [...model.versions].sort((a, b) => b.version - a.version)[0];
  return (
    <section className={styles.card} aria-label={t('Model {{name}}', { name: model.name })} data-testid={`model-${model.name}`}>
      <header className={styles.top}>
        <b className="cut" title={model.name}>{model.name}</b>
        <span className={styles.spring} />
        <Button size="compact-xs" variant="default" disabled={!newest} onClick={onDeploy}>{t('Deploy')}</Button>
      </header>
      {newest && (
        <>
          <p className={`${styles.small} quiet numbers`}>v{newest.version} · {formatInstant(newest.createdAt)}{model.versions.length > 1 && ` · ${t('{{count}} versions', { count: model.versions.length })}`}</p>
          <p className={`${styles.small} numbers`}>
            {Object.entries(newest.metrics).filter(([, value]) => value !== null).slice(0, 3).map(([name, value]) => `${t(words(name))} ${formatNumber(value ?? 0)}`).join(' · ')}
          </p>
        </>
      )}
    </section>
  );
}
