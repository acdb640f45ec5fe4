import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

const browser = findBrowser();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium's sandbox does not start as root, as in most containers.
      chromiumSandbox: !isRoot,
    },
  },
  projects: [
    { name: 'proofs', testDir: 'specs/proofs' },
    { name: 'rp', testMatch: ['rp*.spec.ts', 'portal*.spec.ts'] },
    { name: 'hello', testMatch: 'hello*.spec.ts' },
  ],
});
