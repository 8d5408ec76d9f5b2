// What is measured. A case opens its own pages and notes its figures: `{ what, unit, samples, by, aim }`, where `by` says which of
// the samples' figures is held against the aim.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { newPage, pan, zoom } from './browser.mjs';
import { manyNodes, reporters } from './workflows.mjs';

export const cases = { load, open, pan: panAndZoom, live, latency, renders, tidy, table };

const isShown = () => document.querySelector('.react-flow__node')?.checkVisibility({ visibilityProperty: true }) === true;

async function load({ server, browser, quick, note }) {
  const id = await server.save(manyNodes(25));
  const figures = { gzip: [], sent: [], answers: [] };
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const page = await newPage(browser);
    await page.goto(server.address(id));
    const entries = await page.evaluate(async (condition) => {
      const { shown } = await window.probe.interactive(new Function(`return (${condition})()`));
      return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(({ startTime }) => startTime < shown).map(({ name, transferSize }) => ({ name, transferSize }));
    }, String(isShown));
    const files = entries.filter(({ name }) => !/\/(api|socket\.io)\//.test(name));
    const sizes = await Promise.all(files.map(async ({ name }) => gzipSync(await server.bytes(name)).length));
    figures.gzip.push(sum(sizes) / 1000);
    figures.sent.push(sum(files.map(({ transferSize }) => transferSize)) / 1000);
    figures.answers.push(sum(entries.filter((entry) => !files.includes(entry)).map(({ transferSize }) => transferSize)) / 1000);
    await page.context().close();
  }
  note({ what: 'first load: files before the canvas shows, gzip', unit: 'kB', samples: figures.gzip, aim: { most: 350 } });
  note({ what: 'first load: the same files as the server sends them', unit: 'kB', samples: figures.sent });
  note({ what: 'first load: answers of the API before the canvas shows', unit: 'kB', samples: figures.answers });
}

async function open({ server, browser, quick, note }) {
  const [id, small] = [await server.save(manyNodes(1000)), await server.save(manyNodes(25))];
  const figures = { interactive: [], shown: [], again: [], elements: [] };
  for (let round = 0; round < (quick ? 2 : 7); round++) {
    const page = await openPage(browser, server, id, figures);
    figures.elements.push(await mostElements(page));
    await page.context().close();
    const other = await openPage(browser, server, small);
    await other.getByTestId('workflow-menu').click();
    const measured = other.evaluate(() => new Promise((resolve) => {
      document.addEventListener('click', () => {
        const from = performance.now();
        void window.probe.interactive(() => document.querySelectorAll('.react-flow__node').length > 100).then(({ interactive }) => resolve(interactive - from));
      }, { capture: true, once: true });
    }));
    await other.getByTestId(`open-${id}`).click();
    figures.again.push((await measured) / 1000);
    await other.context().close();
  }
  note({ what: 'open 1,000 nodes by their address, nothing cached: interactive', unit: 's', samples: figures.interactive, aim: { most: 1.5 } });
  note({ what: 'open 1,000 nodes by their address: cards shown', unit: 's', samples: figures.shown });
  note({ what: 'open 1,000 nodes from the menu: interactive', unit: 's', samples: figures.again, aim: { most: 1.5 } });
  note({ what: 'open 1,000 nodes: DOM elements', unit: '', samples: figures.elements, by: 'greatest', aim: { most: 15_000 } });
}

async function panAndZoom({ server, browser, quick, note }) {
  for (const count of [1000, 5000]) {
    const page = await openPage(browser, server, await server.save(manyNodes(count)));
    const words = count.toLocaleString('en');
    const ways = [
      ['pan, all in sight', () => pan(page, { steps: 120, radius: 160 })],
      ['zoom in and out', () => zoom(page, { steps: 40, notch: 60 })],
      ['pan, cards readable', () => pan(page, { steps: 120, radius: 160 }), () => zoomTo(page, 1)],
    ];
    for (const [name, act, prepare] of ways) {
      await prepare?.();
      const rates = [];
      const gaps = [];
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const times = await framesOf(page, act);
        rates.push(rateOf(times));
        gaps.push(...gapsOf(times));
      }
      note({ what: `${words} nodes: ${name}`, unit: 'frames/s', samples: rates, aim: { least: 50 } });
      note({ what: `${words} nodes: ${name}, time between frames`, unit: 'ms', samples: gaps, by: 'p95' });
    }
    await page.context().close();
  }
}

