import { parseCommandLine } from '../dist/command-line.js';

test.each([
  [['start', '--no-sample'], { command: 'start', flags: ['--no-sample'] }],
  [['run', 'a.json'], { command: 'run', file: 'a.json' }],
  [['run', 'a.json', '--to', 'split'], { command: 'run', file: 'a.json', scope: { to: ['split'] } }],
  [['run', '--from=train', 'a.json', '--to', 'report,save', '--from', 'clean'], { command: 'run', file: 'a.json', scope: { from: ['train', 'clean'], to: ['report', 'save'] } }],
  [['run', 'a.json', '--only', 'train'], { command: 'run', file: 'a.json', scope: { only: ['train'] } }],
  [['run', 'a.json', '--input', 'rows=5', '--input=name=a=b', '--to', 'x'], { command: 'run', file: 'a.json', scope: { to: ['x'] }, inputs: { rows: '5', name: 'a=b' } }],
  [['check', 'a.json'], { command: 'check', file: 'a.json' }],
  [['predict', 'spam', 'win money'], { command: 'predict', deployment: 'spam', text: 'win money' }],
  [['secret', 'set', '--description', 'of the hub', 'hub'], { command: 'secret', act: 'set', name: 'hub', description: 'of the hub' }],
  [['secret', 'list'], { command: 'secret', act: 'list' }],
  [['secret', 'remove', 'hub', '--force'], { command: 'secret', act: 'remove', name: 'hub', force: true }],
  [['--help'], { command: 'help' }],
  [['run', '--help'], { command: 'help' }],
])('%j is understood', (args, expected) => {
  expect(parseCommandLine(args)).toEqual(expected);
});

test.each([
  [[], 'Name a command.'],
  [['rn'], 'There is no command "rn".'],
  [['run'], '"run" takes FILE, not 0 arguments.'],
  [['run', 'a.json', '--to'], '"--to" takes the id of a node.'],
  [['run', 'a.json', '--to', '--only', 'a'], '"--to" takes the id of a node.'],
  [['run', 'a.json', '--only', 'a', '--to', 'b'], '"--only" cannot be combined with "--to" or "--from".'],
  [['run', 'a.json', '--input', 'rows'], '"--input" takes NAME=VALUE.'],
  [['run', 'a.json', '--until', 'b'], '"run" does not know "--until".'],
  [['predict', 'spam'], '"predict" takes NAME and TEXT, not 1 arguments.'],
  [['secret', 'set', 'hub', 'hf_1234'], 'The value comes from standard input'],
  [['secret', 'show', 'hub'], '"secret" takes set, list or remove.'],
  [['start', '--fast'], '"start" does not know "--fast".'],
])('%j is refused with words', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});
