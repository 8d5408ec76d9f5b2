// What the program says to people, ready for any language. The template names the sentence, as English texts do everywhere in
// the page; what stands in it travels beside it. English is made of the very same template.
import { z } from 'zod';

/** A sentence, or a part of one: `{{1}}` in the text is the first of the values. */
export interface Phrase {
  readonly text: string;
  readonly values?: readonly PhraseValue[] | undefined;
}
export type PhraseValue = string | number | Phrase;

/** A phrase from another process. */
export const phraseSchema: z.ZodType<Phrase> = z.object({
  text: z.string(),
  get values(): z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodType<Phrase>]>>> {
    return z.array(z.union([z.string(), z.number(), phraseSchema])).optional();
  },
});

/** A phrase, written as the English sentence: say`Column "${name}" is missing`. A part that has words of its own is a phrase too. */
export function say(parts: TemplateStringsArray, ...values: readonly PhraseValue[]): Phrase {
  const text = parts.reduce((before, part, index) => `${before}{{${index}}}${part}`);
  return values.length === 0 ? { text } : { text, values: values.map((value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)) }; // JSON has no NaN
}

/** A word that something else brings, such as the title of a parameter: translated where its translation is known. */
export function term(text: string): Phrase {
  return { text };
}

/** The phrase in words; in English without `translate`, which is given each template. */
export function wordsOf({ text, values = [] }: Phrase, translate: (text: string) => string = (english) => english): string {
  return translate(text).replaceAll(/\{\{(\d+)\}\}/g, (hole, place: string) => {
    const value = values[Number(place) - 1];
    return value === undefined ? hole : typeof value === 'object' ? wordsOf(value, translate) : String(value);
  });
}

/** What is told in English, with the phrase that it was made of where there is one. */
export interface Told {
  readonly message: string;
  readonly words?: Phrase | undefined;
}

/** What was given as a text or as a phrase, as both. A phrase that nothing stands in is its own message. */
export function told(what: string | Phrase): { readonly message: string; readonly words?: Phrase } {
  if (typeof what === 'string') return { message: what };
  return what.values === undefined ? { message: what.text } : { message: wordsOf(what), words: what };
}

/** The phrase of what is told; of a text without one, the text. */
export function phraseOf({ message, words }: Told): Phrase {
  return words ?? { text: message };
}

/** Phrases one after another, each but the last followed by `between`. */
export function joined(phrases: readonly PhraseValue[], between: string): Phrase {
  return { text: phrases.map((_, index) => `{{${index + 1}}}`).join(between), values: phrases };
}
