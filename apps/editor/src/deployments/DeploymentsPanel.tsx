import { Button } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { ModelCard } from '../models/ModelCard.tsx';
import { useLists } from '../shell/lists-store.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { openGallery } from '../templates/gallery-store.ts';
import { DeployForm } from './DeployForm.tsx';
import { DeploymentCard } from './DeploymentCard.tsx';
import styles from './Deployments.module.css';

/** The endpoints that answer predictions, and the models that could. */
export default function DeploymentsPanel() {
  const { deployments, models } = useLists();
  const [deploying, setDeploying] = useState<string>();
  return (
    <PanelFrame title={t('Deployments')} about={deployments.length === 0 ? undefined : t('Each answers HTTP requests from this machine.')}>
      {deployments.length === 0 && <NoEndpoint newest={models[0]?.name} onDeploy={setDeploying} />}
      {deployments.map((deployment) => <DeploymentCard key={deployment.name} deployment={deployment} />)}
      <h3 className={styles.heading}>{t('Models')}</h3>
      {models.length === 0 && (
        <EmptyState icon="archive" title={t('No model was saved yet.')} text={t('A workflow that ends in “Save to the registry” keeps its model here, version by version, with its figures.')}>
          <Button size="xs" variant="default" onClick={() => openGallery(t('Spam filter'))}>{t('Look at one that does')}</Button>
        </EmptyState>
      )}
      {models.map((model) => (
        deploying === model.name
          ? <DeployForm key={model.name} model={model} onDone={() => setDeploying(undefined)} />
          : <ModelCard key={model.name} model={model} onDeploy={() => setDeploying(model.name)} />
      ))}
    </PanelFrame>
  );
}

/** What an endpoint is good for, and the way to the first one. */
function NoEndpoint({ newest, onDeploy }: { readonly newest: string | undefined; readonly onDeploy: (model: string) => void }) {
  return (
    <EmptyState icon="rocket" title={t('No model answers yet.')} text={t('A deployed model answers HTTP requests from this machine: send it a text, and it tells the label.')}>
      {newest === undefined
        ? <Button size="xs" variant="default" onClick={() => openGallery(t('Spam filter'))}>{t('Start from the spam filter…')}</Button>
        : <Button size="xs" onClick={() => onDeploy(newest)}>{t('Deploy {{model}}…', { model: newest })}</Button>}
    </EmptyState>
  );
}
