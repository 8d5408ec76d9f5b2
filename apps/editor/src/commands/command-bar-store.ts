import { create } from 'zustand';

/** What the command bar offers: everything, node types to add, places in the workflow, or wires from and to the selected node. */
export type Offer = 'all' | 'add' | 'find' | 'connect';

/** Which dialog of the commands is open: the bar with an offer, or the sheet of keys. */
export const useCommandBar = create<{ readonly offer: Offer | undefined; readonly showsKeys: boolean }>(() => ({ offer: undefined, showsKeys: false }));

export function openCommandBar(offer: Offer): void {
  useCommandBar.setState({ offer, showsKeys: false });
}

export function openKeySheet(): void {
  useCommandBar.setState({ offer: undefined, showsKeys: true });
}
