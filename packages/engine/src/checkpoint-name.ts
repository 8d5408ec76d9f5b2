import type { NodeManifest } from '@millrace/workflow';
import type { Sha256 } from './ports.ts';

/**
 * The name of a node's checkpoint folder. A pure node's is its output key, so that a later run of the unchanged node goes on from
 * what an earlier one left; any other node's is its own in its run.
 */
export function checkpointName(of: { readonly runId: string; readonly nodeId: string; readonly key: string; readonly effect: NodeManifest['effect'] | undefined }, sha256: Sha256): string {
  return of.effect === 'pure' ? of.key : sha256(`${of.runId}/${of.nodeId}`);
}
