import { pathToFileURL } from 'node:url';
import { isNodeDefinition, manifestOf, type NodeDefinition } from '@millrace/sdk';
import type { NodeManifest } from '@millrace/workflow';
import { entryOf } from './plugin-folder.ts';
import type { PluginAddress } from './protocol.ts';

const loaded = new Map<string, Promise<ReadonlyMap<string, NodeDefinition>>>();

/** The node definitions that a plugin exports, by type. Runs the plugin's code: only for worker processes. */
export function loadPlugin(plugin: PluginAddress): Promise<ReadonlyMap<string, NodeDefinition>> {
  const known = loaded.get(plugin.path) ?? load(plugin);
  loaded.set(plugin.path, known);
  return known;
}

/** The serialisable faces of what a plugin exports. */
export async function describePlugin({ name, version, path, codeHash }: PluginAddress): Promise<NodeManifest[]> {
  const definitions = await loadPlugin({ name, version, path, codeHash });
  return [...definitions.values()].map((definition) => manifestOf(definition, { name, version, codeHash }));
}

async function load(plugin: PluginAddress): Promise<ReadonlyMap<string, NodeDefinition>> {
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(await entryOf(plugin.path)).href);
  const definitions = new Map<string, NodeDefinition>();
  for (const definition of Object.values(exported).flat().filter(isNodeDefinition)) {
    const other = definitions.get(definition.type);
    if (other && other !== definition) throw new Error(`The plugin exports two nodes of type "${definition.type}".`);
    definitions.set(definition.type, definition);
  }
  return definitions;
}
