import { CheckpointError, type NamedTensors, SafetensorsFile, writeSafetensors } from '@millrace/nn';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-nn-')); });
afterAll(() => rm(folder, { recursive: true }));

function fileOf(header: unknown, dataBytes = 0, claimed?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
}

const vector = (begin: number, end: number, more = {}) => ({ dtype: 'F32', shape: [(end - begin) / 4], data_offsets: [begin, end], ...more });

describe('safetensors', () => {
  it('reads back what it writes, bit for bit', async () => {
    const path = join(folder, 'round.safetensors');
    const tensors: NamedTensors = new Map([
      ['b', { shape: [2, 2], data: Float32Array.of(1, -0, Infinity, 1e-40) }],
      ['a', { shape: [], data: Float32Array.of(0.1) }],
      ['empty', { shape: [0, 3], data: new Float32Array(0) }],
    ]);
    await writeSafetensors(path, tensors);
    const file = await SafetensorsFile.open(path);
    expect(file.metadata).toEqual({ format: 'pt' });
    for (const [name, tensor] of tensors) expect(await file.readFloats(name)).toEqual(tensor);
    await file.close();
    expect((await readFile(path)).readBigUInt64LE() % 8n).toBe(0n);
    expect(await readdir(folder)).toEqual(['round.safetensors']);
  });

  it('widens half precision and bfloat16 exactly', async () => {
    const path = join(folder, 'half.safetensors');
    const bytes = fileOf({ half: { dtype: 'F16', shape: [6], data_offsets: [0, 12] }, brain: { dtype: 'BF16', shape: [2], data_offsets: [12, 16] } }, 16);
    const data = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 16);
    [0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555, 0x8000, 0x3f80, 0xc049].forEach((bits, index) => data.setUint16(2 * index, bits, true));
    await writeFile(path, bytes);
    const file = await SafetensorsFile.open(path);
    expect((await file.readFloats('half')).data).toEqual(Float32Array.of(1, -2, 2 ** -24, Infinity, 0.333251953125, -0));
    expect((await file.readFloats('brain')).data).toEqual(Float32Array.of(1, -3.140625));
    await file.close();
  });

  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'it has 0 bytes; a header takes at least 8'],
    ['a header larger than the file', fileOf({}, 0, 1000n), 'it claims a header of 1000 bytes; the file has 10'],
    ['a header of 2^63 bytes', fileOf({}, 0, 2n ** 63n), 'it claims a header of 9223372036854776000 bytes'],
    ['a header that is not JSON', fileOf('{"a":'), 'the header is not JSON'],
    ['a header that is not UTF-8', Buffer.concat([fileOf('', 0, 2n), Buffer.of(0xff, 0xfe)]), 'not a usable safetensors file'],
    ['a list', fileOf([1]), 'the header is not a JSON object'],
    ['a name that appears twice', fileOf(`{"w":${JSON.stringify(vector(0, 4))},"\\u0077":${JSON.stringify(vector(4, 8))}}`, 8), '"w" appears twice in the header'],
    ['offsets that appear twice', fileOf('{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8],"data_offsets":[0,4]}}', 4), '"data_offsets" appears twice'],
    ['an unknown dtype', fileOf({ w: vector(0, 4, { dtype: 'F31' }) }, 4), 'tensor "w": unknown dtype "F31"'],
    ['a dtype from the prototype', fileOf({ w: vector(0, 4, { dtype: 'toString' }) }, 4), 'unknown dtype "toString"'],
    ['a negative size', fileOf({ w: vector(0, 4, { shape: [-1, -1] }) }, 4), 'its shape is not a list of whole numbers'],
    ['a shape that overflows', fileOf({ w: vector(0, 4, { shape: [2 ** 40, 2 ** 40] }) }, 4), 'takes 4.835703278458517e+24 bytes, its offsets give 4'],
    ['a shape that does not match its bytes', fileOf({ w: vector(0, 8, { shape: [3] }) }, 8), '[3] of F32 takes 12 bytes, its offsets give 8'],
    ['offsets in reverse', fileOf({ w: { dtype: 'F32', shape: [1], data_offsets: [4, 0] } }, 4), 'its offsets give -4'],
    ['offsets beyond the file', fileOf({ w: vector(0, 400) }, 4), 'tensor "w" ends at byte 400, the file holds 4'],
    ['tensors that overlap', fileOf({ v: vector(0, 8), w: vector(4, 12) }, 12), 'tensor "w" overlaps another'],
    ['a hole', fileOf({ v: vector(0, 4), w: vector(8, 12) }, 12), '4 bytes before tensor "w" belong to no tensor'],
    ['bytes at the end', fileOf({ w: vector(0, 4) }, 12), '8 bytes at the end belong to no tensor'],
    ['metadata that is not text', fileOf({ __metadata__: { a: 1 } }), '__metadata__ does not map names to strings'],
  ])('refuses %s', async (_, bytes, message) => {
    const path = join(folder, 'hostile.safetensors');
    await writeFile(path, bytes);
    const opening = SafetensorsFile.open(path);
    await expect(opening).rejects.toThrow(CheckpointError);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow(path);
  });

  it('takes names and braces in strings for what they are', async () => {
    const path = join(folder, 'names.safetensors');
    await writeFile(path, fileOf({ 'a"{': vector(0, 4), __proto__x: vector(4, 8), '{"a"': vector(8, 12) }, 12));
    const file = await SafetensorsFile.open(path);
    expect([...file.tensors.keys()]).toEqual(['a"{', '__proto__x', '{"a"']);
    await file.close();
  });

  it('leaves the old file and no other behind when it cannot write', async () => {
    const path = join(folder, 'no-such-folder', 'x.safetensors');
    await expect(writeSafetensors(path, new Map())).rejects.toThrow('ENOENT');
  });
});
