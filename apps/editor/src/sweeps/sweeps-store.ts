import { create } from 'zustand';

/** What the dialog of sweeps shows: a form for a new one, with the inputs to be varied first; one sweep; or all of the workflow. */
export type SweepsPage = { readonly kind: 'new'; readonly vary: readonly string[] } | { readonly kind: 'sweep'; readonly id: string } | { readonly kind: 'list' };

/** The page of the dialog; none when it is closed. */
export const useSweeps = create<{ readonly page: SweepsPage | undefined }>(() => ({ page: undefined }));

export function showSweeps(page: SweepsPage | undefined): void {
  useSweeps.setState({ page });
}
