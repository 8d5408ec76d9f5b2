import { fits, parseEndpoint, type PortManifest } from '@millrace/workflow';
import { Handle, Position, useConnection } from '@xyflow/react';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { endOfHandle } from '../subflows/level.ts';
import styles from './NodeCard.module.css';

/** One port with its name. While a wire is drawn, ports that could not take it step back. */
export function PortHandle({ nodeId, side, port }: { readonly nodeId: string; readonly side: 'in' | 'out'; readonly port: PortManifest }) {
  const type = side === 'in' ? 'target' : 'source';
  const fit = useConnection((connection) => {
    if (!connection.inProgress) return 'idle';
    const { fromHandle } = connection;
    if (fromHandle.nodeId === nodeId && fromHandle.id === port.name && fromHandle.type === type) return 'source';
    if (fromHandle.type === type || fromHandle.nodeId === nodeId) return 'no';
    const other = kindOf(fromHandle.nodeId, fromHandle.id ?? '', fromHandle.type);
    if (other === undefined) return 'yes';
    return (side === 'in' ? fits(other, port.kind) : fits(port.kind, other)) ? 'yes' : 'no';
  });
  const title = t(port.title ?? port.name);
  const about = [title, port.optional ? t('({{kind}}, optional)', { kind: t(port.kind) }) : `(${t(port.kind)})`, port.description ? `— ${t(port.description)}` : ''].join(' ');
  return (
    <div className={styles.port} data-side={side} data-fit={fit} title={about}>
      <Handle
        type={type}
        position={side === 'in' ? Position.Left : Position.Right}
        id={port.name}
        className={styles.handle}
        data-optional={port.optional ?? false}
        data-testid={`port-${nodeId}-${side}-${port.name}`}
        style={{ '--port': `var(--port-${port.kind})` } as React.CSSProperties}
      />
      <span className="cut">{title}</span>
    </div>
  );
}

function kindOf(elementId: string, handle: string, type: 'source' | 'target') {
  const { node: nodeId, port } = parseEndpoint(endOfHandle(elementId, handle));
  const node = useWorkflow.getState().document.nodes.find((candidate) => candidate.id === nodeId);
  const manifest = node && useCatalog.getState().byType.get(node.type);
  return (type === 'source' ? manifest?.outputs : manifest?.inputs)?.find((candidate) => candidate.name === port)?.kind;
}
