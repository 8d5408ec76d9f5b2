import { closest } from './closest.ts';
import { diagnostic as error, type Diagnostic } from './diagnostic.ts';
import type { NodeManifest, PortManifest } from './node-manifest.ts';
import { resolveExpressions, type Resolved } from './inputs/expression-parameters.ts';
import { inputDefinitionDiagnostics, resolvedParameterDiagnostics } from './inputs/input-diagnostics.ts';
import type { InputValues } from './inputs/workflow-input.ts';
import { label } from './parameter-words.ts';
import { phraseOf, say, term, told, type Phrase } from './phrase.ts';
import { fits } from './port-kind.ts';
import { subflowDiagnostics, subflowPath } from './subflows.ts';
import { topologicalOrder } from './topological-order.ts';
import { parseEndpoint, type Edge, type Workflow, type WorkflowNode } from './workflow.ts';

/**
 * All that is wrong with a workflow, in document order; what is wrong with a node in a sub-workflow says in which. A node that is disabled or pinned need not be ready to run. A run is refused while there is
 * an error among them. Expressions are computed with the values of inputs that are given, else with defaults; one whose input has
 * neither waits for a run to give it. A secret that there is none of is found where `secrets`, the names of those there are, is given.
 */
export function validate(document: Workflow, manifests: readonly NodeManifest[], values: InputValues = {}, secrets?: ReadonlySet<string>): Diagnostic[] {
  const resolved = resolveExpressions(document, values);
  const workflow = resolved.document;
  const types = new Map(manifests.map((manifest) => [manifest.type, manifest]));
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const found = [
    ...(workflow.nodes.length === 0 ? [error('empty', say`The workflow has no nodes: drag one from the palette onto the canvas`)] : []),
    ...duplicateIds(workflow),
    ...inputDefinitionDiagnostics(workflow.inputs ?? []),
    ...workflow.nodes.flatMap((node) => (node.disabled || node.pinned ? [] : nodeDiagnostics(node, types, resolved, secrets))),
    ...workflow.edges.flatMap((edge) => edgeDiagnostics(edge, nodes, types)),
    ...inputDiagnostics(workflow, types),
    ...cycleDiagnostics(workflow, nodes),
  ];
  return [...found.map((diagnostic) => withPath(workflow, nodes, diagnostic)), ...subflowDiagnostics(workflow)];
}

function withPath(workflow: Workflow, nodes: ReadonlyMap<string, WorkflowNode>, diagnostic: Diagnostic): Diagnostic {
  const path = subflowPath(workflow, nodes.get(diagnostic.nodeId ?? '')?.within);
  if (path.length === 0) return diagnostic;
  const words = say`In ${path.map(({ id, name }) => `"${name || id}"`).join(' › ')}: ${phraseOf(diagnostic)}`;
  return { ...diagnostic, ...told(words) };
}

/** Whether any of them stops a run. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Why an output must not be wired to an input, in words; nothing when it may. */
export function connectionProblem(
  workflow: Workflow,
  manifests: readonly NodeManifest[],
  edge: Edge,
): Phrase | undefined {
  const types = new Map(manifests.map((manifest) => [manifest.type, manifest]));
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const [problem] = edgeDiagnostics(edge, nodes, types);
  if (problem) return phraseOf(problem);
  const taken = workflow.edges.find((other) => other.to === edge.to);
  if (taken) return say`This input is already wired to ${taken.from}: remove that wire first`;
  const { cycle } = topologicalOrder({ nodes: workflow.nodes, edges: [...workflow.edges, edge] });
  return cycle.length > 0 ? say`This wire would close a cycle: data can only flow forward` : undefined;
}

function duplicateIds(workflow: Workflow): Diagnostic[] {
  const lists = [[say`nodes`, workflow.nodes], [say`notes`, workflow.notes], [say`triggers`, workflow.triggers], [say`groups`, workflow.groups ?? []], [say`sub-workflows`, workflow.subflows ?? []]] as const;
  return lists.flatMap(([what, items]) => {
    const ids = items.map((item) => item.id);
    const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
    return twice.map((id) => error('duplicate-id', say`Two ${what} have the id "${id}": give one of them another`, items === workflow.nodes ? { nodeId: id } : {}));
  });
}

function nodeDiagnostics(node: WorkflowNode, types: ReadonlyMap<string, NodeManifest>, resolved: Resolved<Workflow>, secrets: ReadonlySet<string> | undefined): Diagnostic[] {
  const manifest = types.get(node.type);
  if (manifest) return resolvedParameterDiagnostics(node, manifest, resolved, secrets);
  const near = closest(node.type, [...types.keys()]);
  const hint = near ? say`did you mean "${near}"?` : say`is its plugin installed?`;
  return [error('unknown-type', say`${label(node)} is of the unknown type "${node.type}": ${hint}`, { nodeId: node.id })];
}

