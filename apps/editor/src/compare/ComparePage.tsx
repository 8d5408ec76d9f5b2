import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { t } from '../i18n/i18n.ts';
import { Message } from '../output/Message.tsx';
import { compareRuns } from '../shell/session.ts';
import { useLookingBack } from '../replay/use-looking-back.ts';
import { artifactRows, curvesOf, figureRows, fileRows, nodeRows, parameterRows } from './compare-runs.ts';
import { useComparison } from './compare-store.ts';
import styles from './ComparePage.module.css';
import { CompareCurves } from './CompareCurves.tsx';
import { CompareHead } from './CompareHead.tsx';
import { CompareTable } from './CompareTable.tsx';
import { ArtifactCell, FigureCell, HashCell, NodeCell, TextCell } from './cells.tsx';
import { figureName, namesOf } from './names.ts';
import { useCompared, type Comparison } from './use-comparison.ts';

const none: readonly string[] = [];

/** Runs beside each other: what went into them that differs, and what came out. */
export default function ComparePage() {
  const runIds = useComparison((state) => state.runIds ?? none);
  const compared = useCompared(runIds);
  useLookingBack();
  return (
    <section className={styles.page} aria-label={t('Runs compared')} data-testid="compare-page">
      <header className={styles.header}>
        <h2>{t('Runs compared')}</h2>
        <Button size="compact-sm" variant="default" data-testid="leave-comparison" onClick={() => compareRuns(undefined)}>{t('Close')}</Button>
      </header>
      {compared.state === 'loading' && <Message>{t('Loading…')}</Message>}
      {compared.state === 'failed' && <Message trouble>{compared.message}</Message>}
      {compared.state === 'ready' && <Tables comparison={compared.value} />}
    </section>
  );
}

function Tables({ comparison: { sides, metrics } }: { readonly comparison: Comparison }) {
  const byType = useCatalog((state) => state.byType);
  const nameOf = useMemo(() => namesOf(sides, byType), [sides, byType]);
  const curves = useMemo(() => curvesOf(sides), [sides]);
  const numbers = sides.map(({ run }) => run.number);
  const table = { numbers, nameOf };
  return (
    <div className={styles.body} tabIndex={0}>
      <CompareHead sides={sides} />
      <CompareTable {...table} title={t('Parameters that differ')} none={t('Every node ran with the same parameters.')} testId="compare-parameters" rows={parameterRows(sides, byType)} label={({ title }) => t(title)} cell={(text) => <TextCell text={text} />} />
      <CompareTable
        {...table} title={t('Metrics')} none={t('No node gave metrics.')} testId="compare-metrics" rows={figureRows(sides, metrics)} label={figureName}
        cell={(value, { best, values }, place) => <FigureCell value={value} first={place === 0 ? undefined : values[0]} best={best.includes(place)} />}
      />
      {curves.length > 0 && <CompareCurves curves={curves} numbers={numbers} nameOf={nameOf} />}
      <CompareTable {...table} title={t('Files that changed')} none={t('No file that they read has changed.')} testId="compare-files" rows={fileRows(sides)} label={({ path }) => path} cell={(fingerprint) => <HashCell hash={fingerprint} />} />
      <CompareTable {...table} title={t('Outputs that differ')} none={t('Every output has the same content.')} testId="compare-artifacts" rows={artifactRows(sides)} label={({ port }) => t(port)} cell={(artifact) => <ArtifactCell artifact={artifact} />} />
      <CompareTable {...table} title={t('Nodes')} none={t('No node ran.')} testId="compare-nodes" rows={nodeRows(sides)} label={() => ''} cell={(node, { values }, place) => <NodeCell node={node} first={place === 0 ? undefined : values[0]} />} />
    </div>
  );
}
