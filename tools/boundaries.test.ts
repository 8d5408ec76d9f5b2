import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findViolations } from './boundaries.mjs';
import { root } from './root.mjs';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'millrace-boundaries-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const closed = { types: [], lib: ['es2023'] };

function project(path: string, name: string, dependencies: string[], files: Record<string, string>, compilerOptions: object = closed): void {
  const contents = {
    'package.json': JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map((one) => [one, '*'])) }),
    'tsconfig.json': JSON.stringify({ compilerOptions }),
  };
  for (const [file, text] of Object.entries({ ...contents, ...Object.fromEntries(Object.entries(files).map(([key, value]) => [`src/${key}`, value])) })) {
    mkdirSync(dirname(join(folder, path, file)), { recursive: true });
    writeFileSync(join(folder, path, file), text);
  }
}

test('this repository keeps its boundaries', () => {
  expect(findViolations(root)).toEqual([]);
});

test('an import that goes up fails', () => {
  project('packages/engine', '@millrace/engine', ['@millrace/drivers'], { 'a.ts': `import { x } from '@millrace/drivers';` });
  project('packages/drivers', '@millrace/drivers', [], {});
  expect(findViolations(folder)).toEqual(['packages/engine/src/a.ts imports "@millrace/drivers": packages/drivers is above packages/engine; imports go down']);
});

test('an import between neighbours on a floor fails', () => {
  project('packages/nn', '@millrace/nn', ['@millrace/tables'], { 'a.ts': `export * from '@millrace/tables';` });
  project('packages/tables', '@millrace/tables', [], {});
  expect(findViolations(folder)).toEqual([expect.stringContaining('are on one floor')]);
});

test('a cycle fails and is named file by file', () => {
  project('packages/nn', '@millrace/nn', [], { 'a.ts': `import { b } from './b.ts';`, 'b.ts': `import type { A } from './a.ts';` });
  expect(findViolations(folder)).toEqual(['packages/nn/src/a.ts → packages/nn/src/b.ts → packages/nn/src/a.ts is a cycle']);
});

test('an imported plugin fails, and so does a plugin that uses more than a stranger can', () => {
  project('apps/server', '@millrace/server', ['@millrace/plugin-data'], { 'a.ts': `await import('@millrace/plugin-data');` });
  project('plugins/data', '@millrace/plugin-data', ['@millrace/drivers'], { 'a.ts': `import '@millrace/drivers';` });
  project('packages/drivers', '@millrace/drivers', [], {});
  expect(findViolations(folder)).toEqual([expect.stringContaining('plugins may use only'), expect.stringContaining('imported by nobody')]);
});

test('Node in a pure package fails, imported or let in through the compiler options', () => {
  project('packages/workflow', '@millrace/workflow', [], { 'a.ts': `import { readFileSync } from 'node:fs';` }, { types: ['node'] });
  expect(findViolations(folder)).toEqual([
    'packages/workflow/tsconfig.json must say "types": [] and "lib": ["es2023"]: the project is pure',
    'packages/workflow/src/a.ts imports "node:fs": packages/workflow is pure: it must run without Node',
  ]);
});

test('a dependency that package.json does not declare fails', () => {
  project('packages/nn', '@millrace/nn', [], { 'a.ts': `import { z } from 'zod';` });
  expect(findViolations(folder)).toEqual([expect.stringContaining('not among the dependencies')]);
});
