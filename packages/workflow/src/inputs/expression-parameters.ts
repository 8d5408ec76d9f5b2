// Parameters whose values are expressions over the inputs of the workflow: `{ "$expression": "inputs.rows * 0.2" }`.
import { evaluateExpression, type ExpressionScope } from '../expressions/evaluate-expression.ts';
import { ExpressionError, MissingInputValue, type Expression, type ExpressionValue } from '../expressions/expression.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { say, type Phrase } from '../phrase.ts';
import type { Workflow, WorkflowNode } from '../workflow.ts';
import { completeInputs } from './input-values.ts';
import type { InputValues, WorkflowInput } from './workflow-input.ts';

type Json = WorkflowNode['params'][string];

export interface ExpressionProblem {
  readonly nodeId: string;
  /** As diagnostics name it: `steps.0.rows`. */
  readonly parameter: string;
  readonly words: Phrase;
  /** Where in the text of the expression, from 0. */
  readonly at: number;
  /** The input that has no value: the expression itself is sound. */
  readonly missing?: string;
}

export interface Resolved<Document> {
  /** With the values that the expressions give; one that gives none stays as it is. */
  readonly document: Document;
  readonly problems: readonly ExpressionProblem[];
  /** What each expression gave, by `nodeId` and parameter. */
  readonly given: ReadonlyMap<string, ReadonlyMap<string, Json>>;
}

/** The text of an expression; nothing when the value is a plain one. */
export function expressionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, '$expression') || Object.keys(value).length !== 1) return undefined;
  const text: unknown = (value as { $expression: unknown }).$expression; // it has that key, by the line above
  return typeof text === 'string' ? text : undefined;
}

/** An expression as the value of a parameter. */
export function asExpression(text: string): { $expression: string } {
  return { $expression: text };
}

/** What expressions may name, and the values that the inputs have: those given, else the defaults. */
export function scopeOf(inputs: readonly WorkflowInput[], given: InputValues): ExpressionScope {
  const names = inputs.map(({ name }) => name);
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
  return { names, values: new Map(Object.entries(completeInputs(inputs, known).values)) };
}

/** Computes the expressions in the parameters of all nodes. Nodes without one stay the same objects, and so does a document without any. */
export function resolveExpressions<Document extends Pick<Workflow, 'nodes' | 'inputs'>>(document: Document, given: InputValues = {}): Resolved<Document> {
  if (!document.nodes.some(hasExpression)) return { document, problems: [], given: new Map() };
  const scope = scopeOf(document.inputs ?? [], given);
  const problems: ExpressionProblem[] = [];
  const all = new Map<string, Map<string, Json>>();
  const nodes = document.nodes.map((node) => {
    if (!hasExpression(node)) return node;
    const found = resolveNode(node, scope);
    problems.push(...found.problems);
    all.set(node.id, found.given);
    return found.node;
  });
  return { document: { ...document, nodes }, problems, given: all };
}

const withExpression = new WeakMap<WorkflowNode, boolean>();

/** Whether any parameter of the node is an expression. */
export function hasExpression(node: WorkflowNode): boolean {
  const known = withExpression.get(node);
  if (known !== undefined) return known;
  const found = Object.values(node.params).some(contains);
  withExpression.set(node, found);
  return found;
}

function contains(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return expressionOf(value) !== undefined || Object.values(value).some(contains);
}

interface ResolvedNode {
  readonly node: WorkflowNode;
  readonly problems: readonly ExpressionProblem[];
  readonly given: Map<string, Json>;
}

/** The last answer for each node: edits of other nodes, and new values of inputs that it does not name, leave the very object. */
const answers = new WeakMap<WorkflowNode, { readonly text: string; readonly answer: ResolvedNode }>();

function resolveNode(node: WorkflowNode, scope: ExpressionScope): ResolvedNode {
  const problems: ExpressionProblem[] = [];
  const given = new Map<string, Json>();
  const resolve = (value: Json, path: string): Json => {
    const text = expressionOf(value);
    if (text !== undefined) {
      const found = valueOf(text, scope);
      if ('value' in found) {
        given.set(path, found.value);
        return found.value;
      }
      problems.push({ nodeId: node.id, parameter: path, ...found });
      return value;
    }
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, `${path}.${key}`)]));
  };
  const params = Object.fromEntries(Object.entries(node.params).map(([name, value]) => [name, resolve(value, name)]));
  const text = JSON.stringify([params, problems]);
  const known = answers.get(node);
  if (known?.text === text) return known.answer;
  const answer = { node: { ...node, params }, problems, given };
  answers.set(node, { text, answer });
  return answer;
}

function valueOf(text: string, scope: ExpressionScope): { readonly value: Json } | Omit<ExpressionProblem, 'nodeId' | 'parameter'> {
  try {
    return { value: asJson(evaluateExpression(parsed(text), scope)) };
  } catch (error) {
    if (error instanceof MissingInputValue) return { words: error.words, at: error.at, missing: error.input };
    if (error instanceof ExpressionError) return { words: say`${error.words} (at character ${error.at + 1} of the expression)`, at: error.at };
    throw error;
  }
}

function asJson(value: ExpressionValue): Json {
  return typeof value === 'object' ? value.map(asJson) : value;
}

const remembered = 500;
const trees = new Map<string, Expression>();

function parsed(text: string): Expression {
  const known = trees.get(text);
  if (known) return known;
  const tree = parseExpression(text);
  if (trees.size >= remembered) trees.clear();
  trees.set(text, tree);
  return tree;
}
