/** Sets up what is missing: packages, the build, a browser. No dependency, and nothing to do the second time. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, findFirefox } from './browser.mjs';
import { build, isBuilt } from './build.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args, options = {}) {
  // npm is a .cmd file on Windows, which only a shell starts.
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
}

function installPackages() {
  const installed = join(root, 'node_modules/.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(installed) && sameVersions(installed, lock)) return;
  console.log('Installing packages (npm ci) …');
  if (run('npm', ['ci']).status !== 0) throw new Error('npm ci failed: see its output above.');
}

/** A checkout touches package-lock.json without changing it. */
function sameVersions(installed, lock) {
  const versions = file =>
    Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)
      .filter(([path, { optional }]) => path !== '' && !optional)
      .map(([path, { version }]) => `${path}@${version}`)
      .sort()
      .join('\n');
  return versions(installed) === versions(lock);
}

/** Playwright's own download, if it is there. */
function ownBrowser() {
  const require = createRequire(join(root, 'package.json'));
  const { chromium } = require('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function installBrowser() {
  if (findBrowser() ?? ownBrowser()) return;
  console.log('Installing a browser …');
  const quiet = { stdio: 'ignore' };
  if (run('npx', ['playwright', 'install', '--only-shell', 'chromium'], quiet).status === 0 && ownBrowser()) return;
  if (installPackage(['chromium-headless-shell', 'chromium'], findBrowser)) return;
  throw new Error(
    'No Chromium-based browser was found, and none could be installed. Install Chrome, Edge or Chromium, ' +
      'or set TOUCHSTONE_BROWSER to the path of one.',
  );
}

/** By Debian's or Ubuntu's package manager, as root: the first of the packages with which `find` finds something. */
function installPackage(names, find) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-qq'], options);
  return names.some(name => {
    const { status } = run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
    return status === 0 && Boolean(find());
  });
}

/** Installs a Firefox where that is easy; elsewhere its project is left out, and the configuration says so. */
export function installFirefox() {
  if (process.env.TOUCHSTONE_FIREFOX || findFirefox()) return;
  console.log('Installing Firefox …');
  installPackage(['firefox-esr'], findFirefox);
}

/** Throws with one message that says what to do. */
export function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${process.versions.node} is too old: Touchstone needs 20.19 or later.`);
  }
  installPackages();
  if (!isBuilt()) build();
  installBrowser();
}
