import { CheckpointError, ConfigError, type FloatTensor, gpt2Config, gpt2ConfigFile, loadLanguageModel, openLanguageModel, parseGpt2Config, saveLanguageModel, writeSafetensors } from '@millrace/nn';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folders.ts';
import { generated, gpt2Tiny } from './golden-gpt2.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => { folder = await temporaryFolder(); });
afterEach(() => folder.remove());

/** The reference model with its tensors changed. */
async function folderWith(change: (tensors: Map<string, FloatTensor>) => Map<string, FloatTensor> | void): Promise<string> {
  const tensors = new Map((await loadLanguageModel(gpt2Tiny)).parameters);
  await writeSafetensors(join(folder.path, 'model.safetensors'), change(tensors) ?? tensors);
  await copyFile(join(gpt2Tiny, 'config.json'), join(folder.path, 'config.json'));
  return folder.path;
}

async function writes(path: string): Promise<number[]> {
  const model = await openLanguageModel(path, { threads: 1 });
  const [text] = await model.generate({ inputIds: [Int32Array.from(generated.cases[0]!.input_ids)], maxNewTokens: 12 });
  await model.close();
  return [...text!.ids];
}

describe('the folder of a language model', () => {
  it('is read back as it was saved, and holds what Transformers needs', async () => {
    const saved = await loadLanguageModel(gpt2Tiny);
    await saveLanguageModel(folder.path, saved);
    expect((await readdir(folder.path)).sort()).toEqual(['config.json', 'model.onnx', 'model.safetensors']);
    expect(await loadLanguageModel(folder.path)).toEqual(saved);
    const [config, reference] = await Promise.all([folder.path, gpt2Tiny].map(async (path) => JSON.parse(await readFile(join(path, 'config.json'), 'utf8')) as Record<string, unknown>));
    for (const [field, value] of Object.entries(config!)) expect([field, value]).toEqual([field, reference![field]]);
    expect(await readFile(join(folder.path, 'model.safetensors'))).toEqual(await readFile(join(gpt2Tiny, 'model.safetensors')));
    expect(await writes(folder.path)).toEqual(generated.cases[0]!.new_ids);
  });

  it('may hold the tensors of the bare model, the masks of older versions and the output layer again', async () => {
    const path = await folderWith((tensors) => {
      const bare = new Map([...tensors].map(([name, tensor]) => [name.replace('transformer.', ''), tensor] as const));
      for (const layer of [0, 1]) {
        bare.set(`h.${layer}.attn.bias`, { shape: [1, 1, 64, 64], data: new Float32Array(4096) });
        bare.set(`h.${layer}.attn.masked_bias`, { shape: [], data: Float32Array.of(-1e4) });
      }
      return bare.set('lm_head.weight', tensors.get('transformer.wte.weight')!);
    });
    expect((await loadLanguageModel(path)).parameters).toEqual((await loadLanguageModel(gpt2Tiny)).parameters);
    expect(await writes(path)).toEqual(generated.cases[0]!.new_ids);
  });

  it('may hold weights in half precision', async () => {
    const path = await folderWith((tensors) => tensors);
    const bytes = await readFile(join(path, 'model.safetensors'));
    const headerBytes = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.subarray(8, 8 + headerBytes).toString()) as Record<string, { dtype: string; data_offsets: [number, number] }>;
    const start = 8 + headerBytes;
    const brain = Buffer.alloc((bytes.length - start) / 2);
    for (let i = 0; i < brain.length / 2; i++) brain.writeUInt16LE(bytes.readUInt16LE(start + 4 * i + 2), 2 * i); // bfloat16 is the upper half
    for (const [name, entry] of Object.entries(header)) {
      if (name === '__metadata__') continue;
      Object.assign(entry, { dtype: 'BF16', data_offsets: entry.data_offsets.map((offset) => offset / 2) });
    }
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    await writeFile(join(path, 'model.safetensors'), Buffer.concat([length, text, brain]));
    expect(await writes(path)).toHaveLength(12);
  });

  it('is refused with the tensors that are missing, superfluous or of another shape', async () => {
    const path = await folderWith((tensors) => {
      tensors.delete('transformer.ln_f.bias');
      tensors.set('extra', { shape: [1], data: new Float32Array(1) });
      tensors.set('transformer.wpe.weight', { shape: [3, 32], data: new Float32Array(96) });
    });
    for (const open of [loadLanguageModel, openLanguageModel]) {
      const opening: Promise<unknown> = open(path);
      await expect(opening).rejects.toThrow(CheckpointError);
      await expect(opening).rejects.toThrow(/transformer\.wpe\.weight is \[3, 32\], the configuration makes it \[64, 32\]; transformer\.ln_f\.bias \[32\] is missing; transformer\.extra does not belong to the model/);
    }
  });
});

describe('the configuration of GPT-2', () => {
  const valid = gpt2ConfigFile(gpt2Config({ vocabSize: 100 }));

  it('has the defaults of Transformers', () => {
    expect(parseGpt2Config({ model_type: 'gpt2' })).toEqual(gpt2Config({ vocabSize: 50257 }));
    expect(gpt2Config({ vocabSize: 100, hiddenSize: 128, dropout: 0.2 })).toMatchObject({ attentionHeads: 2, intermediateSize: 512, embeddingDropout: 0.2, attentionDropout: 0.2, residualDropout: 0.2 });
  });

  it.each([
    ['another model', { model_type: 'bert' }, 'model_type'],
    ['a width that the heads do not divide', { n_head: 7 }, 'n_embd 768 must be a multiple of n_head 7.'],
    ['an end outside the vocabulary', { eos_token_id: 100 }, 'eos_token_id 100 lies outside the vocabulary of 100.'],
    ['an output layer of its own', { tie_word_embeddings: false }, 'tie_word_embeddings'],
    ['scores scaled by layer', { scale_attn_by_inverse_layer_idx: true }, 'scale_attn_by_inverse_layer_idx'],
    ['an unknown activation', { activation_function: 'swish' }, 'activation_function'],
  ])('with %s is refused', (_, change, message) => {
    expect(() => parseGpt2Config({ ...valid, ...change })).toThrow(ConfigError);
    expect(() => parseGpt2Config({ ...valid, ...change })).toThrow(message);
  });
});
