import type { PortManifest } from '@millrace/workflow';
import { useMemo } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { endpointWords, inputOf, setInput, sourcesOf } from '../document/notebook-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { cellsOf } from './cells.ts';
import styles from './Notebook.module.css';

/** What each input of a cell reads from: an output of a cell above it. */
export function CellInputs({ nodeId, ports }: { readonly nodeId: string; readonly ports: readonly PortManifest[] }) {
  return <div className={styles.inputs}>{ports.map((port) => <Input key={port.name} nodeId={nodeId} port={port} />)}</div>;
}

function Input({ nodeId, port }: { readonly nodeId: string; readonly port: PortManifest }) {
  const document = useWorkflow((state) => state.document);
  const known = useCatalog((state) => state.byType);
  const input = `${nodeId}.${port.name}`;
  const source = inputOf(document, input);
  const { nodes, edges, layout } = document;
  const choices = useMemo(() => {
    const earlier = cellsOf({ ...useWorkflow.getState().document, nodes, edges, layout, notes: [] }).flatMap((cell) => (cell.kind === 'node' ? [cell.node] : []));
    return sourcesOf(earlier.slice(0, earlier.findIndex((node) => node.id === nodeId)), port.kind, known).toReversed();
  }, [nodes, edges, layout, nodeId, port.kind, known]);
  return (
    <label className={styles.input} style={{ '--port': `var(--port-${port.kind})` } as React.CSSProperties}>
      <span>{t(port.title ?? port.name)}</span>
      <select
        value={source ?? ''} data-testid={`input-${nodeId}-${port.name}`}
        onChange={(event) => {
          const { value } = event.currentTarget;
          useWorkflow.getState().edit((now) => setInput(now, input, value === '' ? undefined : value));
        }}
      >
        <option value="">{port.optional ? t('nothing (not needed)') : t('nothing yet')}</option>
        {choices.map(({ output, words }) => <option key={output} value={output}>{words}</option>)}
        {source !== undefined && !choices.some(({ output }) => output === source) && <option value={source}>{endpointWords(source)}</option>}
      </select>
    </label>
  );
}
