import type { NodeManifest, PluginStatus } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';

export interface Catalog {
  readonly nodeTypes: readonly NodeManifest[];
  readonly byType: ReadonlyMap<string, NodeManifest>;
  readonly plugins: readonly PluginStatus[];
  refresh(): Promise<void>;
}

/** The node types that the server knows, and the plugins that they came from or that failed. */
export const useCatalog = create<Catalog>((set) => ({
  nodeTypes: [],
  byType: new Map(),
  plugins: [],
  refresh: async () => {
    const { nodeTypes, plugins } = await api.nodeTypes();
    set({ nodeTypes, plugins, byType: new Map(nodeTypes.map((manifest) => [manifest.type, manifest])) });
  },
}));
