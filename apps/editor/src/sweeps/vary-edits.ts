// The edits of sweeps, as pure functions from one document to the next.
import { asExpression, expressionOf, type InputValue, type InputValues, type Workflow, type WorkflowInput } from '@millrace/workflow';

export interface Varied {
  readonly document: Workflow;
  /** The input that the parameter now comes from. */
  readonly input: string;
}

/**
 * Lets a parameter come from an input of the workflow, which has the value that the parameter had as its default. One that comes from a
 * single input already stays as it is. Nothing when its value is none that an input can have.
 */
export function fromInput(document: Workflow, nodeId: string, parameter: string, value: unknown, { integer = false, choices }: { readonly integer?: boolean; readonly choices?: readonly string[] } = {}): Varied | undefined {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (!node) return undefined;
  const known = /^\s*inputs\.([A-Za-z_]\w*)\s*$/.exec(expressionOf(node.params[parameter]) ?? '')?.[1];
  if (known !== undefined) return { document, input: known };
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const taken = new Set(document.inputs?.map(({ name }) => name));
  const base = parameter.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_').slice(0, 60);
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
  const input: WorkflowInput = { name, type: typeOf(value, integer, choices), default: value, ...(choices && typeof value === 'string' ? { choices: [...choices] } : {}) };
  return {
    input: name,
    document: {
      ...document,
      inputs: [...(document.inputs ?? []), input],
      nodes: document.nodes.map((one) => (one.id === nodeId ? { ...one, params: { ...one.params, [parameter]: asExpression(`inputs.${name}`) } } : one)),
    },
  };
}

/** Gives inputs other defaults. */
export function withDefaults(document: Workflow, values: InputValues): Workflow {
  return { ...document, inputs: (document.inputs ?? []).map((input) => (Object.hasOwn(values, input.name) ? { ...input, default: values[input.name] as InputValue } : input)) }; // it has one, by the test before
}

function typeOf(value: InputValue, integer: boolean, choices: readonly string[] | undefined): WorkflowInput['type'] {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return integer && Number.isSafeInteger(value) ? 'integer' : 'number';
  return choices ? 'choice' : 'text';
}
