import { Button, UnstyledButton } from '@mantine/core';
import type { Model } from '@millrace/workflow';
import { lazy, Suspense, useState } from 'react';
import styles from '../deployments/Deployments.module.css';
import { t } from '../i18n/i18n.ts';
import { formatInstant, formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';

const ModelDialog = lazy(() => import('./ModelDialog.tsx'));

/** A model of the registry with its newest version; its name opens all that is known of it. */
export function ModelCard({ model, onDeploy }: { readonly model: Model; readonly onDeploy: () => void }) {
  const [open, setOpen] = useState(false);
  const newest = model.versions[0];
  return (
    <section className={styles.card} aria-label={t('Model {{name}}', { name: model.name })} data-testid={`model-${model.name}`}>
      <header className={styles.top}>
        <UnstyledButton className={`${styles.name} cut`} title={model.name} aria-label={t('Versions of {{name}}', { name: model.name })} onClick={() => setOpen(true)}><b>{model.name}</b></UnstyledButton>
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
      {open && <Suspense fallback={null}><ModelDialog model={model} onClose={() => setOpen(false)} /></Suspense>}
    </section>
  );
}
