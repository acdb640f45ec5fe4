/** The browser behind `touchstone record`: with a window, unless that is not wanted. */
import type { Browser } from '@playwright/test';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { firstLine } from '../targets/module.ts';

/** Whether a window can be opened. */
export function hasDisplay({ platform, env } = process): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Chromium as the specs find it, or Firefox as it is installed; else Playwright's own.
 *
 * @throws {AskedWrongly} when there is no Playwright, or no browser.
 */
export async function openBrowser({ firefox, headless }: { firefox: boolean; headless: boolean }): Promise<Browser> {
  const [playwright, { findBrowser, findFirefox, findWindowedBrowser }] = await Promise.all([
    import('@playwright/test').catch(() => {
      throw new AskedWrongly(
        'record: needs Playwright, which is not installed: npm install --save-dev @playwright/test',
      );
    }),
    import('../../scripts/browser.mjs'),
  ]);
  const executablePath = firefox ? findFirefox() : headless ? findBrowser() : findWindowedBrowser();
  const options = {
    headless,
    ...(executablePath !== undefined && { executablePath }),
    // Ctrl-C ends the recording, which is written first.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  try {
    if (firefox)
      return await playwright.firefox.launch({
        ...options,
        ...(executablePath !== undefined && { channel: 'moz-firefox' }),
      });
    // Chromium's sandbox does not start as root, as in most containers.
    return await playwright.chromium.launch({ ...options, chromiumSandbox: process.getuid?.() !== 0 });
  } catch (error) {
    const name = firefox ? 'firefox' : 'chromium';
    const variable = firefox ? 'TOUCHSTONE_FIREFOX' : 'TOUCHSTONE_BROWSER';
    throw new AskedWrongly(
      `record: no browser can be started (${firstLine(error)}): npx playwright install ${name}, or set ${variable}`,
    );
  }
}
