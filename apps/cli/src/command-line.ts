import type { RunScope } from '@millrace/workflow';
import { UsageError } from './usage-error.ts';

export type CommandLine =
  | { readonly command: 'help' }
  | { readonly command: 'start'; readonly flags: readonly string[] }
  | { readonly command: 'run'; readonly file: string; readonly scope?: RunScope; readonly inputs?: Readonly<Record<string, string>> }
  | { readonly command: 'check'; readonly file: string }
  | { readonly command: 'secret'; readonly act: 'set'; readonly name: string; readonly description?: string }
  | { readonly command: 'secret'; readonly act: 'list' }
  | { readonly command: 'secret'; readonly act: 'remove'; readonly name: string; readonly force: boolean }
  | { readonly command: 'predict'; readonly deployment: string; readonly text: string };

export const usage = `Millrace: build machine-learning pipelines, watch them run, call the deployed model.

Usage
  millrace start [--no-sample]   Start the server and print the link to the canvas.
  millrace run FILE [--input NAME=VALUE] [--to ID] [--from ID] [--only ID]
                                 Save the workflow in FILE and run it. Exit code 0 when the run succeeds.
                                 --input gives an input of the workflow a value; give it several times for several.
                                 --to runs these nodes and all that they need; --from runs these and all that follows
                                 again and reuses what is before; --only runs these again on earlier results.
                                 Give a flag several times, or ids with commas, for several nodes.
  millrace check FILE            Say what is wrong with the workflow in FILE. Exit code 0 when nothing is.
  millrace predict NAME TEXT     Ask the deployment NAME for a label of TEXT ("-" reads it from standard input).
  millrace secret set NAME [--description TEXT]
                                 Store a secret. Its value is read from standard input, or asked for and not shown.
  millrace secret list           The names of secrets. No command shows a value.
  millrace secret remove NAME [--force]
                                 Remove a secret; with --force also one that workflows refer to.

The server is found through the data folder (MILLRACE_DATA_DIR, else .millrace), or at MILLRACE_PORT and
MILLRACE_HOST with MILLRACE_TOKEN. run, check and secret start one for as long as they need it
when none runs.
`;

const counts = { run: ['FILE'], check: ['FILE'], predict: ['NAME', 'TEXT'] } as const;

/** Reads the arguments after the program's name. Throws a UsageError. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [command, ...rest] = args;
  if (command === undefined) throw new UsageError('Name a command.');
  if (command === 'help' || args.includes('--help') || args.includes('-h')) return { command: 'help' };
  switch (command) {
    case 'start': {
      const unknown = rest.find((flag) => flag !== '--no-sample');
      if (unknown !== undefined) throw new UsageError(`"start" does not know "${unknown}".`);
      return { command, flags: rest };
    }
    case 'run': {
      const { others: scoped, inputs } = takeInputs(rest);
      const { others, scope } = takeScope(scoped);
      const [file = ''] = exactly(command, others);
      return { command, file, ...(scope ? { scope } : {}), ...(inputs ? { inputs } : {}) };
    }
    case 'check': {
      const [file = ''] = exactly(command, rest);
      return { command, file };
    }
    case 'predict': {
      const [deployment = '', text = ''] = exactly(command, rest);
      return { command, deployment, text };
    }
    case 'secret':
      return secretLine(rest);
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

function secretLine([act, ...rest]: readonly string[]): CommandLine {
  const names = rest.filter((arg) => !arg.startsWith('--'));
  const [name = ''] = names;
  switch (act) {
    case 'list':
      if (rest.length > 0) throw new UsageError('"secret list" takes nothing more.');
      return { command: 'secret', act };
    case 'set': {
      const at = rest.indexOf('--description');
      const description = at === -1 ? undefined : rest[at + 1];
      const [named = '', ...more] = at === -1 ? rest : rest.toSpliced(at, 2);
      if (named === '' || named.startsWith('--') || more.length > 0 || (at !== -1 && description === undefined)) {
        throw new UsageError('"secret set" takes NAME, and perhaps --description TEXT. The value comes from standard input: an argument could be read by others.');
      }
      return { command: 'secret', act, name: named, ...(description === undefined ? {} : { description }) };
    }
    case 'remove': {
      const unknown = rest.find((arg) => arg.startsWith('--') && arg !== '--force');
      if (unknown !== undefined || names.length !== 1) throw new UsageError('"secret remove" takes NAME, and perhaps --force.');
      return { command: 'secret', act, name, force: rest.includes('--force') };
    }
    default:
      throw new UsageError('"secret" takes set, list or remove.');
  }
}

function exactly(command: keyof typeof counts, given: readonly string[]): readonly string[] {
  const wanted = counts[command];
  if (given.length !== wanted.length) throw new UsageError(`"${command}" takes ${wanted.join(' and ')}, not ${given.length} arguments.`);
  return given;
}

/** Takes `--input NAME=VALUE` out of the arguments. */
function takeInputs(args: readonly string[]): { readonly others: readonly string[]; readonly inputs?: Readonly<Record<string, string>> } {
  const others: string[] = [];
  const inputs = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg !== '--input' && !arg.startsWith('--input=')) {
      others.push(arg);
      continue;
    }
    const given = arg === '--input' ? args[++index] ?? '' : arg.slice('--input='.length);
    const equals = given.indexOf('=');
    if (equals < 1) throw new UsageError('"--input" takes NAME=VALUE.');
    inputs.set(given.slice(0, equals), given.slice(equals + 1));
  }
  return inputs.size > 0 ? { others, inputs: Object.fromEntries(inputs) } : { others };
}

/** Takes `--only`, `--to` and `--from` out of the arguments. */
function takeScope(args: readonly string[]): { readonly others: readonly string[]; readonly scope?: RunScope } {
  const others: string[] = [];
  const given = { only: [] as string[], to: [] as string[], from: [] as string[] };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const [, flag, inline] = /^--(only|to|from)(?:=(.*))?$/.exec(arg) ?? [];
    if (arg.startsWith('--') && flag === undefined) throw new UsageError(`"run" does not know "${arg}".`);
    if (flag === undefined) {
      others.push(arg);
      continue;
    }
    const ids = (inline ?? args[++index] ?? '').split(',').filter(Boolean);
    if (ids.length === 0 || ids.some((id) => id.startsWith('--'))) throw new UsageError(`"--${flag}" takes the id of a node.`);
    given[flag as keyof typeof given].push(...ids); // the pattern allows no other
  }
  const { only, to, from } = given;
  if (only.length > 0 && to.length + from.length > 0) throw new UsageError('"--only" cannot be combined with "--to" or "--from".');
  if (only.length > 0) return { others, scope: { only } };
  if (from.length > 0) return { others, scope: { from, ...(to.length > 0 ? { to } : {}) } };
  return to.length > 0 ? { others, scope: { to } } : { others };
}
