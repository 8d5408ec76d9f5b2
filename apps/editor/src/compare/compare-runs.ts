// What differs between runs, node by node. Every row has a value for each run, in the order of the runs; `undefined` where a run has nothing there.
import type { ArtifactRef, Metrics, NodeManifest, NodeRun, Run, Workflow, WorkflowNode } from '@millrace/workflow';
import { parametersOf } from '../replay/node-parameters.ts';
import { bestOf, bestValue } from '../runs/better.ts';

/** A run and the version of the workflow that it ran. */
export interface Side {
  readonly run: Run;
  readonly document: Workflow;
}

export interface Row<Value> {
  readonly nodeId: string;
  readonly values: readonly (Value | undefined)[];
}

export interface ParameterRow extends Row<string> {
  /** What the form calls it. */
  readonly title: string;
}

export interface FigureRow extends Row<number> {
  readonly name: string;
  /** Where the figure is from: an output, or a curve at its last or best step. */
  readonly from: 'output' | 'last' | 'best';
  /** The places of the best values; none where it is not known which is better, or all are equal. */
  readonly best: readonly number[];
}

export interface ArtifactRow extends Row<ArtifactRef> {
  readonly port: string;
}

/** A file that nodes read, by its path; the values are fingerprints of its content. */
export type FileRow = Row<string> & { readonly path: string };

export interface Curves {
  readonly nodeId: string;
  readonly name: string;
  /** By the place of the run. */
  readonly series: readonly { readonly side: number; readonly points: NodeRun['metrics'][string] }[];
}

/** The nodes of all runs, in the order in which the first run that has them names them. */
export function nodeIdsOf(sides: readonly Side[]): string[] {
  return [...new Set(sides.flatMap(({ run }) => Object.keys(run.nodes)))];
}

/** Inputs of the workflow whose value is not the same in every run. */
export function inputRows(sides: readonly Side[]): { readonly name: string; readonly title: string; readonly values: readonly (string | undefined)[] }[] {
  const known = new Map(sides.flatMap(({ document }) => document.inputs ?? []).map((input) => [input.name, input.title ?? input.name]));
  const names = new Set([...known.keys(), ...sides.flatMap(({ run }) => Object.keys(run.inputs ?? {}))]);
  return [...names].flatMap((name) => {
    const values = sides.map(({ run }) => {
      const value = run.inputs?.[name];
      return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
    });
    return differ(values) ? [{ name, title: known.get(name) ?? name, values }] : [];
  });
}

/** Parameters that do not have the same value in every run; a node that a run lacks has none there. Defaults count as values. */
export function parameterRows(sides: readonly Side[], byType: ReadonlyMap<string, NodeManifest>): ParameterRow[] {
  return nodeIdsOf(sides).flatMap((nodeId) => {
    const nodes = sides.map(({ document }) => document.nodes.find(({ id }) => id === nodeId));
    const shown = nodes.map((node) => new Map(node && describe(node, byType).map((parameter) => [parameter.name, parameter])));
    const names = [...new Set(shown.flatMap((parameters) => [...parameters.keys()]))];
    return names.flatMap((name): ParameterRow[] => {
      const values = shown.map((parameters) => parameters.get(name)?.text);
      return differ(values) ? [{ nodeId, title: shown.find((parameters) => parameters.has(name))?.get(name)?.title ?? name, values }] : [];
    });
  });
}

/** Outputs whose content is not the same in every run that has the node. */
export function artifactRows(sides: readonly Side[]): ArtifactRow[] {
  return nodeIdsOf(sides).flatMap((nodeId) => {
    const outputs = sides.map(({ run }) => run.nodes[nodeId]?.outputs ?? {});
    return [...new Set(outputs.flatMap(Object.keys))].flatMap((port): ArtifactRow[] => {
      const values = outputs.map((ports) => ports[port]);
      return differ(values.map((artifact) => artifact?.hash)) ? [{ nodeId, port, values }] : [];
    });
  });
}

/** Files that nodes read whose content is not the same in every run. */
export function fileRows(sides: readonly Side[]): FileRow[] {
  return nodeIdsOf(sides).flatMap((nodeId) => {
    const files = sides.map(({ run }) => run.nodes[nodeId]?.recipe?.files ?? {});
    return [...new Set(files.flatMap(Object.keys))].flatMap((path): FileRow[] => {
      const values = files.map((fingerprints) => fingerprints[path]);
      return differ(values) ? [{ nodeId, path, values }] : [];
    });
  });
}

/** Every curve that a node of some run reported. */
export function curvesOf(sides: readonly Side[]): Curves[] {
  return nodeIdsOf(sides).flatMap((nodeId) => {
    const metrics = sides.map(({ run }) => run.nodes[nodeId]?.metrics ?? {});
    return [...new Set(metrics.flatMap(Object.keys))].map((name) => ({
      nodeId, name, series: metrics.flatMap((curves, side) => (curves[name] ? [{ side, points: curves[name] }] : [])),
    }));
  });
}

/** Every figure: those of metrics outputs, found under the hash of their artifacts, then the last and the best of each curve. */
export function figureRows(sides: readonly Side[], metrics: ReadonlyMap<string, Metrics>): FigureRow[] {
  const outputs = nodeIdsOf(sides).flatMap((nodeId) => {
    const values = sides.map(({ run }) => Object.assign({}, ...metricsArtifacts(run.nodes[nodeId]).map(({ hash }) => metrics.get(hash)?.values ?? {})) as Metrics['values']); // of records of that shape
    return [...new Set(values.flatMap(Object.keys))].map((name) => figureRow(nodeId, name, 'output', values.map((figures) => figures[name] ?? undefined)));
  });
  const curves = curvesOf(sides).flatMap(({ nodeId, name, series }) => {
    const curve = sides.map((_, side) => (series.find((one) => one.side === side)?.points ?? []).map(([, value]) => value));
    return [figureRow(nodeId, name, 'last', curve.map((values) => values.at(-1))), figureRow(nodeId, name, 'best', curve.map((values) => bestValue(name, values)))];
  });
  return [...outputs, ...curves].filter(({ values }) => values.some((value) => value !== undefined));
}

/** The metrics that a node put out. */
export function metricsArtifacts(node: NodeRun | undefined): readonly ArtifactRef[] {
  return Object.values(node?.outputs ?? {}).filter(({ kind, form }) => kind === 'metrics' && form === 'value');
}

/** How each node fared in each run. */
export function nodeRows(sides: readonly Side[]): Row<NodeRun>[] {
  return nodeIdsOf(sides).map((nodeId) => ({ nodeId, values: sides.map(({ run }) => run.nodes[nodeId]) }));
}

function figureRow(nodeId: string, name: string, from: FigureRow['from'], values: FigureRow['values']): FigureRow {
  return { nodeId, name, from, values, best: bestOf(name, values) };
}

function describe(node: WorkflowNode, byType: ReadonlyMap<string, NodeManifest>) {
  const known = parametersOf(node, byType.get(node.type));
  return node.disabled ? [...known, { name: 'disabled', title: 'disabled', text: 'true', given: true }] : known;
}

function differ(values: readonly unknown[]): boolean {
  return values.some((value) => value !== values[0]);
}