async function live({ server, browser, quick, note }) {
  const seconds = quick ? 3 : 10;
  const { page, run } = await openReporters(server, browser, { count: 100, columns: 12 });
  const rates = [];
  const gaps = [];
  const told = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const times = await framesOf(page, async () => {
      const { told: events, milliseconds } = await run.report({ perSecond: 2000, seconds, batchMilliseconds: 20 });
      told.push(events.length / milliseconds * 1000);
    });
    rates.push(rateOf(times));
    gaps.push(...gapsOf(times));
  }
  await page.context().close();
  note({ what: '100 nodes that report 20 times a second each', unit: 'frames/s', samples: rates, aim: { least: 50 } });
  note({ what: '100 nodes that report: time between frames', unit: 'ms', samples: gaps, by: 'p95' });
  note({ what: '100 nodes that report: events that the server told', unit: '/s', samples: told });
}

async function latency({ server, browser, quick, note }) {
  const { page, run } = await openReporters(server, browser, { count: 50, columns: 10 });
  const delays = [];
  const rates = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const watch = await page.evaluateHandle(() => window.probe.watchProgress());
    const { told, milliseconds } = await run.report({ perSecond: 1000, seconds: quick ? 3 : 10, batchMilliseconds: 10 });
    rates.push(told.length / milliseconds * 1000);
    await pause(500);
    delays.push(...delaysOf(told, await watch.evaluate((stop) => stop())));
  }
  await page.context().close();
  note({ what: 'event on the server to pixels, at 1,000 events/s', unit: 'ms', samples: delays, by: 'p95', aim: { most: 100 } });
  note({ what: 'events that the server told', unit: '/s', samples: rates });
}

async function renders({ server, browser, quick, note }) {
  const { page, run } = await openReporters(server, browser, { count: 100, columns: 12 });
  await page.evaluate(() => window.probe.startCommits());
  const { told } = await run.report({ perSecond: 15, seconds: quick ? 2 : 6, batchMilliseconds: 1 });
  await pause(300);
  const cards = (await page.evaluate(() => window.probe.stopCommits())).flat();
  await page.context().close();
  note({ what: 'cards that render again for one event', unit: '', samples: [cards.length / told.length], aim: { most: 1 } });
}

async function tidy({ server, browser, quick, note }) {
  for (const [count, most] of [[200, 0.3], [1000, 2]]) {
    const id = await server.save(manyNodes(count, { scattered: true }));
    const took = [];
    const blocked = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const page = await openPage(browser, server, id);
      const measured = page.evaluate(() => new Promise((resolve) => {
        document.addEventListener('click', () => {
          const from = performance.now();
          const first = document.querySelector('.react-flow__node');
          const before = first.style.transform;
          const look = async () => {
            if (first.isConnected && first.style.transform === before) return void requestAnimationFrame(look);
            resolve({ took: (await window.probe.painted()) - from, blocked: window.probe.longestTask(from) });
          };
          look();
        }, { capture: true, once: true });
      }));
      await page.getByRole('button', { name: 'Tidy up' }).click();
      const figures = await measured;
      took.push(figures.took / 1000);
      blocked.push(figures.blocked);
      await page.context().close();
    }
    const words = count.toLocaleString('en');
    note({ what: `tidy up ${words} nodes`, unit: 's', samples: took, aim: { most } });
    note({ what: `tidy up ${words} nodes: longest time that the page did not answer`, unit: 'ms', samples: blocked });
  }
}

