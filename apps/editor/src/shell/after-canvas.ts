// What stands beside the canvas loads once the canvas is shown, so that a page opens with as little as it needs.

let tell: () => void = () => undefined;
const shown = new Promise<void>((resolve) => {
  tell = resolve;
});

/** Says that the canvas was drawn; what waits for it loads when the page has nothing else to do. */
export function tellCanvasShown(): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => tell(), { timeout: 2000 });
  else setTimeout(tell, 50);
}

/** Loads when the canvas is shown. */
export function afterCanvas<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () => shown.then(load);
}
