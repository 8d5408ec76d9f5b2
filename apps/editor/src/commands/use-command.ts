import { useSyncExternalStore } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { useComparison } from '../compare/compare-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { useUi } from '../shell/ui-store.ts';
import { useVersionView } from '../versions/version-view-store.ts';
import { commandById } from './commands.ts';
import { perform } from './perform.ts';
import { ariaShortcut, keycaps, onMac } from './shortcut.ts';

export interface CommandForButton {
  readonly label: string;
  /** Its name with its keys, for a tooltip. */
  readonly about: string;
  readonly ariaKeyShortcuts: string | undefined;
  readonly isEnabled: boolean;
  readonly perform: () => void;
}

const stores = [useWorkflow, useCanvas, useUi, useCurrentRun, useVersionView, useComparison] as const;

/** What a button needs that stands for a command. */
export function useCommand(id: string): CommandForButton {
  const command = commandById(id);
  const isEnabled = useSyncExternalStore(subscribe, () => command.isEnabled?.() ?? true);
  const [shortcut] = command.shortcuts ?? [];
  const label = command.label();
  return {
    label, isEnabled,
    about: shortcut === undefined ? label : `${label} (${keycaps(shortcut, onMac()).join('+')})`,
    ariaKeyShortcuts: shortcut === undefined ? undefined : ariaShortcut(shortcut, onMac()),
    perform: () => perform(command),
  };
}

function subscribe(changed: () => void): () => void {
  const stops = stores.map((store) => store.subscribe(changed));
  return () => stops.forEach((stop) => stop());
}

