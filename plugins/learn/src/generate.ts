import { NnError } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, type NodeContext } from '@millrace/sdk';
import { ModelWorkerFailed, TextWriter, type WrittenText } from '@millrace/serving';
import { z } from 'zod';
import { columnTexts } from './column-texts.ts';
import { withTables } from './with-tables.ts';

const params = z.object({
  prompt: z.string().max(100_000).default('').meta({ title: 'Prompt', description: 'The text to continue, when none is wired. Empty: the model begins a text of its own.', field: 'multiline' }),
  textColumn: z.string().min(1).default('text').meta({ title: 'Text column', description: 'The column of prompts, when a table is wired.', field: 'column', of: 'table' }),
  count: z.int().min(1).max(1_000).default(1).meta({ title: 'How many texts', description: 'Continuations of each prompt; they differ when tokens are drawn.' }),
  maxNewTokens: z.int().min(1).max(8_192).default(64).meta({ title: 'Most new tokens', description: 'A text may end before, where the model ends it.' }),
  choose: z.enum(['sample', 'greedy']).default('sample').meta({ title: 'Choose tokens', description: '"sample" draws them by their probability; "greedy" always takes the likeliest, which soon repeats itself.' }),
  temperature: z.number().gt(0).max(10).default(0.8).meta({ title: 'Temperature', description: 'Below 1 likely tokens become likelier, above 1 the text becomes wilder. Only when drawing.' }),
  topK: z.int().min(1).max(1_000_000).optional().meta({ title: 'Top k', description: 'Draw among so many of the likeliest tokens only; among all when empty.' }),
  topP: z.number().gt(0).max(1).default(0.95).meta({ title: 'Top p', description: 'Draw among the likeliest tokens that together reach this probability; 1 means all.' }),
  stop: z.array(z.string().min(1)).max(20).default([]).meta({ title: 'Stop at', description: 'A text ends before the first of these.' }),
  endsAtEndOfText: z.boolean().default(true).meta({ title: 'Stop at the end of text', description: 'Off: the model goes on with another text where it would end.' }),
  continuationColumn: z.string().min(1).default('continuation').meta({ title: 'New column', description: 'What was written, beside the prompts of a table.' }),
  batchSize: z.int().min(1).max(256).default(8).meta({ title: 'Batch size', description: 'Prompts continued at once.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'The same seed draws the same texts.' }),
});
type GenerateParams = z.output<typeof params>;

function textColumns(params: GenerateParams) {
  return [{ name: params.textColumn, type: 'text' }, { name: params.continuationColumn, type: 'text' }, { name: 'new_tokens', type: 'integer' }, { name: 'ended_by', type: 'text' }] as const;
}

/** Lets a language model continue a prompt, or every text of a column. */
export const generate = defineNode({
  type: 'learn.generate',
  title: 'Write text',
  category: 'Learn',
  description: 'Lets a language model continue a prompt, or every text of a column.',
  resources: { cpu: 'all', memoryMiB: 2_048 },
  inputs: {
    model: port.model({ description: 'A GPT-2 with its tokenizer.' }),
    prompt: port.text({ optional: true, description: 'The text to continue.' }),
    table: port.table({ optional: true, title: 'Prompts', description: 'Many texts to continue, in a column.' }),
  },
  outputs: {
    text: port.text({ description: 'The first prompt with its first continuation.' }),
    table: port.table({ title: 'Texts', description: 'Prompts, continuations, how many tokens were written and why each ended.' }),
  },
  params,
  columns: ({ params }) => ({ table: textColumns(params) }),
  async run({ inputs: { model, prompt, table }, params, context }) {
    if (prompt && table) throw new UserError(say`Wire a prompt or a table of prompts, not both.`);
    return await withUserErrors([NnError, ModelWorkerFailed], async () => {
      const writer = await TextWriter.open(model.path, { threads: context.threads });
      try {
        const given = table ? await columnTexts(table, params.textColumn, context) : [prompt?.value ?? params.prompt];
        const prompts = given.flatMap((each) => Array.from({ length: params.count }, () => each));
        if (prompts.length === 0) throw new UserError(say`The table has no rows to continue.`);
        const written = await writeAll(writer, prompts, params, context);
        const shortened = written.filter((each) => each.shortened).length;
        if (shortened > 0) context.log('warn', `${shortened} of ${prompts.length} prompts were too long for the ${writer.maxTokens} tokens that the model can look at: their beginnings were left out.`);
        const info = await withTables(context, (tables) => tables.writeRows(
          textColumns(params),
          written.map(({ text, newTokens, finish }, row) => [prompts[row] ?? '', text, newTokens, finish]), context.scratch('texts.parquet'),
        ));
        return { text: `${prompts[0] ?? ''}${written[0]?.text ?? ''}`, table: info };
      } finally {
        await writer.close();
      }
    });
  },
});

async function writeAll(writer: TextWriter, prompts: readonly string[], params: GenerateParams, context: NodeContext): Promise<WrittenText[]> {
  const { maxNewTokens, choose, temperature, topK, topP, seed, stop, endsAtEndOfText, batchSize } = params;
  if (maxNewTokens >= writer.maxTokens) throw new UserError(say`The model can look at ${writer.maxTokens} tokens, the prompt included; ask for fewer new ones than ${maxNewTokens}.`);
  const most = prompts.length * maxNewTokens;
  const started = performance.now();
  let tokens = 0;
  let tail = '';
  const written = await writer.write(prompts, {
    maxNewTokens, stop, endsAtEndOfText, batchSize, shortensPrompts: true, signal: context.signal,
    ...(choose === 'sample' && { sampling: { temperature, topK, topP, seed } }),
    onText: ({ prompt, text }) => { if (prompt === 0) tail = (tail + text).slice(-tailLength); },
    onToken: () => context.progress({ fraction: ++tokens / most, message: `${tokens} tokens: ${tail}` }),
  });
  context.log('info', `${tokens} tokens in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return written;
}

/** How much of the text is shown while it is written. */
const tailLength = 80;
