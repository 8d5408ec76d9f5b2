import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { ModelCard } from '../models/ModelCard.tsx';
import { useLists } from '../shell/lists-store.ts';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { DeployForm } from './DeployForm.tsx';
import { DeploymentCard } from './DeploymentCard.tsx';
import styles from './Deployments.module.css';

/** The endpoints that answer predictions, and the models that could. */
export default function DeploymentsPanel() {
  const { deployments, models } = useLists();
  const [deploying, setDeploying] = useState<string>();
  return (
    <PanelFrame title={t('Deployments')} about={deployments.length === 0 ? t('No model answers yet. Run a workflow that ends in a deploy step, or deploy a saved model.') : t('Each answers HTTP requests from this machine.')}>
      {deployments.map((deployment) => <DeploymentCard key={deployment.name} deployment={deployment} />)}
      <h3 className={styles.heading}>{t('Models')}</h3>
      {models.length === 0 && <p className={`${styles.small} quiet`}>{t('No model was saved yet.')}</p>}
      {models.map((model) => (
        deploying === model.name
          ? <DeployForm key={model.name} model={model} onDone={() => setDeploying(undefined)} />
          : <ModelCard key={model.name} model={model} onDeploy={() => setDeploying(model.name)} />
      ))}
    </PanelFrame>
  );
}
