import type { Diagnostic } from '../diagnostic.ts';
import type { NodeManifest } from '../node-manifest.ts';
import { label, titleOf } from '../parameter-words.ts';
import { parameterDiagnostics } from '../parameters.ts';
import type { Workflow, WorkflowNode } from '../workflow.ts';
import type { ExpressionProblem, Resolved } from './expression-parameters.ts';
import { completeInputs, inputValueProblem } from './input-values.ts';
import type { InputValues, WorkflowInput } from './workflow-input.ts';

/** What is wrong with how the inputs of a workflow are defined. */
export function inputDefinitionDiagnostics(inputs: readonly WorkflowInput[]): Diagnostic[] {
  const names = inputs.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...twice.map((name) => error(name, `Two inputs have the name "${name}": give one of them another`)),
    ...inputs.flatMap((input) => definitionProblems(input).map((problem) => error(input.name, `The input "${input.name}": ${problem}`))),
  ];
}

/** What is wrong with the values that a run is to be given. */
export function inputValueDiagnostics(inputs: readonly WorkflowInput[], given: InputValues): Diagnostic[] {
  return completeInputs(inputs, given).problems.map(({ input, message }) => error(input, message));
}

/** A schedule must give every input without a default a value, for nobody is there to ask. */
export function triggerInputDiagnostics({ inputs = [], triggers }: Pick<Workflow, 'inputs' | 'triggers'>): Diagnostic[] {
  return triggers.filter(({ enabled }) => enabled).flatMap((trigger) => completeInputs(inputs, trigger.inputs ?? {}).problems
    .map(({ input, message }): Diagnostic => ({ code: 'trigger', severity: 'error', input, message: `The trigger "${trigger.id}" cannot start a run: ${message}` })));
}

/** What is wrong with the parameters of a node whose expressions were computed, and with those expressions. */
export function resolvedParameterDiagnostics(node: WorkflowNode, manifest: NodeManifest, { problems, given }: Pick<Resolved<unknown>, 'problems' | 'given'>, secrets?: ReadonlySet<string>): Diagnostic[] {
  const own = problems.filter(({ nodeId }) => nodeId === node.id);
  const open = own.map(({ parameter }) => parameter);
  const values = given.get(node.id) ?? new Map<string, unknown>();
  const checked = parameterDiagnostics(node, manifest, secrets).filter(({ parameter = '' }) => !open.some((other) => isWithin(parameter, other) || isWithin(other, parameter)));
  return [
    ...own.filter(({ missing }) => missing === undefined).map((problem) => expressionDiagnostic(node, manifest, problem)),
    ...checked.map((diagnostic) => {
      const gave = values.get(diagnostic.parameter ?? '');
      return gave === undefined || diagnostic.code === 'secret' ? diagnostic : { ...diagnostic, message: `${diagnostic.message}; the expression gave ${JSON.stringify(gave).slice(0, 60)}${hint(diagnostic.message, gave)}` };
    }),
  ];
}

function expressionDiagnostic(node: WorkflowNode, manifest: NodeManifest, { parameter, message }: ExpressionProblem): Diagnostic {
  const title = titleOf(manifest, parameter.split('.')) ?? parameter;
  return { code: 'parameter', severity: 'error', nodeId: node.id, parameter, message: `${label(node)}, ${title}: ${message}` };
}

function hint(message: string, gave: unknown): string {
  if (/\bint\b/.test(message) && typeof gave === 'number') return ': round(…) makes it whole';
  return /expected number/.test(message) && typeof gave === 'string' ? ': number(…) makes a number of a text' : /expected string/.test(message) ? ': text(…) makes a text of it' : '';
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}

function definitionProblems(input: WorkflowInput): string[] {
  const { type, minimum, maximum, choices } = input;
  const isNumber = type === 'number' || type === 'integer';
  return [
    ...(type === 'choice' && !choices?.length ? ['it has no choices: add one'] : []),
    ...(!isNumber && (minimum !== undefined || maximum !== undefined) ? ['only numbers have a minimum and a maximum'] : []),
    ...(minimum !== undefined && maximum !== undefined && minimum > maximum ? ['its minimum is above its maximum'] : []),
    ...(input.default === undefined || (type === 'choice' && !choices?.length) ? [] : [inputValueProblem(input, input.default)].flatMap((problem) => (problem === undefined ? [] : [`its default ${problem}`]))),
  ];
}

function error(input: string, message: string): Diagnostic {
  return { code: 'input', severity: 'error', input, message };
}
