import { parseEndpoint, type Column } from '@millrace/workflow';
import { useMemo } from 'react';
import { useColumns } from '../document/columns-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useRunView } from '../runs/current-run.ts';
import { useForm } from './form-context.ts';
import { knownColumns } from './known-columns.ts';

/** The columns of the table at an input of the form's node, before any run where they can be worked out. */
export function useKnownColumns(of: string | undefined): readonly Column[] {
  const { nodeId } = useForm();
  const workflow = useWorkflow((state) => state.document);
  const byOutput = useColumns((state) => state.byOutput);
  const run = useRunView((view) => view.run);
  return useMemo(() => knownColumns({ workflow, byOutput, run }, nodeId, of), [workflow, byOutput, run, nodeId, of]);
}

/** The tables at the inputs of the form's node that are known, by the names of the inputs; only that of `of` when it is said. */
export function useKnownTables(of: string | undefined): readonly { readonly name: string; readonly columns: readonly Column[] }[] {
  const { nodeId } = useForm();
  const workflow = useWorkflow((state) => state.document);
  const byOutput = useColumns((state) => state.byOutput);
  const run = useRunView((view) => view.run);
  return useMemo(() => {
    const wired = workflow.edges.map((edge) => parseEndpoint(edge.to)).filter(({ node }) => node === nodeId).map(({ port }) => port);
    const inputs = of === undefined ? [...new Set(wired)].toSorted() : [of];
    return inputs.map((name) => ({ name, columns: knownColumns({ workflow, byOutput, run }, nodeId, name) })).filter(({ columns }) => columns.length > 0);
  }, [workflow, byOutput, run, nodeId, of]);
}
