import { UsageError } from './usage-error.ts';

export type CommandLine =
  | { readonly command: 'help' }
  | { readonly command: 'start'; readonly flags: readonly string[] }
  | { readonly command: 'run' | 'check'; readonly file: string }
  | { readonly command: 'predict'; readonly deployment: string; readonly text: string };

export const usage = `Millrace: build machine-learning pipelines, watch them run, call the deployed model.

Usage
  millrace start [--no-sample]   Start the server and print the link to the canvas.
  millrace run FILE              Save the workflow in FILE and run it. Exit code 0 when the run succeeds.
  millrace check FILE            Say what is wrong with the workflow in FILE. Exit code 0 when nothing is.
  millrace predict NAME TEXT     Ask the deployment NAME for a label of TEXT ("-" reads it from standard input).

The server is found through the data folder (MILLRACE_DATA_DIR, else .millrace), or at MILLRACE_PORT and
MILLRACE_HOST with MILLRACE_TOKEN. run and check start one for as long as they need it when none runs.
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
    case 'run':
    case 'check': {
      const [file = ''] = exactly(command, rest);
      return { command, file };
    }
    case 'predict': {
      const [deployment = '', text = ''] = exactly(command, rest);
      return { command, deployment, text };
    }
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

function exactly(command: keyof typeof counts, given: readonly string[]): readonly string[] {
  const wanted = counts[command];
  if (given.length !== wanted.length) throw new UsageError(`"${command}" takes ${wanted.join(' and ')}, not ${given.length} arguments.`);
  return given;
}
