import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CheckpointError } from '../nn-error.ts';
import type { TokenizedTexts } from '../texts/tokenized-texts.ts';
import type { Targets, Task } from '../training/targets.ts';
import { SafetensorsFile } from './safetensors-file.ts';
import { writeWhole } from './write-whole.ts';

/** Tokenized texts as they are kept between steps of a pipeline: with what is to be learnt of each, if there is anything. */
export interface TokenDataset extends TokenizedTexts {
  readonly targets?: Targets;
  /** The names of the classes, labels or numbers. */
  readonly labelNames?: readonly string[];
  /** The limit the texts were cut to. */
  readonly maxLength: number;
  readonly padTokenId: number;
}

/** How long the stored rows are: as long as each text is, as the longest text, or as `maxLength`. */
export type StoredPadding = 'none' | 'longest' | 'max';

const format = 'millrace.tokens';
const noClass = -1;

/**
 * Writes a safetensors file: int32 `input_ids` (all rows one after another), `offsets` [rows + 1] (where each row begins), `lengths`
 * [rows] (tokens of each row before padding), `token_type_ids` where there are any; and `targets`, whose kind is in the metadata: int32
 * classes [rows], int32 marks [rows · labels], float32 numbers [rows · outputs], or int32 classes beside the `input_ids`.
 */
export async function writeTokenDataset(path: string, dataset: TokenDataset, padding: StoredPadding = 'none'): Promise<void> {
  const { inputIds, tokenTypeIds, targets, labelNames, maxLength, padTokenId } = dataset;
  const lengths = Int32Array.from(inputIds, (ids) => ids.length);
  const width = padding === 'none' ? 0 : padding === 'max' ? maxLength : lengths.reduce((a, b) => Math.max(a, b), 0);
  const offsets = new Int32Array(inputIds.length + 1);
  for (let row = 0; row < inputIds.length; row++) offsets[row + 1] = offsets[row]! + Math.max(lengths[row]!, width);
  const flat = (rows: readonly Int32Array[], filler: number): Int32Array => {
    const all = new Int32Array(offsets.at(-1) ?? 0).fill(filler);
    rows.forEach((row, index) => all.set(row, offsets[index]));
    return all;
  };
  const tensors = {
    input_ids: flat(inputIds, padTokenId), lengths, offsets, ...(tokenTypeIds && { token_type_ids: flat(tokenTypeIds, 0) }),
    ...(targets && { targets: storedTargets(targets, flat) }),
  };
  const metadata = {
    format, max_length: String(maxLength), pad_token_id: String(padTokenId), ...(targets && { task: targets.task }), ...(labelNames && { labels: JSON.stringify(labelNames) }),
  };
  await writeWhole(path, tensorParts(tensors, metadata));
}

/** Reads what `writeTokenDataset` wrote; throws CheckpointError naming the file and what is wrong with it. */
export async function readTokenDataset(path: string): Promise<TokenDataset> {
  const wrong = (what: string) => new CheckpointError(`${path} is not a dataset of tokens: ${what}.`);
  const file = await SafetensorsFile.open(path);
  try {
    if (file.metadata['format'] !== format) throw wrong(`its format is "${file.metadata['format'] ?? 'unknown'}"`);
    const bytes = await readFile(path);
    const stored = (name: string, dtype: 'I32' | 'F32'): ArrayBuffer => {
      if (file.tensors.get(name)?.dtype !== dtype) throw wrong(`it has no ${dtype === 'I32' ? 'int32' : 'float32'} tensor "${name}"`);
      const { offset, length } = file.place(name);
      return Uint8Array.from(bytes.subarray(offset, offset + length)).buffer;
    };
    const integers = (name: string) => new Int32Array(stored(name, 'I32'));
    const [offsets, lengths, ids] = [integers('offsets'), integers('lengths'), integers('input_ids')];
    const types = file.tensors.has('token_type_ids') ? integers('token_type_ids') : undefined;
    const rows = lengths.length;
    if (offsets.length !== rows + 1 || offsets[0] !== 0 || offsets[rows] !== ids.length) throw wrong('its offsets do not cover its token ids');
    if (lengths.some((length, row) => length < 0 || length > offsets[row + 1]! - offsets[row]!)) throw wrong('a row is longer than its place');
    if (types && types.length !== ids.length) throw wrong('its tensors have different lengths');
    const cut = (all: Int32Array) => Array.from(lengths, (length, row) => all.subarray(offsets[row]!, offsets[row]! + length));
    const { task, labels } = parseMetadata(file.metadata);
    if ((task === undefined) !== (labels === undefined)) throw wrong('it has labels without names, or names without labels');
    const targets = task && labels && readTargets(task, { rows, labels: labels.length, positions: ids.length, cut });
    return {
      inputIds: cut(ids), ...(types && { tokenTypeIds: cut(types) }), ...(targets && labels && { targets, labelNames: labels }),
      maxLength: Number(file.metadata['max_length'] ?? 0), padTokenId: Number(file.metadata['pad_token_id'] ?? 0),
    };

    function readTargets(task: Task, { rows, labels, positions, cut }: { rows: number; labels: number; positions: number; cut: (all: Int32Array) => Int32Array[] }): Targets {
      const counted = <Numbers extends Int32Array | Float32Array>(numbers: Numbers, count: number): Numbers => {
        if (numbers.length !== count) throw wrong('its tensors have different lengths');
        return numbers;
      };
      switch (task) {
        case 'single_label_classification': return { task, classes: counted(integers('targets'), rows) };
        case 'multi_label_classification': return { task, applies: Uint8Array.from(counted(integers('targets'), rows * labels)) };
        case 'regression': return { task, values: counted(new Float32Array(stored('targets', 'F32')), rows * labels) };
        case 'token_classification': return { task, tokenClasses: cut(counted(integers('targets'), positions)) };
        default: return task satisfies never;
      }
    }
  } finally {
    await file.close();
  }

  function parseMetadata({ task, labels }: Readonly<Record<string, string>>) {
    try {
      return { task: taskSchema.optional().parse(task), labels: labels === undefined ? undefined : z.array(z.string()).parse(JSON.parse(labels)) };
    } catch {
      throw wrong('its label names are not a JSON list of texts, or its task is unknown');
    }
  }
}

const taskSchema = z.enum(['single_label_classification', 'multi_label_classification', 'regression', 'token_classification']);

function storedTargets(targets: Targets, flat: (rows: readonly Int32Array[], filler: number) => Int32Array): Int32Array | Float32Array {
  switch (targets.task) {
    case 'single_label_classification': return targets.classes;
    case 'multi_label_classification': return Int32Array.from(targets.applies);
    case 'regression': return targets.values;
    case 'token_classification': return flat(targets.tokenClasses, noClass);
    default: return targets satisfies never;
  }
}

/** The bytes of a safetensors file of flat tensors. */
function tensorParts(tensors: Readonly<Record<string, Int32Array | Float32Array>>, metadata: Readonly<Record<string, string>>): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, data] of Object.entries(tensors)) {
    header[name] = { dtype: data instanceof Float32Array ? 'F32' : 'I32', shape: [data.length], data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8; // so that the numbers are aligned
  const head = new Uint8Array(8 + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, 8);
  return [head, ...Object.values(tensors).map((data) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
}
