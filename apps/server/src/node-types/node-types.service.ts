import type { NodeManifest, NodeTypes } from '@millrace/workflow';

/** The node types that the plugins bring. */
export class NodeTypesService {
  readonly #nodeTypes: NodeTypes;
  readonly #byType: ReadonlyMap<string, NodeManifest>;

  constructor(nodeTypes: NodeTypes) {
    this.#nodeTypes = nodeTypes;
    this.#byType = new Map(nodeTypes.nodeTypes.map((manifest) => [manifest.type, manifest]));
  }

  list(): NodeTypes {
    return this.#nodeTypes;
  }

  byType(): ReadonlyMap<string, NodeManifest> {
    return this.#byType;
  }
}
