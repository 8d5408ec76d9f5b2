import type { Column } from '@millrace/workflow';
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
