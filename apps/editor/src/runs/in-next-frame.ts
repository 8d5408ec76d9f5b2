/** In a page that is not drawn there is no frame to wait for. */
const withoutFrameMilliseconds = 200;

/** Calls back before the next frame is drawn, or soon when none is. */
export function inNextFrame(act: () => void): void {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    act();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, withoutFrameMilliseconds);
}
