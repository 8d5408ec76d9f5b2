import { groupCommands } from '../groups/group-commands.ts';
import { pastCommands } from '../history/past-commands.ts';
import { inputCommands } from '../inputs/input-commands.ts';
import { queueCommands } from '../queue/queue-commands.ts';
import { secretCommands } from '../secrets/secret-commands.ts';
import { subflowCommands } from '../subflows/subflow-commands.ts';
import { sweepCommands } from '../sweeps/sweep-commands.ts';
import { addCommands } from './add-commands.ts';
import { arrangeCommands } from './arrange-commands.ts';
import { editCommands } from './edit-commands.ts';
import { helpCommands } from './help-commands.ts';
import { moveCommands } from './move-commands.ts';
import { partCommands } from './part-commands.ts';
import { runCommands } from './run-commands.ts';
import { viewCommands } from './view-commands.ts';
import { workflowCommands } from './workflow-commands.ts';
import type { Command } from './command.ts';

/** Everything that a person can do. A part of the page that brings an action adds its list here, and nothing else. */
export const commands: readonly Command[] = [
  ...runCommands,
  ...queueCommands,
  ...sweepCommands,
  ...partCommands,
  ...pastCommands,
  ...addCommands,
  ...editCommands,
  ...arrangeCommands,
  ...moveCommands,
  ...groupCommands,
  ...subflowCommands,
  ...inputCommands,
  ...viewCommands,
  ...workflowCommands,
  ...secretCommands,
  ...helpCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandById(id: string): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`No command has the id "${id}"`);
  return command;
}
