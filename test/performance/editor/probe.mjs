// What runs in the page to measure it. It is put there before the page's own scripts.

/** Installs `window.probe`. Serialized: uses nothing from outside. */
export function probe() {
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, startTime + duration]))).observe({ type: 'longtask', buffered: true });
  // Resolves once what the page looks like now has been painted.
  const painted = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  });

  const frames = { times: [], handle: 0 };
  const tick = (time) => {
    frames.times.push(time);
    frames.handle = requestAnimationFrame(tick);
  };

  // What React rendered: it tells a devtools hook of every commit, in production builds too.
  const commits = { on: false, list: [] };
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true, isDisabled: false, renderers: new Map(), inject: () => 1, onScheduleFiberRoot() {}, onCommitFiberUnmount() {}, checkDCE() {},
    onCommitFiberRoot(_id, root) {
      if (commits.on) commits.list.push(renderedCards(root.current));
    },
  };
  function renderedCards(fiber) {
    const cards = new Set();
    const walk = (one) => {
      const isComponent = one.tag === 0 || one.tag === 11 || one.tag === 14 || one.tag === 15;
      if (isComponent && (one.flags & 1) !== 0) {
        const id = hostOf(one)?.closest?.('.react-flow__node')?.dataset.id;
        if (id !== undefined) cards.add(id);
      }
      if (one.alternate && one.alternate.child === one.child) return; // nothing below was looked at
      for (let child = one.child; child; child = child.sibling) walk(child);
    };
    walk(fiber);
    return [...cards];
  }
  function hostOf(fiber) {
    for (let one = fiber; one; one = one.child) if (one.tag === 5) return one.stateNode;
    return undefined;
  }

  window.probe = {
    painted,
    elements: () => document.querySelectorAll('*').length,
    startFrames() {
      frames.times = [];
      frames.handle = requestAnimationFrame(tick);
    },
    stopFrames() {
      cancelAnimationFrame(frames.handle);
      return frames.times;
    },
    startCommits() {
      commits.list = [];
      commits.on = true;
    },
    /** The cards that each commit since then rendered. */
    stopCommits() {
      commits.on = false;
      return commits.list;
    },
    /** When `condition` first held and was painted, and when the last long task before half a second of quiet was over: the later of the two. */
    async interactive(condition) {
      while (!condition()) await new Promise(requestAnimationFrame);
      const shown = await painted();
      for (;;) {
        const end = Math.max(shown, ...longTasks.map(([, to]) => to));
        if (performance.now() - end > 500) return { shown, interactive: end };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    /** The longest time that the page did not answer since `from`. */
    longestTask: (from) => Math.max(0, ...longTasks.filter(([start]) => start >= from).map(([start, to]) => to - start)),
    /** Notes which progress each card shows from when on. */
    watchProgress() {
      const seen = [];
      const observer = new MutationObserver((records) => {
        const changed = new Map();
        for (const { target } of records) {
          const bar = target.nodeType === 1 && target.closest('[role="progressbar"]');
          const id = bar && bar.closest('.react-flow__node')?.dataset.id;
          if (id) changed.set(id, bar.firstElementChild.style.transform);
        }
        if (changed.size === 0) return;
        const states = [...changed].map(([nodeId, scale]) => [nodeId, Math.round(Number(/scaleX\((.*)\)/.exec(scale)?.[1] ?? 0) * 10_000)]);
        void painted().then((time) => seen.push({ at: performance.timeOrigin + time, states }));
      });
      observer.observe(document.querySelector('.react-flow'), { subtree: true, attributes: true, attributeFilter: ['style'] });
      return () => {
        observer.disconnect();
        return seen;
      };
    },
  };
}
