import { zhCN } from '../src/i18n/zh-CN/index.ts';
import { pageTexts } from './page-texts.ts';

const page = pageTexts();
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Seen by people, and the same in every language: the name, and a unit. */
const sameEverywhere = [/^Millrace$/, /^ms$/];

test('every text of the page has a Chinese translation', () => {
  expect([...page.translated.keys()].filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('no translation is left over', () => {
  expect(Object.keys(zhCN).filter((text) => !page.translated.has(text))).toEqual([]);
});

test('a translation has the placeholders of its text', () => {
  expect(Object.entries(zhCN).filter(([english, chinese]) => placeholders(english).join() !== placeholders(chinese).join())).toEqual([]);
});

test('no text of the page goes past the translation', () => {
  expect(page.bypassing.filter((place) => !sameEverywhere.some((same) => same.test(place.replace(/^\S+ /, ''))))).toEqual([]);
});
