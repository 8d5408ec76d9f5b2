// Chromium with the probe in each page, driven as a person would: by real mouse and wheel events.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { probe } from './probe.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome'];
export const size = { width: 1440, height: 900 };

/** Starts Chromium without a window; `gpu` lets it use one, else it draws in software. */
export async function startBrowser({ gpu }) {
  const candidates = [process.env.MILLRACE_TEST_CHROMIUM, ...commands.flatMap((command) => (process.env.PATH ?? '').split(':').map((folder) => join(folder, command)))];
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('This benchmark needs Chromium: apt-get install chromium, or set MILLRACE_TEST_CHROMIUM to its path');
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet, ...(gpu ? [] : ['--disable-gpu'])] });
  return { browser, about: `${await drawing(browser)}, ${size.width} × ${size.height}` };
}

/** A page in a context of its own: nothing is in its cache. */
export async function newPage(browser) {
  const context = await browser.newContext({ viewport: size });
  await context.addInitScript(probe);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return page;
}

/** A place on the canvas where a drag pans. */
export function emptyPlace(page) {
  return page.evaluate(() => {
    const { left, top, right, bottom } = document.querySelector('.react-flow').getBoundingClientRect();
    for (let y = (top + bottom) / 2; y < bottom - 20; y += 3) {
      for (let x = left + 80; x < right - 80; x += 3) {
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
      }
    }
    throw new Error('No empty place on the canvas');
  });
}

/** Drags the canvas round in circles, `steps` mouse events long. */
export async function pan(page, { steps, radius }) {
  const { x, y } = await emptyPlace(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= steps; step++) {
    const angle = (step / 60) * 2 * Math.PI;
    await page.mouse.move(x + radius * Math.sin(angle), y + radius * (Math.cos(angle) - 1));
  }
  await page.mouse.up();
}

/** Turns the wheel `steps` notches in at the middle of the canvas, and out again. */
export async function zoom(page, { steps, notch }) {
  const { x, y, width, height } = await page.locator('.react-flow').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let step = 0; step < 2 * steps; step++) await page.mouse.wheel(0, step < steps ? -notch : notch);
}

async function drawing(browser) {
  const session = await browser.newBrowserCDPSession();
  const { gpu } = await session.send('SystemInfo.getInfo');
  await session.detach();
  const compositing = gpu.featureStatus?.gpu_compositing ?? 'unknown';
  const device = gpu.auxAttributes?.glRenderer ?? gpu.devices?.[0]?.deviceString ?? '';
  return `Chromium ${browser.version()}, ${compositing.startsWith('enabled') && !/swiftshader|llvmpipe/i.test(device) ? `drawn by ${device || 'the GPU'}` : `drawn in software (gpu_compositing: ${compositing})`}`;
}
