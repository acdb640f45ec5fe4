/** Which installed browsers the specs use. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { findFirefox } from '../../scripts/browser.mjs';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a test depends on from this pattern
test('a Firefox on the path is found, where it is new enough', ({}, testInfo) => {
  const install = (name: string, version: string) => {
    const path = testInfo.outputPath(name);
    writeFileSync(path, `#!/bin/sh\necho "Mozilla Firefox ${version}"\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const PATH = testInfo.outputDir;
  expect(findFirefox({ PATH })).toBeUndefined();
  install('firefox-esr', '115.9.0esr');
  expect(findFirefox({ PATH })).toBeUndefined();
  const newer = install('firefox', '153.7.0');
  expect(findFirefox({ PATH })).toBe(newer);
  expect(findFirefox({ PATH, TOUCHSTONE_FIREFOX: 'none' })).toBeUndefined();
  expect(findFirefox({ PATH, TOUCHSTONE_FIREFOX: join(PATH, 'firefox-esr') })).toBe(join(PATH, 'firefox-esr'));
  expect(() => findFirefox({ PATH, TOUCHSTONE_FIREFOX: '/nowhere' })).toThrow('which is no program');
});
