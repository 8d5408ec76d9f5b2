import type { RunScope } from '@millrace/workflow';
import type { IconName } from '../icons/Icon.tsx';
import { later } from '../i18n/i18n.ts';

export interface NodeGesture {
  readonly id: 'only' | 'to' | 'from';
  readonly icon: IconName;
  readonly words: string;
  readonly about: string;
  readonly scope: (ids: readonly string[]) => RunScope;
}

/** What of a workflow can be run from a node, in English for `t`. */
export const nodeGestures: readonly NodeGesture[] = [
  { id: 'to', icon: 'runTo', words: later('Run to here'), about: later('This node and all that it needs; what has not changed is reused'), scope: (ids) => ({ to: [...ids] }) },
  { id: 'from', icon: 'runFrom', words: later('Run from here'), about: later('This node and all that follows, again'), scope: (ids) => ({ from: [...ids] }) },
  { id: 'only', icon: 'play', words: later('Run only this node'), about: later('Again, on what the nodes before it made last'), scope: (ids) => ({ only: [...ids] }) },
];
