import { create } from 'zustand';

/** What the command bar offers: everything, or node types to add. */
export type Offer = 'all' | 'add';

/** Whether the command bar is open, and with what. */
export const useCommandBar = create<{ readonly offer: Offer | undefined }>(() => ({ offer: undefined }));

export function openCommandBar(offer: Offer): void {
  useCommandBar.setState({ offer });
}
