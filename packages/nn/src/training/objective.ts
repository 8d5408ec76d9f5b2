import type { Graph, Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';
import type { BoundArray } from '../runtime/bound-session.ts';

/** How many examples a batch holds, and the positions each is padded to (1 where examples have no length, such as rows of a table). */
export interface BatchShape<Size extends Dim = number> {
  readonly batch: Size;
  readonly sequence: Size;
}

/** What a network computes for a batch of examples. */
export interface ObjectiveGraph {
  /** A scalar: Σ weight · loss over the batch's examples, with the weights that `ExampleBatch.fill` was given. */
  readonly loss: Value;
  /** What `measure` reads, float32, by name; the first axis is the batch's. */
  readonly outputs: Readonly<Record<string, Value>>;
}

/**
 * Some examples and the network that learns from them: all that training needs to know of a task. Training and validation are
 * two objectives with one network.
 */
export interface Objective {
  /** The length of each example, in positions; all 1 where examples have none. There are as many examples as lengths. */
  readonly lengths: ArrayLike<number>;
  /** The most positions that the network takes, if there is a limit. */
  readonly mostPositions?: number;
  /** How much an example counts in the mean loss of its batch, at least 0: the weight of its class, its number of labelled tokens. */
  weightOf(example: number): number;
  /** Builds the forward pass and the loss. Its inputs bear the names of `allocate().arrays`. */
  build(graph: Graph, shape: BatchShape<Dim>): ObjectiveGraph;
  /** The arrays that a graph for this shape reads; `fill` writes them for each step. */
  allocate(shape: BatchShape): ExampleBatch;
}

/** The input arrays of one graph. */
export interface ExampleBatch {
  /** By the name of the graph's input. */
  readonly arrays: Readonly<Record<string, BoundArray>>;
  /**
   * Writes these examples, at most as many as the batch holds; each weighs `weightOf(example) / totalWeight`, so that the
   * parts of a batch add up to its mean. What is left of the batch is padding that weighs nothing.
   */
  fill(examples: readonly number[], totalWeight: number): void;
  /** Figures of these examples (which were filled in before), from the outputs of the graph. */
  measure(examples: readonly number[], outputs: Readonly<Record<string, Float32Array>>): Measures;
}

/** Figures such as accuracy, as sum and count: over several batches the figure is Σ sum / Σ count. */
export type Measures = Readonly<Record<string, { readonly sum: number; readonly count: number }>>;
