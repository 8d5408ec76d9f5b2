import { fits, parseEndpoint, type PortManifest } from '@millrace/workflow';
import { Handle, Position, useConnection } from '@xyflow/react';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { endOfHandle } from '../subflows/level.ts';
import styles from './NodeCard.module.css';

interface PortProps {
  readonly nodeId: string;
  readonly side: 'in' | 'out';
  readonly port: PortManifest;
}

/** One port with its name. While a wire is drawn, ports that could not take it step back. */
export function PortHandle({ nodeId, side, port }: PortProps) {
  return (
    <div className={styles.port} data-side={side} data-fit={usePortFit(nodeId, side, port)} title={aboutPort(port)}>
      <PortEnd nodeId={nodeId} side={side} port={port} />
      <span className="cut">{t(port.title ?? port.name)}</span>
    </div>
  );
}

/** The dot at which wires of a port begin or end. */
export function PortEnd({ nodeId, side, port }: PortProps) {
  return (
    <Handle
      type={typeOf(side)}
      position={side === 'in' ? Position.Left : Position.Right}
      id={port.name}
      className={styles.handle}
      data-optional={port.optional ?? false}
      data-testid={`port-${nodeId}-${side}-${port.name}`}
      style={{ '--port': `var(--port-${port.kind})` } as React.CSSProperties}
    />
  );
}

/** Whether a port could take the wire that is drawn; `idle` while none is. */
export function usePortFit(nodeId: string, side: 'in' | 'out', port: PortManifest): 'idle' | 'source' | 'yes' | 'no' {
  const type = typeOf(side);
  return useConnection((connection) => {
    if (!connection.inProgress) return 'idle';
    const { fromHandle } = connection;
    if (fromHandle.nodeId === nodeId && fromHandle.id === port.name && fromHandle.type === type) return 'source';
    if (fromHandle.type === type || fromHandle.nodeId === nodeId) return 'no';
    const other = kindOf(fromHandle.nodeId, fromHandle.id ?? '', fromHandle.type);
    if (other === undefined) return 'yes';
    return (side === 'in' ? fits(other, port.kind) : fits(port.kind, other)) ? 'yes' : 'no';
  });
}

/** What a port is called, what it takes or gives, and what for. */
export function aboutPort({ name, title = name, kind, optional, description }: PortManifest): string {
  return [t(title), optional ? t('({{kind}}, optional)', { kind: t(kind) }) : `(${t(kind)})`, description ? `— ${t(description)}` : ''].join(' ');
}

function typeOf(side: 'in' | 'out'): 'source' | 'target' {
  return side === 'in' ? 'target' : 'source';
}

function kindOf(elementId: string, handle: string, type: 'source' | 'target') {
  const { node: nodeId, port } = parseEndpoint(endOfHandle(elementId, handle));
  const node = useWorkflow.getState().document.nodes.find((candidate) => candidate.id === nodeId);
  const manifest = node && useCatalog.getState().byType.get(node.type);
  return (type === 'source' ? manifest?.outputs : manifest?.inputs)?.find((candidate) => candidate.name === port)?.kind;
}
