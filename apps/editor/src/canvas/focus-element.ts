/** Gives a node or note on the canvas the keys, once it is drawn. */
export function focusElement(id: string | undefined): void {
  if (id === undefined) return;
  let frames = 30; // a new node is drawn and measured first, one out of sight comes into view
  const focus = () => {
    const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    element?.focus();
    if (document.activeElement !== element && frames-- > 0) requestAnimationFrame(focus);
  };
  focus();
}
