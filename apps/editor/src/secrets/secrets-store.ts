import { create } from 'zustand';

export type SecretsPage =
  | { readonly kind: 'list' }
  /** A new secret, or a new value of one that there is. */
  | {
    readonly kind: 'form';
    readonly name?: string;
    readonly suggested?: string;
    /** What stood in the workflow. */
    readonly value?: string;
    /** Without it, the list is shown again. */
    readonly onStored?: (name: string) => void;
  };

/** Which page of the dialog of secrets is open. No value stays here longer than its form. */
export const useSecretsDialog = create<{ readonly page: SecretsPage | undefined }>(() => ({ page: undefined }));

let giveBackFocus = (): void => {};

/** Opens a page of the dialog, or closes it; then the keys go back to where they were, or to where `focusLater` brings them. */
export function showSecrets(page: SecretsPage | undefined, focusLater?: () => void): void {
  if (page && !useSecretsDialog.getState().page) {
    const { activeElement: before } = document;
    giveBackFocus = focusLater ?? (() => before instanceof HTMLElement && before.focus());
  }
  useSecretsDialog.setState({ page });
  if (!page) requestAnimationFrame(giveBackFocus);
}
