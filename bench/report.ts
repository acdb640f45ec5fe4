/** The page of a large report, opened from the disk: how big it is, and how long until it can be used. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { syntheticReports } from '../fixtures/syntheticReports.ts';
import { reportHtml } from '../harness/report/html.ts';
import { findBrowser } from '../scripts/browser.mjs';
import { median } from './measure.ts';

const CASES = 2000;
const TARGETS = 6;
const OPENINGS = 7;
/** Milliseconds from the navigation to a matrix that was painted and a filter that has answered. */
const USABLE = 1000;

/** One search, until the frame that shows what was found. */
const SEARCH = `new Promise(done => {
  const started = performance.now();
  const field = document.querySelector('#find');
  field.value = 'origin';
  field.dispatchEvent(new Event('input'));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
})`;

const UNTIL_PAINTED = `performance.getEntriesByName('usable')[0]?.startTime`;

export async function benchReport(): Promise<boolean> {
  console.log(`\nThe report of ${CASES} cases × ${TARGETS} targets, a tenth not passing`);
  const reports = syntheticReports(TARGETS, CASES);
  const started = performance.now();
  const html = reportHtml(reports);
  const made = performance.now() - started;
  const executablePath = findBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'bench-report-'));
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const file = join(folder, 'index.html');
    await writeFile(file, html);
    const opened = [];
    for (let time = 0; time < OPENINGS; time++) opened.push(await opening(browser, pathToFileURL(file).href));
    const painted = median(opened.map(one => one.painted));
    const searched = median(opened.map(one => one.searched));
    const met = painted + searched <= USABLE;
    console.log(`  made in ${Math.round(made)} ms, ${(html.length / 1e6).toFixed(1)} MB`);
    console.log(`  matrix painted after ${Math.round(painted)} ms, a search answered after ${Math.round(searched)} ms`);
    console.log(`  usable after ${Math.round(painted + searched)} ms  ≤ ${USABLE}  ${met ? 'met' : 'NOT MET'}`);
    return met;
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function opening(browser: Browser, address: string): Promise<{ painted: number; searched: number }> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(UNTIL_PAINTED);
  const painted = await page.evaluate<number>(UNTIL_PAINTED);
  const searched = await page.evaluate<number>(SEARCH);
  await page.close();
  return { painted, searched };
}
