import { broadcastShape, formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';

/**
 * What is added to attention scores: 0 where `keys <= queries`, the most negative float32 elsewhere. Both are places in the
 * text, int64, and broadcast. No gradient passes.
 */
export function attentionBias(keys: Value, queries: Value): Value {
  const { graph } = keys;
  const shape = broadcastShape(keys.shape, queries.shape);
  if (!shape) throw graph.shapeError('attentionBias', `keys ${formatShape(keys.shape)} and queries ${formatShape(queries.shape)} do not broadcast`);
  const readable = graph.node('LessOrEqual', [keys, queries], shape, { elementType: 'bool' });
  return graph.node('Where', [readable, graph.float(0), graph.float(-largestFloat32)], shape, { elementType: graph.target.float });
}

const largestFloat32 = 3.4028234663852886e38;
