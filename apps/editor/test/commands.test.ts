import { matching, type Choice } from '../src/commands/bar/choice.ts';
import { fuzzyScore } from '../src/commands/bar/fuzzy-score.ts';
import type { Command } from '../src/commands/command.ts';
import { commandOf } from '../src/commands/command-of.ts';
import { ariaShortcut, isPressed, keycaps } from '../src/commands/shortcut.ts';

const page = { location: { search: '' }, innerHeight: 900, innerWidth: 1440, localStorage: { getItem: () => null }, isSecureContext: true };
let commands: readonly Command[];

beforeAll(async () => {
  for (const [name, value] of Object.entries(page)) if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true });
  ({ commands } = await import('../src/commands/commands.ts'));
});

const keys = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }> = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
const press = (key: string, held: Parameters<typeof keys>[1] = {}, { isTyping = false, isOnNode = false, isMac = false } = {}) => commandOf(commands, keys(key, held), { isTyping, isOnNode, isMac })?.id;

describe('the list of commands', () => {
  it('has every id once and every shortcut once', () => {
    const ids = commands.map(({ id }) => id);
    const shortcuts = commands.flatMap((command) => command.shortcuts ?? []);
    expect([ids, shortcuts]).toEqual([[...new Set(ids)], [...new Set(shortcuts)]]);
  });
  it('names every command', () => {
    expect(commands.filter(({ label }) => label().trim() === '')).toEqual([]);
  });
});

describe('keys', () => {
  it.each([
    ['s', { ctrlKey: true }, 'workflow.save'], ['Enter', { ctrlKey: true }, 'run.start'], ['z', { ctrlKey: true }, 'edit.undo'], ['Z', { ctrlKey: true, shiftKey: true }, 'edit.redo'], ['y', { ctrlKey: true }, 'edit.redo'],
    ['d', { ctrlKey: true }, 'edit.duplicate'], ['d', {}, 'edit.disable'], ['a', { ctrlKey: true }, 'edit.selectAll'], ['a', {}, 'add.node'], ['Delete', {}, 'edit.delete'], ['Backspace', {}, 'edit.delete'],
    ['k', { ctrlKey: true }, 'help.commands'], ['/', {}, 'view.palette'], ['/', { shiftKey: true }, 'view.palette'], ['F', { shiftKey: true }, 'view.all'],
    ['z', { metaKey: true }, undefined], ['d', { altKey: true }, undefined], ['q', {}, undefined],
  ])('%s with %j means %s', (key, held, id) => {
    expect(press(key, held)).toBe(id);
  });
  it('leave copy, cut and paste to the browser, which makes events of them', () => {
    expect(['c', 'x', 'v'].map((key) => press(key, { ctrlKey: true }))).toEqual([undefined, undefined, undefined]);
  });
  it('leave a text field its own, but for saving, running and the command bar', () => {
    const typed = (key: string, held = {}) => press(key, held, { isTyping: true });
    expect([typed('z', { ctrlKey: true }), typed('a', { ctrlKey: true }), typed('/'), typed('d'), typed('Delete')]).toEqual(Array(5).fill(undefined));
    expect([typed('s', { ctrlKey: true }), typed('Enter', { ctrlKey: true }), typed('k', { ctrlKey: true })]).toEqual(['workflow.save', 'run.start', 'help.commands']);
  });
  it('give Enter to the node that has the keys, and to nothing else', () => {
    expect([press('Enter', {}, { isOnNode: true }), press('Enter')]).toEqual(['move.parameters', undefined]);
  });
  it('take ⌘ for Ctrl on a Mac, whose Ctrl edits text', () => {
    expect([press('k', { metaKey: true }, { isMac: true }), press('k', { ctrlKey: true }, { isMac: true })]).toEqual(['help.commands', undefined]);
    expect(isPressed('Mod+Z', keys('z', { metaKey: true }), true)).toBe(true);
  });
  it('are written as they stand on the keyboard', () => {
    expect([keycaps('Mod+Shift+Z', false), keycaps('Mod+Shift+Z', true), keycaps('Alt+ArrowLeft', false)]).toEqual([['Ctrl', 'Shift', 'Z'], ['⌘', '⇧', 'Z'], ['Alt', '←']]);
    expect([ariaShortcut('Mod+K', false), ariaShortcut('Mod+K', true)]).toEqual(['Control+K', 'Meta+K']);
  });
});

describe('the command bar', () => {
  const choice = (label: string, section = 'Commands', detail = ''): Choice => ({ id: label, section, label, detail, run: () => undefined });

  it('finds the letters of each word in their order, and nothing else', () => {
    expect(fuzzyScore('Train/test split', 'tts')).toBeGreaterThan(0);
    expect(fuzzyScore('Train/test split', 'split train')).toBeGreaterThan(0);
    expect([fuzzyScore('Train/test split', 'tx'), fuzzyScore('Undo', 'undone')]).toEqual([0, 0]);
  });
  it('puts beginnings of words before letters from anywhere, and the section with the best answer first', () => {
    const choices = [choice('Deploy the model'), choice('Show everything'), choice('Load file', 'Add a node'), choice('Split', 'Add a node', 'Data · into train and test')];
    expect(matching(choices, 'lo').map(({ label }) => label)).toEqual(['Load file', 'Deploy the model']);
    expect(matching(choices, 'train').map(({ label }) => label)).toEqual(['Split']);
    expect(matching(choices, ' ')).toBe(choices);
  });
});
