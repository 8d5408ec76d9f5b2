import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly kind: 'good' | 'bad' | 'info';
  readonly title: string;
  readonly text?: string;
  /** What the person may do about it; the notice goes then. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Notices {
  readonly notices: readonly Notice[];
  readonly dismiss: (id: number) => void;
}

let next = 1;
const shownMilliseconds = 7000;

/** Short messages in the corner. */
export const useNotices = create<Notices>((set) => ({
  notices: [],
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}));

/** Shows a message for a few seconds; the same message twice is shown once. Returns its id. */
export function notify(notice: Omit<Notice, 'id'>): number {
  const id = next++;
  const others = useNotices.getState().notices.filter((other) => other.title !== notice.title || other.text !== notice.text);
  useNotices.setState({ notices: [...others, { ...notice, id }].slice(-4) });
  setTimeout(() => useNotices.getState().dismiss(id), notice.action ? 2 * shownMilliseconds : shownMilliseconds);
  return id;
}
