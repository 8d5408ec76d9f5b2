import { Random } from '../random.ts';
import { CpuEngine } from '../training/cpu-engine.ts';
import { scoreOf } from '../training/measures.ts';
import type { NamedTensors } from '../tensor.ts';
import type { FeatureEncoder } from './feature-encoder.ts';
import { tabularObjective, type TabularExamples } from './tabular-objective.ts';

/** How much a model needs a column. */
export interface ColumnImportance {
  readonly column: string;
  /** By how much the loss rises when the column says nothing, in the mean. About 0: the model does without it. */
  readonly importance: number;
}

/** What is asked. */
export interface ImportanceOptions extends TabularExamples {
  readonly encoder: FeatureEncoder;
  readonly parameters: NamedTensors;
  readonly seed: number;
  readonly threads?: number | undefined;
  readonly signal?: { throwIfAborted(): void } | undefined;
}

/**
 * Permutation importance (Breiman 2001), the largest first: each column is shuffled among the rows a few times, and the loss compared
 * with that of the rows as they are. Best asked of rows that the model has not learnt from.
 */
export async function permutationImportance({ encoder, parameters, seed, threads, signal, ...examples }: ImportanceOptions): Promise<ColumnImportance[]> {
  const { rows, config: { numbers: width } } = examples;
  const shuffled = { ...rows, numbers: rows.numbers.slice(), ids: rows.ids.map((ids) => ids.slice()) };
  const objective = tabularObjective({ ...examples, rows: shuffled });
  const engine = new CpuEngine({ objective, parameters, optimizer: { kind: 'sgd' }, threads });
  const loss = async () => scoreOf(await engine.evaluate(objective, signal)).loss;
  try {
    const before = await loss();
    const result: ColumnImportance[] = [];
    for (const place of encoder.places) {
      let rise = 0;
      for (let round = 0; round < rounds; round++) {
        const order = Int32Array.from({ length: rows.rows }, (_, row) => row);
        Random.derive(seed, place.name, round).shuffle(order);
        order.forEach((from, to) => {
          if ('ids' in place) shuffled.ids[place.ids]![to] = rows.ids[place.ids]![from]!;
          else shuffled.numbers.set(rows.numbers.subarray(from * width + place.first, from * width + place.first + place.count), to * width + place.first);
        });
        rise += (await loss() - before) / rounds;
      }
      shuffled.numbers.set(rows.numbers);
      shuffled.ids.forEach((ids, index) => ids.set(rows.ids[index]!));
      result.push({ column: place.name, importance: rise });
    }
    return result.sort((a, b) => b.importance - a.importance);
  } finally {
    await engine.close();
  }
}

const rounds = 5;
