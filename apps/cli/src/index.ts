#!/usr/bin/env node
// The `millrace` command: reads its arguments, carries the command out, and sets the exit code: 0 done, 1 failed, 2 misused.
import { checkCommand } from './check-command.ts';
import { parseCommandLine, usage, type CommandLine } from './command-line.ts';
import { predictCommand } from './predict-command.ts';
import { runCommand } from './run-command.ts';
import { secretCommand } from './secret-command.ts';
import { runServer } from './server-process.ts';
import { CommandFailed, UsageError } from './usage-error.ts';

function carryOut(line: CommandLine): number | Promise<number> {
  switch (line.command) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'start':
      return runServer(line.flags);
    case 'run':
      return runCommand(line.file, { scope: line.scope, inputs: line.inputs }, process.stdout);
    case 'check':
      return checkCommand(line.file, process.stdout);
    case 'predict':
      return predictCommand(line.deployment, line.text, process.stdout);
    case 'secret':
      return secretCommand(line, process.stdin, process.stdout);
    default:
      return line satisfies never;
  }
}

try {
  process.exitCode = await carryOut(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`${error instanceof CommandFailed ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
