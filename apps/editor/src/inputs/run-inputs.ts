import { canonicalJson, completeInputs, type InputValue, type InputValues, type Workflow } from '@millrace/workflow';
import { create } from 'zustand';
import { useWorkflow } from '../document/workflow-store.ts';

interface RunInputs {
  /** By the workflow; that of a draft is ''. */
  readonly byWorkflow: Readonly<Record<string, InputValues>>;
  /** The dialog that asks for values is open; what it answers. */
  readonly asking: { readonly answer: (values: InputValues | undefined) => void } | undefined;
}

const none: InputValues = {};

/** The values that the next run of each workflow is given, as long as the page is open; inputs without one have their defaults. */
export const useRunInputs = create<RunInputs>(() => ({ byWorkflow: {}, asking: undefined }));

/** The values for the open workflow. */
export function useInputValues(): InputValues {
  const id = useWorkflow((state) => state.id ?? '');
  return useRunInputs((state) => state.byWorkflow[id] ?? none);
}

/** The values for the open workflow, without those of inputs that it no longer has. */
export function inputValues({ inputs = [] }: Pick<Workflow, 'inputs'> = useWorkflow.getState().document): InputValues {
  const values = useRunInputs.getState().byWorkflow[useWorkflow.getState().id ?? ''] ?? none;
  return Object.fromEntries(Object.entries(values).filter(([name]) => inputs.some((input) => input.name === name)));
}

/** Sets the value of an input for the next run; `undefined` goes back to the default. */
export function setInputValue(name: string, value: InputValue | undefined): void {
  const id = useWorkflow.getState().id ?? '';
  useRunInputs.setState(({ byWorkflow }) => {
    const { [name]: _old, ...rest } = byWorkflow[id] ?? none;
    return { byWorkflow: { ...byWorkflow, [id]: value === undefined ? rest : { ...rest, [name]: value } } };
  });
}

/** The values for a run, after asking for those that are missing or do not fit; undefined when nobody gives them. */
export function askInputs(): Promise<InputValues | undefined> {
  const { document } = useWorkflow.getState();
  const values = inputValues(document);
  if (completeInputs(document.inputs ?? [], values).problems.length === 0) return Promise.resolve(values);
  return new Promise((resolve) => {
    useRunInputs.getState().asking?.answer(undefined);
    useRunInputs.setState({
      asking: {
        answer: (given) => {
          useRunInputs.setState({ asking: undefined });
          resolve(given);
        },
      },
    });
  });
}

/** What decides which columns tables have: nodes, wires, and inputs with the values of the next run as their defaults. */
export function pipelineOf({ nodes, edges, inputs }: Pick<Workflow, 'nodes' | 'edges' | 'inputs'>): Pick<Workflow, 'nodes' | 'edges' | 'inputs'> {
  if (!inputs?.length) return { nodes, edges };
  const { values } = completeInputs(inputs, inputValues({ inputs }));
  return { nodes, edges, inputs: inputs.map((input) => (values[input.name] === undefined ? input : { ...input, default: values[input.name] })) };
}

/** Whether both have the same nodes, wires and inputs. */
export function isSamePipeline(a: Pick<Workflow, 'nodes' | 'edges' | 'inputs'>, b: Pick<Workflow, 'nodes' | 'edges' | 'inputs'>): boolean {
  return a.nodes === b.nodes && a.edges === b.edges && canonicalJson(a.inputs ?? []) === canonicalJson(b.inputs ?? []);
}
