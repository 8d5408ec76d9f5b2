import { asExpression, expressionOf, type Workflow, type WorkflowInput, type WorkflowNode } from '@millrace/workflow';

/** Adds an input whose name nothing else has. */
export function addInput(workflow: Workflow): { readonly document: Workflow; readonly name: string } {
  const inputs = workflow.inputs ?? [];
  let number = inputs.length + 1;
  while (inputs.some(({ name }) => name === `input${number}`)) number++;
  const name = `input${number}`;
  return { name, document: { ...workflow, inputs: [...inputs, { name, type: 'text', default: '' }] } };
}

/** Puts an input in the place of the one at `index`. Expressions that name it follow a new name. */
export function setInput(workflow: Workflow, index: number, input: WorkflowInput): Workflow {
  const inputs = workflow.inputs ?? [];
  const before = inputs[index]?.name;
  const document = { ...workflow, inputs: inputs.map((other, place) => (place === index ? input : other)) };
  return before === undefined || before === input.name ? document : { ...document, nodes: document.nodes.map((node) => renamedIn(node, before, input.name)) };
}

export function removeInput(workflow: Workflow, index: number): Workflow {
  const { inputs = [], ...rest } = workflow;
  const left = inputs.filter((_, place) => place !== index);
  return left.length === 0 ? rest : { ...rest, inputs: left };
}

type Json = WorkflowNode['params'][string];

function renamedIn(node: WorkflowNode, before: string, after: string): WorkflowNode {
  const name = new RegExp(`\\binputs(\\s*)\\.(\\s*)${before}\\b`, 'g');
  let changed = false;
  const rename = (value: Json): Json => {
    const text = expressionOf(value);
    if (text !== undefined) {
      const next = text.replace(name, (_, left: string, right: string) => `inputs${left}.${right}${after}`);
      changed ||= next !== text;
      return asExpression(next);
    }
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item)]));
  };
  const params = Object.fromEntries(Object.entries(node.params).map(([key, value]) => [key, rename(value)]));
  return changed ? { ...node, params } : node;
}
