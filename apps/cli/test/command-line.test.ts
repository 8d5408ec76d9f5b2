import { parseCommandLine } from '../dist/command-line.js';

test.each([
  [['start', '--no-sample'], { command: 'start', flags: ['--no-sample'] }],
  [['run', 'a.json'], { command: 'run', file: 'a.json' }],
  [['check', 'a.json'], { command: 'check', file: 'a.json' }],
  [['predict', 'spam', 'win money'], { command: 'predict', deployment: 'spam', text: 'win money' }],
  [['--help'], { command: 'help' }],
  [['run', '--help'], { command: 'help' }],
])('%j is understood', (args, expected) => {
  expect(parseCommandLine(args)).toEqual(expected);
});

test.each([
  [[], 'Name a command.'],
  [['rn'], 'There is no command "rn".'],
  [['run'], '"run" takes FILE, not 0 arguments.'],
  [['predict', 'spam'], '"predict" takes NAME and TEXT, not 1 arguments.'],
  [['start', '--fast'], '"start" does not know "--fast".'],
])('%j is refused with words', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});
