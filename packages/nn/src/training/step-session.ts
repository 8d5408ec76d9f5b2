import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { cpu } from '../graph/target.ts';
import { bertClassifier, tokenInputs } from '../models/bert-classifier.ts';
import type { BertConfig } from '../models/bert-config.ts';
import { crossEntropy } from '../ops/cross-entropy.ts';
import type { Random } from '../random.ts';
import { type BoundArray, BoundSession } from '../runtime/bound-session.ts';
import { countCorrect } from './count-correct.ts';
import type { LabelledTexts } from '../texts/tokenized-texts.ts';
import type { ParameterMemory } from './parameter-memory.ts';
import { TokenBatch } from '../texts/token-batch.ts';

/** What a step needs besides the shape. */
export interface StepSessionOptions {
  readonly config: BertConfig;
  readonly memory: ParameterMemory;
  readonly threads?: number | undefined;
  readonly zeroCopy?: boolean | undefined;
}

/** What the forward pass says about a batch. */
export interface BatchScore {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** How many texts the model classifies rightly. */
  readonly correct: number;
}

interface RowsToAdd {
  readonly table: Float32Array;
  readonly width: number;
  readonly indices: BigInt64Array;
  readonly rows: Float32Array;
  readonly frozenRow: number | undefined;
}

/** The forward and backward pass of a model for one shape of batch: reads parameters and writes gradients in the memory. */
export class StepSession {
  private constructor(
    private readonly session: BoundSession,
    private readonly tokens: TokenBatch,
    private readonly labels: BigInt64Array,
    private readonly weights: Float32Array,
    private readonly masks: readonly { readonly array: Uint8Array; readonly keep: number }[],
    private readonly cleared: readonly Float32Array[],
    private readonly rowsToAdd: readonly RowsToAdd[],
    private readonly loss: Float32Array,
    private readonly logits: Float32Array,
  ) {}

  /** Compiles the graph for `batch` texts of `sequence` tokens. */
  static async create(batch: number, sequence: number, { config, memory, threads, zeroCopy }: StepSessionOptions): Promise<StepSession> {
    const graph = new Graph(cpu, true);
    const inputs = tokenInputs(graph, batch, sequence);
    const labels = graph.input('labels', [batch], 'int64');
    const weights = graph.input('loss_weights', [batch]);
    const { logits } = bertClassifier(graph, config, inputs);
    const loss = crossEntropy(logits, labels, weights);

    const tokens = new TokenBatch(batch, sequence, config.padTokenId);
    const arrays = { labels: new BigInt64Array(batch), weights: new Float32Array(batch), loss: new Float32Array(1), logits: new Float32Array(batch * config.labels.length) };
    const masks = graph.dropoutMasks.map(({ mask, keep }) => ({ name: mask.name, array: new Uint8Array(elementCount(mask.shape)), keep }));
    const feeds: Record<string, BoundArray> = {
      input_ids: tokens.inputIds, attention_mask: tokens.attentionMask, token_type_ids: tokens.tokenTypeIds,
      labels: arrays.labels, loss_weights: arrays.weights,
      ...Object.fromEntries(masks.map(({ name, array }) => [name, array])),
      ...Object.fromEntries(memory.names.map((name) => [name, memory.parameter(name)])),
    };
    const results: Record<string, { value: Value; into: BoundArray }> = {
      loss: { value: loss, into: arrays.loss }, logits: { value: logits, into: arrays.logits },
    };
    const cleared: Float32Array[] = [];
    const rowsToAdd: RowsToAdd[] = [];
    const rowArrays = new Map<Value, Float32Array>();
    for (const [name, { dense, sparse }] of gradients(graph, loss)) {
      const table = memory.gradient(name);
      if (dense) results[`gradient of ${name}`] = { value: dense, into: table };
      else if (sparse.length) cleared.push(table);
      for (const { indices, rows, frozenRow } of sparse) {
        let array = rowArrays.get(rows);
        if (!array) {
          array = new Float32Array(elementCount(rows.shape));
          rowArrays.set(rows, array);
          results[`rows ${rowArrays.size}`] = { value: rows, into: array };
        }
        rowsToAdd.push({ table, width: Number(rows.shape.at(-1)), indices: feeds[indices.name] as BigInt64Array, rows: array, frozenRow });
      }
    }
    const session = await BoundSession.create(graph, { feeds, results, threads, zeroCopy });
    return new StepSession(session, tokens, arrays.labels, arrays.weights, masks, cleared, rowsToAdd, arrays.loss, arrays.logits);
  }

  /** Computes loss and gradients of the mean loss of up to `batch` texts, each of at most `sequence` tokens. */
  async run({ inputIds, tokenTypeIds, labels }: LabelledTexts, random: Random): Promise<BatchScore> {
    this.tokens.fill(inputIds, tokenTypeIds);
    for (let row = 0; row < this.labels.length; row++) {
      this.labels[row] = BigInt(labels[row] ?? 0);
      this.weights[row] = row < labels.length ? 1 / labels.length : 0;
    }
    for (const { array, keep } of this.masks) random.fillMask(array, keep);
    await this.session.run();
    for (const table of this.cleared) table.fill(0);
    for (const addition of this.rowsToAdd) addRows(addition);
    return { loss: this.loss[0]!, correct: countCorrect(this.logits, this.logits.length / this.labels.length, labels) };
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.close();
  }
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
