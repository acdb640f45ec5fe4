/** Finds a browser for the specs. Plain Node without dependencies: the set-up runs it before anything is installed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The small headless build first: the specs run three to four times faster on it than on a full browser. */
const CHROMIUMS = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const MAC_APPLICATIONS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

/**
 * The path of a Chromium-based browser: `TOUCHSTONE_BROWSER` if set, else the first that is installed in a usual place.
 * `undefined` where there is none; Playwright's own download is then the one to use. An explicit path that cannot be
 * run throws.
 */
export function findBrowser(environment = process.env, platform = process.platform) {
  const wanted = environment.TOUCHSTONE_BROWSER;
  if (wanted) {
    if (isProgram(wanted)) return wanted;
    throw new Error(
      `TOUCHSTONE_BROWSER is ${wanted}, which is no program: set it to a Chromium-based browser, or unset it.`,
    );
  }
  return usualPlaces(environment, platform).find(isProgram);
}

/** The same for a browser with windows, which the small builds have not. */
export function findWindowedBrowser(environment = process.env, platform = process.platform) {
  if (environment.TOUCHSTONE_BROWSER) return findBrowser(environment, platform);
  return usualPlaces(environment, platform).find(path => !path.endsWith('-headless-shell') && isProgram(path));
}

/** The oldest Firefox that Playwright was seen to drive as it is installed. */
const LEAST_FIREFOX = 153;

/**
 * The path of a Firefox that is driven as it is installed, by WebDriver BiDi: `TOUCHSTONE_FIREFOX` if set, else the first
 * on the path that is new enough. `undefined` where there is none, or where the variable is `none`. An explicit path that
 * cannot be run throws.
 */
export function findFirefox(environment = process.env) {
  const wanted = environment.TOUCHSTONE_FIREFOX;
  if (wanted === 'none') return undefined;
  if (wanted) {
    if (isProgram(wanted)) return wanted;
    throw new Error(
      `TOUCHSTONE_FIREFOX is ${wanted}, which is no program: set it to a Firefox, to "none", or unset it.`,
    );
  }
  return onThePath(['firefox-esr', 'firefox'], environment).find(path => isProgram(path) && isNewFirefox(path));
}

function isNewFirefox(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return Number(/Firefox (\d+)/.exec(stdout ?? '')?.[1]) >= LEAST_FIREFOX;
}

function onThePath(names, environment) {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => join(folder, name)));
}

function usualPlaces(environment, platform) {
  if (platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA].filter(
      Boolean,
    );
    return WINDOWS_PROGRAMS.flatMap(program => roots.map(root => join(root, program)));
  }
  const programs = onThePath(CHROMIUMS, environment);
  if (platform !== 'darwin') return programs;
  const roots = ['/Applications', join(environment.HOME ?? '/', 'Applications')];
  const applications = MAC_APPLICATIONS.flatMap(name =>
    roots.map(root => join(root, `${name}.app/Contents/MacOS/${name}`)),
  );
  return [...programs, ...applications];
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
