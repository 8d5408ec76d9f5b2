import { parseEndpoint, tableMetaSchema, type Column, type Run, type Workflow } from '@millrace/workflow';

interface ColumnSources {
  readonly workflow: Workflow;
  /** By the output, as `node.port`. */
  readonly byOutput: Readonly<Record<string, readonly Column[]>>;
  readonly run: Run | undefined;
}

/** The columns of the table at a node's input: as worked out from the document, else as the run that is shown had them. */
export function knownColumns({ workflow, byOutput, run }: ColumnSources, nodeId: string, input: string | undefined): readonly Column[] {
  const edges = workflow.edges.filter((edge) => {
    const to = parseEndpoint(edge.to);
    return to.node === nodeId && (input === undefined || to.port === input);
  });
  for (const edge of edges) {
    const known = byOutput[edge.from];
    if (known) return known;
    const from = parseEndpoint(edge.from);
    const meta = tableMetaSchema.safeParse(run?.nodes[from.node]?.outputs[from.port]?.meta);
    if (meta.success) return meta.data.columns;
  }
  return [];
}
