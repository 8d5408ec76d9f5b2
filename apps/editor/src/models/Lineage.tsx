import { Button, CopyButton } from '@mantine/core';
import type { Model, ModelLineage, ModelVersion } from '@millrace/workflow';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { formatInstant } from '../runs/format.ts';
import { openWorkflow, tell } from '../shell/session.ts';
import { modelCard } from './model-card.ts';
import styles from './Models.module.css';

interface Props {
  readonly model: Model;
  readonly version: ModelVersion;
  readonly onLeave: () => void;
}

/** The run, the files, the steps and the code behind a version, and its card to be copied. */
export function Lineage({ model, version, onLeave }: Props) {
  const [found, setFound] = useState<ModelLineage | string>();
  const catalog = useCatalog((state) => state.byType);
  useEffect(() => {
    let ended = false;
    const put = (answer: ModelLineage | string) => !ended && setFound(answer);
    api.lineage(model.name, version.version).then(put, (error: unknown) => put(messageOf(error)));
    return () => {
      ended = true;
    };
  }, [model.name, version.version]);
  const lineage = typeof found === 'object' ? found : undefined;
  const titleOf = ({ name, type }: ModelLineage['steps'][number]) => name ?? t(catalog.get(type)?.title ?? type);
  const visit = () => {
    if (!lineage) return;
    onLeave();
    void openWorkflow(lineage.run.workflowId, lineage.run.id).catch(tell(t('The workflow could not be opened')));
  };
  return (
    <section className={styles.lineage} aria-label={t('Where version {{version}} came from', { version: version.version })} data-testid="lineage">
      <header>
        <h3>{t('Where version {{version}} came from', { version: version.version })}</h3>
        <CopyButton value={modelCard(model, version, lineage)}>
          {({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? t('Copied') : t('Copy the model card')}</Button>}
        </CopyButton>
        {lineage && <Button size="compact-xs" variant="default" onClick={visit}>{t('Open run {{number}}', { number: lineage.run.number })}</Button>}
      </header>
      {typeof found === 'string' && <p className="quiet">{found}</p>}
      {lineage && (
        <>
          <p>{t('Run {{number}} of “{{workflow}}”, version {{version}}', { number: lineage.run.number, workflow: lineage.workflow.name, version: lineage.run.workflowVersion })} · {formatInstant(lineage.run.queuedAt)}</p>
          <ol>
            {lineage.steps.map((step) => (
              <li key={step.nodeId}>
                <b>{titleOf(step)}</b>
                {Object.entries(step.recipe?.files ?? {}).map(([path, fingerprint]) => <span key={path} className={styles.fact}>{path} <code title={fingerprint}>{fingerprint.slice(0, 12)}</code></span>)}
                {step.recipe && <span className={styles.fact}>{step.recipe.plugin.name} {step.recipe.plugin.version} <code title={step.recipe.plugin.codeHash}>{step.recipe.plugin.codeHash.slice(0, 12)}</code></span>}
                {Object.keys(step.params).length > 0 && <code className={styles.params}>{Object.entries(step.params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')}</code>}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
