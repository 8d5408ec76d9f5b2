import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { useDiagnostics } from '../document/diagnostics-store.ts';
import { useRunView } from '../runs/current-run.ts';
import { farWires, portNames, type WireLook } from './far-wires.ts';
import styles from './FarWires.module.css';
import type { Element, Wire } from './flow-elements.ts';

/** The wires of a large workflow from afar: a picture. `PickedWires` lets them be picked on the canvas of the open document. */
export function FarWires({ elements, wires }: { readonly elements: readonly Element[]; readonly wires: readonly Wire[] }) {
  const broken = useDiagnostics((state) => state.brokenEdges);
  const byType = useCatalog((state) => state.byType);
  const running = useRunView(({ run }) => Object.values(run?.nodes ?? {}).filter(({ state }) => state === 'running').map(({ nodeId }) => nodeId).join(' '));
  const paths = useMemo(() => {
    const runs = new Set(running.split(' '));
    return farWires(elements, wires, { portsOf: portNames(byType), isRunning: (id) => runs.has(id), isBroken: (edge) => broken.has(edge) });
  }, [elements, wires, broken, byType, running]);
  return (
    <ViewportPortal>
      <svg className={styles.wires} aria-hidden data-testid="far-wires">
        {paths.map(({ key, look, path }) => <path key={key} d={path} data-look={typeof look === 'string' ? look : undefined} style={{ '--wire': colorOf(look) } as React.CSSProperties} />)}
      </svg>
    </ViewportPortal>
  );
}

function colorOf(look: WireLook): string {
  if (look === 'flows') return 'var(--accent)';
  return look === 'broken' ? 'var(--bad)' : `var(--port-${look.kind})`;
}
