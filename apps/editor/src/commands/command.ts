import { later } from '../i18n/i18n.ts';
import type { IconName } from '../icons/Icon.tsx';

/** Parts of the list of commands, in the order in which people see them. */
export const commandGroups = {
  run: later('Run'), add: later('Add'), edit: later('Edit'), move: later('Move around'), view: later('View'), workflow: later('Workflow'), help: later('Help'),
} as const;
export type CommandGroup = keyof typeof commandGroups;

/** Something that a person can do. The command bar, the buttons and the keys all take it from the one list in `commands.ts`. */
export interface Command {
  /** Area and verb: `edit.undo`. */
  readonly id: string;
  readonly group: CommandGroup;
  /** In the language that is shown. */
  readonly label: () => string;
  readonly icon?: IconName;
  /** As `isPressed` reads them. The first is the one that is shown. */
  readonly shortcuts?: readonly string[];
  /** Where the keys work: on the page but in no text field, unless said otherwise. The browser's own come as its events. */
  readonly keys?: 'in fields too' | 'on a node' | 'by the browser';
  /** Whether it can be done now; without this, always. */
  readonly isEnabled?: () => boolean;
  /** What is thrown is told to the person under the command's name. */
  readonly run: () => unknown;
}