async function table({ server, browser, quick, note }) {
  const rows = 1_000_000;
  const lines = Array.from({ length: rows }, (_, index) => `${index},${(index * 7919) % 1000},row ${index},${index % 3 === 0},${(index * 0.37).toFixed(2)}`);
  await server.upload('million.csv', `number,amount,name,third,share\n${lines.join('\n')}\n`);
  const id = await server.save({ millrace: 1, name: 'A million rows', nodes: [{ id: 'load', type: 'data.load', params: { path: 'million.csv' } }], edges: [], layout: {}, notes: [], triggers: [] });
  const { id: runId } = await server.api('POST', `/api/workflows/${id}/runs`, {});
  for (;;) {
    const { state, nodes } = await server.api('GET', `/api/runs/${runId}`);
    if (state === 'succeeded') break;
    if (state === 'failed') throw new Error(`The table could not be loaded: ${nodes.load.error?.message}`);
    await pause(100);
  }
  const page = await openPage(browser, server, id);
  await page.locator('.react-flow__node').click();
  await page.locator('[data-testid="table-rows"] [role="row"][aria-rowindex="2"] [role="cell"]').first().waitFor();
  const samples = [];
  for (let jump = 0; jump < (quick ? 10 : 60); jump++) {
    samples.push(await page.evaluate(async ({ place, rows: all }) => {
      const frame = document.querySelector('[data-testid="table-rows"]');
      const from = performance.now();
      frame.scrollTop = place * (frame.scrollHeight - frame.clientHeight);
      for (;;) {
        const shown = [...frame.querySelectorAll('[role="row"][aria-rowindex]')].slice(1);
        const near = Math.abs(Number(shown[0]?.getAttribute('aria-rowindex')) - place * all) < 1000;
        if (near && shown.every((row) => [...row.querySelectorAll('[role="cell"]')].every((cell) => cell.textContent !== ''))) break;
        await new Promise(requestAnimationFrame);
      }
      return (await window.probe.painted()) - from;
    }, { place: (jump * 0.381966) % 1, rows }));
  }
  await page.context().close();
  note({ what: 'table of a million rows: scroll to any place', unit: 'ms', samples, by: 'p95', aim: { most: 150 } });
}

/** A page that shows the workflow and has come to rest; says in `figures` how long that took. */
async function openPage(browser, server, id, figures) {
  const page = await newPage(browser);
  await page.goto(server.address(id));
  const { shown, interactive } = await page.evaluate((condition) => window.probe.interactive(new Function(`return (${condition})()`)), String(isShown));
  figures?.shown.push(shown / 1000);
  figures?.interactive.push(interactive / 1000);
  return page;
}

/** A page that shows a run of many nodes that have all started, and what lets them report. */
async function openReporters(server, browser, { count, columns }) {
  const workflow = reporters(count, columns);
  const nodeIds = workflow.nodes.map(({ id }) => id);
  const workflowId = await server.save(workflow);
  const { runId } = await server.ask('begin', { workflowId, nodeIds });
  const page = await openPage(browser, server, workflowId);
  await page.locator('[data-testid="node-n0"][data-state="running"]').waitFor();
  return { page, run: { report: (pace) => server.ask('report', { runId, nodeIds, ...pace }) } };
}

async function zoomTo(page, wanted) {
  const { x, y, width, height } = await page.locator('.react-flow').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let step = 0; step < 200; step++) {
    const now = await page.evaluate(() => new DOMMatrixReadOnly(getComputedStyle(document.querySelector('.react-flow__viewport')).transform).a);
    if (now >= wanted) return;
    await page.mouse.wheel(0, -40);
  }
}

/** The most elements that the page has: as it opens, and with as much of the workflow in sight as can be. */
async function mostElements(page) {
  const opened = await page.evaluate(() => window.probe.elements());
  const { x, y, width, height } = await page.locator('.react-flow').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let step = 0; step < 20; step++) await page.mouse.wheel(0, 200);
  await page.evaluate(() => window.probe.painted());
  return Math.max(opened, await page.evaluate(() => window.probe.elements()));
}

async function framesOf(page, act) {
  await page.evaluate(() => window.probe.startFrames());
  await act();
  return page.evaluate(() => window.probe.stopFrames());
}

function rateOf(times) {
  return (times.length - 1) / (times.at(-1) - times[0]) * 1000;
}

function gapsOf(times) {
  return times.slice(1).map((time, index) => time - times[index]);
}

/** How long each event took until its card showed it, or what came after it. */
function delaysOf(told, seen) {
  const shownAt = new Map();
  for (const { at, states } of seen) {
    for (const [nodeId, turn] of states) {
      const known = shownAt.get(nodeId) ?? [];
      shownAt.set(nodeId, [...known, [turn, at]]);
    }
  }
  return told.map(({ nodeId, turn, at }) => {
    const shown = shownAt.get(nodeId)?.find(([state]) => state >= turn);
    if (!shown) throw new Error(`Event ${turn} of ${nodeId} was never shown`);
    return shown[1] - at;
  });
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
