import { parseEndpoint, tableMetaSchema, type Column, type Run, type Workflow } from '@millrace/workflow';

/** The columns of the table at a node's input, known from the run that is shown; none when what comes before has not run. */
export function knownColumns(workflow: Workflow, run: Run | undefined, nodeId: string, input: string | undefined): readonly Column[] {
  const edges = workflow.edges.filter((edge) => {
    const to = parseEndpoint(edge.to);
    return to.node === nodeId && (input === undefined || to.port === input);
  });
  for (const edge of edges) {
    const from = parseEndpoint(edge.from);
    const meta = tableMetaSchema.safeParse(run?.nodes[from.node]?.outputs[from.port]?.meta);
    if (meta.success) return meta.data.columns;
  }
  return [];
}
