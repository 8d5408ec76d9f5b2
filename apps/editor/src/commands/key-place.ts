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
