// The editor in a real Chromium without a window, against the real server: how long it takes to open large workflows, how many frames
// a second it draws while a person pans and zooms and while nodes report, how long an event takes from the server to the pixels,
// what the first load transfers, tidying up, and a table of a million rows. Prints a Markdown table.
//   npm run bench -- editor [--cases load,open,pan,live,latency,renders,tidy,table] [--quick] [--gpu] [--json]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startBrowser } from './editor/browser.mjs';
import { cases } from './editor/cases.mjs';
import { startServerProcess } from './editor/server-process.mjs';
import { machine, median } from './report.mjs';

const { values: options } = parseArgs({
  options: { cases: { type: 'string' }, quick: { type: 'boolean', default: false }, gpu: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const chosen = options.cases?.split(',') ?? Object.keys(cases);
const unknown = chosen.find((name) => !cases[name]);
if (unknown !== undefined) {
  console.error(`There is no case "${unknown}"; there is: ${Object.keys(cases).join(', ')}`);
  process.exit(2);
}

const rows = [];
const load = [];
const server = await startServerProcess();
try {
  const { browser, about } = await startBrowser(options);
  console.log(`${about}\non ${machine()}\n\n| | aim | measured | |\n| --- | --- | --- | --- |`);
  try {
    for (const name of chosen) {
      load.push([name, loadavg()[0]]);
      await cases[name]({ server, browser, quick: options.quick, note: (row) => rows.push(print(row)) });
    }
  } finally {
    await browser.close();
  }
  console.log(`\nLoad average as each case began: ${load.map(([name, average]) => `${name} ${average.toFixed(1)}`).join(', ')}`);
  if (options.json) console.log(JSON.stringify({ bench: 'editor', rows, browser: about, machine: machine(), load: Object.fromEntries(load) }));
} finally {
  await server.close();
}

/** Prints a row, and returns it with its figures in place of the samples. */
function print({ what, unit, samples, by = 'median', aim }) {
  const sorted = samples.toSorted((a, b) => a - b);
  const figures = { median: median(samples), p95: sorted[Math.ceil(sorted.length * 0.95) - 1], least: sorted[0], greatest: sorted.at(-1), samples: samples.length };
  const figure = figures[by];
  const missed = aim && (figure > (aim.most ?? Infinity) || figure < (aim.least ?? -Infinity));
  const held = aim === undefined ? '' : `${aim.most === undefined ? '≥' : '≤'} ${format(aim.most ?? aim.least)} ${unit}`.trim();
  const spread = samples.length === 1 ? '' : `${by === 'median' ? '' : `median ${format(figures.median)}, `}${format(figures.least)} to ${format(figures.greatest)}, ${samples.length} samples`;
  console.log(`| ${what} | ${held} | ${missed ? '**' : ''}${by === 'p95' ? 'p95 ' : ''}${format(figure)} ${unit}${missed ? '**' : ''} | ${spread} |`);
  return { what, unit, by, aim, missed: missed ?? false, ...figures };
}

function format(value) {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();
}
