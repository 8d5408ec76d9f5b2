import { readFile } from 'node:fs/promises';
import { CheckpointError } from '../nn-error.ts';
import type { TokenizedTexts } from '../texts/tokenized-texts.ts';
import { SafetensorsFile } from './safetensors-file.ts';
import { writeWhole } from './write-whole.ts';

/** Tokenized texts as they are kept between steps of a pipeline: with their classes, when they have any. */
export interface TokenDataset extends TokenizedTexts {
  /** The class of each text, an index into `labelNames`. */
  readonly labels?: Int32Array;
  readonly labelNames?: readonly string[];
  /** The limit the texts were cut to. */
  readonly maxLength: number;
  readonly padTokenId: number;
}

/** How long the stored rows are: as long as each text is, as the longest text, or as `maxLength`. */
export type StoredPadding = 'none' | 'longest' | 'max';

const format = 'millrace.tokens';

/**
 * Writes a safetensors file of int32 tensors: `input_ids` (all rows one after another), `offsets` [rows + 1] (where each
 * row begins), `lengths` [rows] (tokens of each row before padding), and `token_type_ids` and `labels` where there are any.
 */
export async function writeTokenDataset(path: string, dataset: TokenDataset, padding: StoredPadding = 'none'): Promise<void> {
  const { inputIds, tokenTypeIds, labels, labelNames, maxLength, padTokenId } = dataset;
  const lengths = Int32Array.from(inputIds, (ids) => ids.length);
  const width = padding === 'none' ? 0 : padding === 'max' ? maxLength : lengths.reduce((a, b) => Math.max(a, b), 0);
  const offsets = new Int32Array(inputIds.length + 1);
  for (let row = 0; row < inputIds.length; row++) offsets[row + 1] = offsets[row]! + Math.max(lengths[row]!, width);
  const flat = (rows: readonly Int32Array[], filler: number): Int32Array => {
    const all = new Int32Array(offsets.at(-1) ?? 0).fill(filler);
    rows.forEach((row, index) => all.set(row, offsets[index]));
    return all;
  };
  const tensors: Record<string, Int32Array> = {
    input_ids: flat(inputIds, padTokenId), ...(labels && { labels }), lengths, offsets, ...(tokenTypeIds && { token_type_ids: flat(tokenTypeIds, 0) }),
  };
  const metadata = { format, max_length: String(maxLength), pad_token_id: String(padTokenId), ...(labelNames && { labels: JSON.stringify(labelNames) }) };
  await writeWhole(path, integerParts(tensors, metadata));
}

/** Reads what `writeTokenDataset` wrote; throws CheckpointError naming the file and what is wrong with it. */
export async function readTokenDataset(path: string): Promise<TokenDataset> {
  const wrong = (what: string) => new CheckpointError(`${path} is not a dataset of tokens: ${what}.`);
  const file = await SafetensorsFile.open(path);
  try {
    if (file.metadata['format'] !== format) throw wrong(`its format is "${file.metadata['format'] ?? 'unknown'}"`);
    const bytes = await readFile(path);
    const integers = (name: string): Int32Array => {
      if (file.tensors.get(name)?.dtype !== 'I32') throw wrong(`it has no int32 tensor "${name}"`);
      const { offset, length } = file.place(name);
      return new Int32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer);
    };
    const [offsets, lengths, ids] = [integers('offsets'), integers('lengths'), integers('input_ids')];
    const types = file.tensors.has('token_type_ids') ? integers('token_type_ids') : undefined;
    const labels = file.tensors.has('labels') ? integers('labels') : undefined;
    const rows = lengths.length;
    if (offsets.length !== rows + 1 || offsets[0] !== 0 || offsets[rows] !== ids.length) throw wrong('its offsets do not cover its token ids');
    if (lengths.some((length, row) => length < 0 || length > offsets[row + 1]! - offsets[row]!)) throw wrong('a row is longer than its place');
    if ((types && types.length !== ids.length) || (labels && labels.length !== rows)) throw wrong('its tensors have different lengths');
    const cut = (all: Int32Array) => Array.from(lengths, (length, row) => all.subarray(offsets[row]!, offsets[row]! + length));
    const labelNames = file.metadata['labels'] === undefined ? undefined : parseLabels(file.metadata['labels']);
    if ((labels === undefined) !== (labelNames === undefined)) throw wrong('it has labels without names, or names without labels');
    return {
      inputIds: cut(ids), ...(types && { tokenTypeIds: cut(types) }), ...(labels && labelNames && { labels, labelNames }),
      maxLength: Number(file.metadata['max_length'] ?? 0), padTokenId: Number(file.metadata['pad_token_id'] ?? 0),
    };
  } finally {
    await file.close();
  }

  function parseLabels(text: string): string[] {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed) && parsed.every((label) => typeof label === 'string')) return parsed;
    } catch { /* said below */ }
    throw wrong('its label names are not a JSON list of texts');
  }
}

/** The bytes of a safetensors file of flat int32 tensors. */
function integerParts(tensors: Readonly<Record<string, Int32Array>>, metadata: Readonly<Record<string, string>>): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, data] of Object.entries(tensors)) {
    header[name] = { dtype: 'I32', shape: [data.length], data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8; // so that the numbers are aligned
  const head = new Uint8Array(8 + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, 8);
  return [head, ...Object.values(tensors).map((data) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
}
