// The words of the page in the language of its reader. The English text itself is the key: `t('Run {{name}}', { name })`.
import type { i18n } from 'i18next';
import { create } from 'zustand';
import { phraseOf, wordsOf, type Phrase, type Told } from '@millrace/workflow';

/** The languages that the page speaks, by BCP 47 tag, each named in itself. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;

const kept = 'millrace.language';

/** The language that is shown. The page below `App` is drawn anew when it changes. */
export const useLanguage = create<{ readonly language: Language }>(() => ({ language: 'en' }));

/** `text` in the language that is shown, with `{{name}}` replaced by `values.name`; the English text where a translation is missing. Call it while drawing, not while a module loads. */
export function t(text: string, values?: Readonly<Record<string, string | number>>): string {
  let words = looked.get(text);
  if (words === undefined) {
    words = translations?.t(text, { skipInterpolation: true }) ?? text;
    looked.set(text, words);
  }
  return values === undefined ? words : words.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** A phrase of the engine, the server or a node in the language that is shown; its parts that have no translation stay English. */
export function inWords(phrase: Phrase): string {
  return wordsOf(phrase, t);
}

/** What the engine, the server or a node tells, in the language that is shown. */
export function said(told: Told): string {
  return inWords(phraseOf(told));
}

/** Of any language but English, which needs none; loaded with it. */
let translations: i18n | undefined;

/** What was looked up in the language that is shown: cards ask for the same few words many times a second while a run reports. */
const looked = new Map<string, string>();

/** An English text that stands in a table and meets `t` while it is drawn. */
export function later(text: string): string {
  return text;
}

/** The tag of the language that is shown, for `Intl`. */
export function shownLanguage(): Language {
  return useLanguage.getState().language;
}

/** Loads the language that this browser chose before or, the first time, the one that it asks pages for. */
export async function startLanguage(): Promise<void> {
  await setLanguage(chosen());
}

/** Shows the page in `language` from now on, in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  translations = language === 'en' ? undefined : await load(language);
  looked.clear();
  document.documentElement.lang = language;
  useLanguage.setState({ language });
}

async function load(language: Exclude<Language, 'en'>): Promise<i18n> {
  const [{ createInstance }, { zhCN }] = await Promise.all([import('i18next'), import('./zh-CN/index.ts')]);
  const instance = createInstance();
  await instance.init({
    lng: language, fallbackLng: false, resources: { [language]: { translation: zhCN } },
    keySeparator: false, nsSeparator: false, contextSeparator: '\u0000', pluralSeparator: '\u0000', returnEmptyString: false,
  });
  return instance;
}

/** As `setLanguage`, and remembers it for the next time. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  await setLanguage(language);
}

function chosen(): Language {
  const before = localStorage.getItem(kept);
  if (before === 'en' || before === 'zh-CN') return before;
  return navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag))?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
