import { gradients } from '../graph/gradients.ts';
import { Graph, type Parameter, type Value } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { cpu } from '../graph/target.ts';
import type { Random } from '../random.ts';
import { type BoundArray, BoundSession } from '../runtime/bound-session.ts';
import { DropoutMasks } from '../runtime/dropout-masks.ts';
import type { BatchShape, ExampleBatch, Measures, Objective } from './objective.ts';
import type { ParameterMemory } from './parameter-memory.ts';

/** What a step needs besides the shape. */
export interface StepSessionOptions {
  readonly objective: Objective;
  readonly memory: ParameterMemory;
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  readonly threads?: number | undefined;
  readonly zeroCopy?: boolean | undefined;
}

/** What the forward pass says about some examples. */
export interface PartOutcome {
  /** Σ weight · loss. */
  readonly loss: number;
  readonly measures: Measures;
}

interface RowsToAdd {
  readonly table: Float32Array;
  readonly width: number;
  readonly indices: BigInt64Array;
  readonly rows: Float32Array;
  readonly frozenRow: number | undefined;
}

/** The forward and backward pass for one shape of batch: reads parameters and writes gradients in the memory. */
export class StepSession {
  private constructor(
    private readonly session: BoundSession,
    private readonly batch: ExampleBatch,
    private readonly masks: DropoutMasks,
    private readonly cleared: readonly Float32Array[],
    private readonly rowsToAdd: readonly RowsToAdd[],
    private readonly loss: Float32Array,
    private readonly outputs: Readonly<Record<string, Float32Array>>,
  ) {}

  /** Compiles the graph for batches of this shape. */
  static async create(shape: BatchShape, { objective, memory, isFrozen, threads, zeroCopy }: StepSessionOptions): Promise<StepSession> {
    const { graph, loss, outputs } = trainingGraph(objective, shape, isFrozen);
    const batch = objective.allocate(shape);
    const masks = new DropoutMasks(graph.dropoutMasks.map(({ mask, keep }) => ({ elements: elementCount(mask.shape), keep })));
    const feeds: Record<string, BoundArray> = {
      ...batch.arrays,
      ...Object.fromEntries(graph.dropoutMasks.map(({ mask }, index) => [mask.name, masks.arrays[index]!])),
      ...Object.fromEntries(memory.names.map((name) => [name, memory.parameter(name)])),
    };
    const lossArray = new Float32Array(1);
    const outputArrays = Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, new Float32Array(elementCount(shape))]));
    const results: Record<string, { value: Value; into: BoundArray }> = {
      loss: { value: loss, into: lossArray },
      ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`output ${name}`, { value, into: outputArrays[name]! }])),
    };
    const cleared: Float32Array[] = [];
    const rowsToAdd: RowsToAdd[] = [];
    const rowArrays = new Map<Value, Float32Array>();
    for (const [name, { dense, sparse }] of gradients(graph, loss)) {
      const table = memory.gradient(name);
      if (dense) results[`gradient of ${name}`] = { value: dense, into: table };
      else cleared.push(table);
      for (const { indices, rows, frozenRow } of sparse) {
        let array = rowArrays.get(rows);
        if (!array) {
          array = new Float32Array(elementCount(rows.shape));
          rowArrays.set(rows, array);
          results[`rows ${rowArrays.size}`] = { value: rows, into: array };
        }
        const read = feeds[indices.name];
        if (!(read instanceof BigInt64Array)) throw graph.shapeError('embedding', `the indices into ${name} must be an input of the graph, so that their rows can be added to its gradient`);
        rowsToAdd.push({ table, width: Number(rows.shape.at(-1)), indices: read, rows: array, frozenRow });
      }
    }
    const session = await BoundSession.create(graph, { feeds, results, threads, zeroCopy });
    return new StepSession(session, batch, masks, cleared, rowsToAdd, lossArray, outputArrays);
  }

  /** Computes loss and gradients of some examples, each weighing `weightOf / totalWeight`. */
  async run(examples: readonly number[], totalWeight: number, random: Random): Promise<PartOutcome> {
    this.batch.fill(examples, totalWeight);
    this.masks.fill(random);
    await this.session.run();
    for (const table of this.cleared) table.fill(0);
    for (const addition of this.rowsToAdd) addRows(addition);
    return { loss: this.loss[0]!, measures: this.batch.measure(examples, this.outputs) };
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.close();
  }
}

/** The forward pass of an objective in training, before its gradients are asked for. */
export function trainingGraph(objective: Objective, shape: BatchShape, isFrozen?: (parameter: string) => boolean) {
  const graph = new Graph(cpu, true, isFrozen);
  return { graph, ...objective.build(graph, shape) };
}

/** Every parameter of the network of an objective: name, shape and how it starts. */
export function parametersOf(objective: Objective): ReadonlyMap<string, Parameter> {
  return trainingGraph(objective, { batch: 1, sequence: Math.min(objective.lengths[0] ?? 1, objective.mostPositions ?? Infinity) }).graph.parameters;
}

/** `table[indices[i]] += rows[i]`, one after another: a scatter that cannot race. */
function addRows({ table, width, indices, rows, frozenRow }: RowsToAdd): void {
  const low = new Int32Array(indices.buffer, indices.byteOffset, indices.length * 2); // indices fit 31 bits
  for (let i = 0; i < indices.length; i++) {
    const index = low[2 * i]!;
    if (index === frozenRow) continue;
    const to = index * width;
    const from = i * width;
    for (let column = 0; column < width; column++) table[to + column]! += rows[from + column]!;
  }
}
