import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NnError, openTextModel, readTextModelConfig, type OpenTextModel } from '@millrace/nn';
import { BertTokenizer, TokenizerError } from '@millrace/tokenizers';
import { classifyTokens, type ClassifyOptions } from './classify-tokens.ts';
import { toPrediction, type Prediction } from './prediction.ts';
import { ModelWorkerFailed } from './serving-error.ts';

/** A model folder opened for texts: tokenizer, classifier and the length that texts are cut to. */
export class TextClassifier {
  private constructor(private readonly classifier: OpenTextModel, private readonly tokenizer: BertTokenizer, readonly maxLength: number) {}

  /** Opens config.json, model.safetensors, tokenizer.json and card.json (its `maxLength`). Throws ModelWorkerFailed saying what is missing or wrong. */
  static async open(folder: string, { threads }: { readonly threads?: number } = {}): Promise<TextClassifier> {
    try {
      await readTextModelConfig(folder); // before the other files: a model of another kind lacks them
      const tokenizer = BertTokenizer.fromJSON(await read(folder, 'tokenizer.json'));
      const maxLength = maxLengthOf(await readFile(join(folder, 'card.json'), 'utf8').catch(() => '{}'));
      const classifier = await openTextModel(folder, threads === undefined ? {} : { threads });
      const { vocabSize, maxPositions, task } = classifier.config;
      if (task === 'token_classification') {
        await classifier.close();
        throw new ModelWorkerFailed('This model labels words; only models that answer for a whole text can be deployed.');
      }
      if (tokenizer.vocabularySize > vocabSize) {
        await classifier.close();
        throw new ModelWorkerFailed(`The tokenizer knows ${tokenizer.vocabularySize} tokens, the model only ${vocabSize}: they do not belong together.`);
      }
      return new TextClassifier(classifier, tokenizer, Math.min(maxLength ?? maxPositions, maxPositions));
    } catch (cause) {
      if (cause instanceof NnError || cause instanceof TokenizerError) throw new ModelWorkerFailed(cause.message, { cause });
      throw cause;
    }
  }

  get labels(): readonly string[] {
    return this.classifier.labels;
  }

  /** Predicts the texts, in their order; a text that is too long is cut. */
  async predict(texts: readonly string[], options: ClassifyOptions = {}): Promise<Prediction[]> {
    const inputIds = texts.map((text) => this.tokenizer.encodeIds(text, { maxLength: this.maxLength }));
    const rows = await classifyTokens(this.classifier, { inputIds }, options);
    return rows.map((row) => toPrediction(this.labels, row));
  }

  close(): Promise<void> {
    return this.classifier.close();
  }
}

async function read(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
    throw new ModelWorkerFailed(`The model has no readable ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
}

function maxLengthOf(card: string): number | undefined {
  let content: unknown;
  try {
    content = JSON.parse(card);
  } catch (cause) {
    throw new ModelWorkerFailed('The card.json of the model is not JSON.', { cause });
  }
  const value = typeof content === 'object' && content !== null && 'maxLength' in content ? content.maxLength : undefined;
  return typeof value === 'number' && Number.isInteger(value) && value > 2 ? value : undefined;
}
