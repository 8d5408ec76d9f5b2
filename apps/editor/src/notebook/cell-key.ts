export type CellAction = 'next' | 'previous' | 'edit' | 'leave' | 'run' | 'delete';

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key means in the notebook. Moving, editing and deleting are for a cell that has the focus itself, not for a field in it. */
export function cellKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, { onCell, typing }: { readonly onCell: boolean; readonly typing: boolean }): CellAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Enter' && shiftKey) return 'run';
  if (key === 'Escape' && (typing || !onCell)) return 'leave';
  if (!onCell || shiftKey) return undefined;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return 'next';
    case 'ArrowUp':
    case 'k':
      return 'previous';
    case 'Enter':
      return 'edit';
    case 'Delete':
    case 'Backspace':
      return 'delete';
    default:
      return undefined;
  }
}
