/** Whether keys go into a text field, or into a list that finds by letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement);
}

/** Whether a node or note on the canvas itself has the keys. */
export function isOnNode(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('.react-flow__node');
}

/** Whether keys go to a dialog or an open menu, which lie over the page. */
export function isAbovePage(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog, [role="dialog"], [role="menu"]') !== null;
}

/** Whether Escape closes the list of a field first: then that is all that it does. */
export function closesList({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Escape' || !(target instanceof Element)) return false;
  const field = target.closest('[aria-haspopup="listbox"][aria-expanded="true"]');
  const list = document.getElementById(field?.getAttribute('aria-controls') ?? '');
  return list?.querySelector('[role="option"]') != null; // a list without any is not seen
}
