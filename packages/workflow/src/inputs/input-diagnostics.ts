import { diagnostic, type Diagnostic } from '../diagnostic.ts';
import type { NodeManifest } from '../node-manifest.ts';
import { label, titleOf } from '../parameter-words.ts';
import { parameterDiagnostics } from '../parameters.ts';
import { phraseOf, say, term, told, type Phrase } from '../phrase.ts';
import type { Workflow, WorkflowNode } from '../workflow.ts';
import type { ExpressionProblem, Resolved } from './expression-parameters.ts';
import { completeInputs, inputValueProblem } from './input-values.ts';
import type { InputValues, WorkflowInput } from './workflow-input.ts';

/** What is wrong with how the inputs of a workflow are defined. */
export function inputDefinitionDiagnostics(inputs: readonly WorkflowInput[]): Diagnostic[] {
  const names = inputs.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...twice.map((name) => error(name, say`Two inputs have the name "${name}": give one of them another`)),
    ...inputs.flatMap((input) => definitionProblems(input).map((problem) => error(input.name, say`The input "${input.name}": ${problem}`))),
  ];
}

/** What is wrong with the values that a run is to be given. */
export function inputValueDiagnostics(inputs: readonly WorkflowInput[], given: InputValues): Diagnostic[] {
  return completeInputs(inputs, given).problems.map(({ input, words }) => error(input, words));
}

/** A schedule must give every input without a default a value, for nobody is there to ask. */
export function triggerInputDiagnostics({ inputs = [], triggers }: Pick<Workflow, 'inputs' | 'triggers'>): Diagnostic[] {
  return triggers.filter(({ enabled }) => enabled).flatMap((trigger) => completeInputs(inputs, trigger.inputs ?? {}).problems
    .map(({ input, words }) => diagnostic('trigger', say`The trigger "${trigger.id}" cannot start a run: ${words}`, { input })));
}

/** What is wrong with the parameters of a node whose expressions were computed, and with those expressions. */
export function resolvedParameterDiagnostics(node: WorkflowNode, manifest: NodeManifest, { problems, given }: Pick<Resolved<unknown>, 'problems' | 'given'>, secrets?: ReadonlySet<string>): Diagnostic[] {
  const own = problems.filter(({ nodeId }) => nodeId === node.id);
  const open = own.map(({ parameter }) => parameter);
  const values = given.get(node.id) ?? new Map<string, unknown>();
  const checked = parameterDiagnostics(node, manifest, secrets).filter(({ parameter = '' }) => !open.some((other) => isWithin(parameter, other) || isWithin(other, parameter)));
  return [
    ...own.filter(({ missing }) => missing === undefined).map((problem) => expressionDiagnostic(node, manifest, problem)),
    ...checked.map((found) => {
      const gave = values.get(found.parameter ?? '');
      if (gave === undefined || found.code === 'secret') return found;
      const words = say`${phraseOf(found)}; the expression gave ${JSON.stringify(gave).slice(0, 60)}${hint(found.message, gave)}`;
      return { ...found, ...told(words) };
    }),
  ];
}

function expressionDiagnostic(node: WorkflowNode, manifest: NodeManifest, { parameter, words }: ExpressionProblem): Diagnostic {
  const title = titleOf(manifest, parameter.split('.')) ?? parameter;
  return diagnostic('parameter', say`${label(node)}, ${term(title)}: ${words}`, { nodeId: node.id, parameter });
}

function hint(message: string, gave: unknown): Phrase | string {
  if (/\bint\b/.test(message) && typeof gave === 'number') return say`: round(…) makes it whole`;
  return /expected number/.test(message) && typeof gave === 'string' ? say`: number(…) makes a number of a text` : /expected string/.test(message) ? say`: text(…) makes a text of it` : '';
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}

function definitionProblems(input: WorkflowInput): Phrase[] {
  const { type, minimum, maximum, choices } = input;
  const isNumber = type === 'number' || type === 'integer';
  return [
    ...(type === 'choice' && !choices?.length ? [say`it has no choices: add one`] : []),
    ...(!isNumber && (minimum !== undefined || maximum !== undefined) ? [say`only numbers have a minimum and a maximum`] : []),
    ...(minimum !== undefined && maximum !== undefined && minimum > maximum ? [say`its minimum is above its maximum`] : []),
    ...(input.default === undefined || (type === 'choice' && !choices?.length) ? [] : [inputValueProblem(input, input.default)].flatMap((problem) => (problem === undefined ? [] : [say`its default ${problem}`]))),
  ];
}

function error(input: string, words: Phrase): Diagnostic {
  return diagnostic('input', words, { input });
}
