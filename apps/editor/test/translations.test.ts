import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expressionFunctions } from '@millrace/workflow';
import { zhCN } from '../src/i18n/zh-CN/index.ts';
import { measures } from '../src/i18n/zh-CN/measures.ts';
import { catalogTexts } from './catalog-texts.ts';
import { pageTexts } from './page-texts.ts';

const page = pageTexts();
const functionTexts = [...expressionFunctions.values()].map(({ description }) => description);
const templateTexts = ['../../../examples/', '../../../examples/templates/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
  .flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.workflow.json')).map((name) => JSON.parse(readFileSync(folder + name, 'utf8'))))
  .flatMap(({ name, description }): string[] => [name, description]);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Seen by people, and the same in every language: the name, and a unit. */
const sameEverywhere = [/^Millrace$/, /^ms$/, /^champion$/];

test('every text of the page has a Chinese translation', () => {
  expect([...page.translated.keys()].filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('every text of the nodes that come with Millrace has a Chinese translation', async () => {
  const texts = await catalogTexts(fileURLToPath(new URL('../../../plugins', import.meta.url)));
  expect(texts.size).toBeGreaterThan(200);
  expect([...texts].filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('every function of expressions is described in Chinese', () => {
  expect(functionTexts.filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('every template has its name and description in Chinese', () => {
  expect(templateTexts.filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('no translation is left over', async () => {
  const texts = await catalogTexts(fileURLToPath(new URL('../../../plugins', import.meta.url)));
  const used = (text: string) => page.translated.has(text) || texts.has(text) || templateTexts.includes(text) || functionTexts.includes(text) || text in measures;
  expect(Object.keys(zhCN).filter((text) => !used(text))).toEqual([]);
});

test('a translation has the placeholders of its text', () => {
  expect(Object.entries(zhCN).filter(([english, chinese]) => placeholders(english).join() !== placeholders(chinese).join())).toEqual([]);
});

test('no text of the page goes past the translation', () => {
  expect(page.bypassing.filter((place) => !sameEverywhere.some((same) => same.test(place.replace(/^\S+ /, ''))))).toEqual([]);
});
