import type { Workflow } from '@millrace/workflow';
import { createContext, useContext } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { foldGroup, unfoldGroup } from '../groups/fold.ts';
import { openSubflow } from '../subflows/open-subflow.ts';

/** A document that is only read on a canvas, a past one for the most part, and what opens its parts there. */
export interface Reading {
  readonly workflow: Workflow;
  readonly open: (subflowId: string | undefined) => void;
  readonly fold: (groupId: string) => void;
  readonly unfold: (groupId: string) => void;
  /** Whether cards tell how what they hold fared, in the run that is shown. */
  readonly tells: boolean;
}

/** What the canvas around a card reads; nothing on the canvas of the open document. */
export const ReadingContext = createContext<Reading | undefined>(undefined);

const ofDocument = { open: openSubflow, fold: foldGroup, unfold: unfoldGroup };

/** What opens sub-workflows and groups on the canvas around a card. */
export function useOpening(): Pick<Reading, 'open' | 'fold' | 'unfold'> {
  return useContext(ReadingContext) ?? ofDocument;
}

/** What a node of the canvas around a card is called. */
export function useNameOfNode(nodeId: string | undefined): string | undefined {
  const reading = useContext(ReadingContext);
  const nameIn = ({ nodes }: Workflow) => nodes.find(({ id }) => id === nodeId)?.name ?? nodeId;
  const now = useWorkflow(({ document }) => nameIn(document));
  return reading ? nameIn(reading.workflow) : now;
}
