import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expressionFunctions } from '@millrace/workflow';
import { zhCN } from '../src/i18n/zh-CN/index.ts';
import { measures } from '../src/i18n/zh-CN/measures.ts';
import { catalogTexts } from './catalog-texts.ts';
import { pageTexts } from './page-texts.ts';
import { spokenTexts } from './spoken-texts.ts';

const page = pageTexts();
const spoken = spokenTexts(['packages/workflow', 'packages/sdk', 'packages/engine', 'packages/drivers', 'apps/server', ...readdirSync(new URL('../../../plugins', import.meta.url)).map((plugin) => `plugins/${plugin}`)]);
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

test('everything that checks, freshness, the engine, the server and the nodes say has a Chinese translation', () => {
  expect(spoken.templates.size).toBeGreaterThan(300);
  expect([...spoken.templates.keys()].filter((text) => zhCN[text] === undefined)).toEqual([]);
});

test('what the server and the nodes refuse is said in words that can be translated', () => {
  expect(spoken.bypassing).toEqual([]);
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
  const used = (text: string) => page.translated.has(text) || texts.has(text) || templateTexts.includes(text) || functionTexts.includes(text) || spoken.templates.has(text) || text in measures;
  expect(Object.keys(zhCN).filter((text) => !used(text))).toEqual([]);
});

test('no text is translated in two ways', async () => {
  const folder = new URL('../src/i18n/zh-CN/', import.meta.url);
  const parts: readonly object[] = await Promise.all(readdirSync(folder).filter((file) => file !== 'index.ts').map((file) => import(fileURLToPath(new URL(file, folder)))));
  const texts = parts.flatMap((part) => Object.values(part)).flatMap((part: object) => Object.entries(part));
  expect(texts.filter(([english, chinese]) => zhCN[english] !== chinese)).toEqual([]);
});

test('a translation has the placeholders of its text', () => {
  expect(Object.entries(zhCN).filter(([english, chinese]) => placeholders(english).join() !== placeholders(chinese).join())).toEqual([]);
});

test('no text of the page goes past the translation', () => {
  expect(page.bypassing.filter((place) => !sameEverywhere.some((same) => same.test(place.replace(/^\S+ /, ''))))).toEqual([]);
});
