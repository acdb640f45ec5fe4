/** `touchstone record`: opens a browser, and writes down the passkey ceremonies of whoever uses it. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Command } from 'commander';
import type { HelloOptions } from '../browser/hello.ts';
import type { ObservedCeremony } from '../diagnose/observed.ts';
import { visible } from '../diagnose/tree.ts';
import type { Recorder } from '../reproduce/recorder.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { firstLine } from '../targets/module.ts';
import { say } from './console.ts';
import { EXIT } from './exitCode.ts';
import { hasDisplay, openBrowser } from './recordBrowser.ts';
import { withExamples } from './shared.ts';

interface RecordFlags {
  out: string;
  hello?: string | true;
  model?: string;
  firefox: boolean;
  headless: boolean;
  keepNames: boolean;
}

export function recordCommand(): Command {
  const command = new Command('record')
    .description('open a browser and write down its passkey ceremonies, without their secrets, for explain and replay')
    .argument('<url>', 'the page to begin at')
    .option('--out <file>', 'the ceremony file', 'ceremonies.json')
    .option('--hello [outcome]', 'a virtual Windows Hello answers: verified, or cancelled, denied, lockedOut …')
    .option('--model <name>', 'another virtual device answers, such as security-key')
    .option('--firefox', 'in Firefox', false)
    .option('--headless', 'without a window, for pages that ask by themselves; needs --hello or --model', false)
    .option('--keep-names', 'keep the names of users, which are taken out otherwise', false)
    .action(recordVerb);
  return withExamples(command, [
    'touchstone record https://staging.example/login        then: touchstone explain ceremonies.json',
    'touchstone record http://localhost:3000 --hello cancelled --out cancelled.json',
  ]);
}

async function recordVerb(url: string, flags: RecordFlags): Promise<void> {
  const begin = pageAddress(url);
  const hello = helloOptions(flags);
  if (flags.headless && !hello)
    throw new AskedWrongly('record: without a window nobody answers the prompts; add --hello, or leave out --headless');
  if (!flags.headless && !hasDisplay())
    throw new AskedWrongly('record: there is no display to open a window on; use --headless --hello, or set DISPLAY');
  const browser = await openBrowser(flags);
  try {
    const context = await browser.newContext({ viewport: null });
    const recorder = await install(context, flags, hello);
    const over = ended(browser, context);
    await open(context, begin);
    say(`Recording. Use the page; close it, or press Ctrl-C, to write ${visible(flags.out)}.`);
    await over;
    await write(recorder, flags.out);
  } finally {
    await browser.close();
  }
}

function pageAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new AskedWrongly(
    `record: ${JSON.stringify(text)} is no address: write one such as https://staging.example/login`,
  );
}

function helloOptions({ hello, model, firefox }: RecordFlags): HelloOptions | undefined {
  if (hello === undefined && model === undefined) return undefined;
  return {
    ...(typeof hello === 'string' && { outcome: hello as NonNullable<HelloOptions['outcome']> }),
    ...(model !== undefined && { model }),
    ...((model !== undefined || firefox) && { engine: 'software' as const }),
  };
}

async function install(
  context: BrowserContext,
  { keepNames }: RecordFlags,
  hello: HelloOptions | undefined,
): Promise<Recorder> {
  const { installRecorder } = await import('../reproduce/recorder.ts');
  const recorder = await installRecorder(context, { keepNames, onCeremony: one => say(inWords(one)) });
  if (!hello) return recorder;
  const { installHello } = await import('../browser/hello.ts');
  const device = await installHello(context, hello).catch(error => {
    throw new AskedWrongly(`record: ${firstLine(error)}`);
  });
  device.on('refused', event => recorder.refused(event));
  return recorder;
}

/** Once the last page is closed, the browser is gone, or somebody presses Ctrl-C. */
function ended(browser: Browser, context: BrowserContext): Promise<void> {
  return new Promise(resolve => {
    const closed = () => {
      if (context.pages().length === 0) resolve();
    };
    context.on('page', (page: Page) => page.once('close', closed));
    browser.once('disconnected', () => resolve());
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}

async function open(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' }).catch(error => {
    // It may be done already.
    if (!page.isClosed()) throw new AskedWrongly(`record: ${visible(url)} cannot be opened: ${firstLine(error)}`);
  });
}

function inWords({ kind, page = '', response, error, reason }: Readonly<ObservedCeremony>): string {
  const what = kind === 'registration' ? 'Registration' : 'Sign-in';
  const where = URL.canParse(page) ? new URL(page).origin : page;
  const failure = [error?.name, reason].filter(part => part !== undefined).join(', ');
  return visible(
    `${what} at ${where}: ${response === undefined ? failure || 'no credential' : 'the page has its credential'}`,
  );
}

async function write(recorder: Recorder, out: string): Promise<void> {
  if (recorder.isEmpty) {
    say('No page asked for a passkey: nothing is written.');
    process.exitCode = EXIT.nothingLearned;
    return;
  }
  const { ceremonyFileOf, writeCeremonyFile } = await import('../reproduce/ceremonyFile.ts');
  const recording = await recorder.recording();
  await writeCeremonyFile(out, ceremonyFileOf(recording, recorder.browser));
  const { ceremonies, redacted } = recording;
  const file = visible(out);
  say(`${file}: ceremonies ${ceremonies.length}; secrets and names taken out ${redacted.length}, listed in it.`);
  say(`Next: touchstone explain ${file}, or touchstone replay ${file} --rp …`);
}
