import { parameterDiagnostics, withDefaults, type NodeManifest, type WorkflowNode } from '@millrace/workflow';
import { secretWords } from '../secrets/secret-words.ts';

export interface ShownParameter {
  readonly name: string;
  readonly title: string;
  /** As JSON, but texts as they are. */
  readonly text: string;
  /** Whether the document says so; otherwise it is the default of the node type. */
  readonly given: boolean;
}

/** The parameters that a node runs with: those of the document, and the defaults of its type for the rest where it is known. */
export function parametersOf(node: WorkflowNode, manifest: NodeManifest | undefined): ShownParameter[] {
  const valid = manifest && parameterDiagnostics(node, manifest).length === 0;
  const values: Readonly<Record<string, unknown>> = valid ? withDefaults(node, manifest) : node.params;
  const titles = manifest?.params.properties as Readonly<Record<string, { readonly title?: string }>> | undefined; // a JSON Schema, by nodeManifestSchema
  return Object.entries(values).flatMap(([name, value]) =>
    (value === undefined ? [] : [{ name, title: titles?.[name]?.title ?? name, text: typeof value === 'string' ? value : secretWords(value) ?? JSON.stringify(value), given: name in node.params }]));
}
