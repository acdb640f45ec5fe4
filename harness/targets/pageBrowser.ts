/** The browser behind `page:`: found or downloaded as for the specs, headless, loaded only when it is asked for. */
import type { Browser } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.mjs';
import { AskedWrongly } from './askedWrongly.ts';
import { firstLine } from './module.ts';

/**
 * @param args of the command line.
 * @throws {AskedWrongly} when there is no Playwright, or no browser.
 */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  const { chromium } = await import('@playwright/test').catch(() => {
    throw new AskedWrongly('page: needs Playwright, which is not installed: npm install --save-dev @playwright/test');
  });
  const executablePath = findBrowser();
  try {
    return await chromium.launch({
      args,
      ...(executablePath !== undefined && { executablePath }),
      // Chromium's sandbox does not start as root, as in most containers.
      chromiumSandbox: process.getuid?.() !== 0,
      // The command line ends it in its own way.
      handleSIGINT: false,
      handleSIGTERM: false,
    });
  } catch (error) {
    throw new AskedWrongly(
      `page: no browser can be started (${firstLine(error)}): npx playwright install --only-shell chromium, or set TOUCHSTONE_BROWSER`,
    );
  }
}