function edgeDiagnostics(edge: Edge, nodes: ReadonlyMap<string, WorkflowNode>, types: ReadonlyMap<string, NodeManifest>): Diagnostic[] {
  const from = parseEndpoint(edge.from);
  const to = parseEndpoint(edge.to);
  const where = { edge: `${edge.from}->${edge.to}` };
  const missing = [from.node, to.node].filter((id) => !nodes.has(id));
  if (missing.length > 0) {
    return missing.map((id) => error('dangling-edge', say`The wire ${edge.from} → ${edge.to} names the node "${id}", which is not there`, where));
  }
  const source = types.get(nodes.get(from.node)?.type ?? '');
  const target = types.get(nodes.get(to.node)?.type ?? '');
  const output = source?.outputs.find((port) => port.name === from.port);
  const input = target?.inputs.find((port) => port.name === to.port);
  const problems: Diagnostic[] = [];
  if (source && !output) problems.push(unknownPort('output', from, source.outputs, where));
  if (target && !input) problems.push(unknownPort('input', to, target.inputs, where));
  if (output && input && !fits(output.kind, input.kind)) {
    const alternatives = target?.inputs.filter((port) => fits(output.kind, port.kind)).map((port) => port.name) ?? [];
    const hint = alternatives.length ? say`; ${to.node} takes it at: ${alternatives.join(', ')}` : '';
    problems.push(error(
      'kind-mismatch',
      say`${edge.from} gives ${article(output.kind)}, but ${edge.to} takes ${article(input.kind)}${hint}`,
      { ...where, nodeId: to.node, port: to.port },
    ));
  }
  return problems;
}

function unknownPort(side: 'input' | 'output', at: { node: string; port: string }, ports: readonly PortManifest[], where: Partial<Diagnostic>): Diagnostic {
  const names = ports.map((port) => port.name).join(', ');
  const none = side === 'input' ? say`it has no inputs` : say`it has no outputs`;
  const has = ports.length ? say`it has: ${names}` : none;
  const lacks = side === 'input' ? say`"${at.node}" has no input "${at.port}"; ${has}` : say`"${at.node}" has no output "${at.port}"; ${has}`;
  return error('unknown-port', lacks, { ...where, nodeId: at.node, port: at.port });
}

function inputDiagnostics(workflow: Workflow, types: ReadonlyMap<string, NodeManifest>): Diagnostic[] {
  const sources = new Map<string, string[]>();
  for (const edge of workflow.edges) sources.set(edge.to, [...(sources.get(edge.to) ?? []), edge.from]);
  const doubled = [...sources].filter(([, from]) => from.length > 1).map(([to, from]) => {
    const { node, port } = parseEndpoint(to);
    return error('doubled-input', say`The input ${to} has ${from.length} wires (${from.join(', ')}): keep one`, { nodeId: node, port });
  });
  const missing = workflow.nodes.filter((node) => !node.disabled && !node.pinned).flatMap((node) => (types.get(node.type)?.inputs ?? [])
    .filter((port) => !port.optional && !sources.has(`${node.id}.${port.name}`))
    .map((port) => error('missing-input', say`${label(node)} needs ${article(port.kind)} at its input "${term(port.name)}"`, { nodeId: node.id, port: port.name })));
  return [...doubled, ...missing];
}

function cycleDiagnostics(workflow: Workflow, nodes: ReadonlyMap<string, WorkflowNode>): Diagnostic[] {
  const { cycle } = topologicalOrder(workflow);
  const path = cyclePath(workflow, new Set(cycle));
  if (path.length === 0) return [];
  const first = nodes.get(path[0] ?? '');
  return [error('cycle', say`The wires form a cycle: ${[...path, path[0]].join(' → ')}. Remove one of them`, first ? { nodeId: first.id } : {})];
}

/** Follows wires backwards among the unordered nodes until one comes up again; starts with the first in the document. */
function cyclePath(workflow: Workflow, among: ReadonlySet<string>): string[] {
  const path: string[] = [];
  let [at] = among;
  while (at !== undefined && !path.includes(at)) {
    path.unshift(at);
    const here: string = at;
    const edge = workflow.edges.find((candidate) => parseEndpoint(candidate.to).node === here && among.has(parseEndpoint(candidate.from).node));
    at = edge && parseEndpoint(edge.from).node;
  }
  const cycle = at === undefined ? [] : path.slice(0, path.indexOf(at) + 1);
  const start = cycle.indexOf(workflow.nodes.find((node) => cycle.includes(node.id))?.id ?? '');
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function article(kind: string): Phrase {
  return kind === 'any' ? say`anything` : kind === 'metrics' ? term(kind) : say`a ${term(kind)}`;
}
