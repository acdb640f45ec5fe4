/**
 * Reads a Playwright trace: what went over HTTP, and the errors that the page's script told the console of or threw.
 * https://playwright.dev/docs/trace-viewer
 */
import type { Observed, ObservedCeremony } from '../diagnose/observed.ts';
import { isObject, type Json, readJson } from '../diagnose/shapesWalk.ts';
import { HarEntries } from './harEntries.ts';
import { lines } from './traceLines.ts';
import type { Zip } from './zip.ts';

/** Bytes of a body. */
const BODY = 1024 * 1024;
/** Errors that are kept, and characters of a message. */
const [ERRORS, MESSAGE] = [100, 1000];
/** Files of events in one trace; each browser context has two. */
const FILES = 200;

/** The errors that `navigator.credentials` gives (WebAuthn Level 3 §5.1), as a console or a page error shows them. */
const ERROR =
  /\b(NotAllowedError|SecurityError|InvalidStateError|ConstraintError|NotSupportedError|AbortError|UnknownError|EncodingError|OptOutError)\b:? ?/;

interface PageError {
  name: string;
  message: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Reads the entries of a trace's zip file. What is no line of a trace is passed over. */
export async function readTrace(zip: Zip): Promise<Observed> {
  const names = zip.names();
  const entries = new HarEntries(name => zip.bytes(name.includes('/') ? name : `resources/${name}`, BODY));
  const [network, events] = [/\.network$/, /\.trace$/].map(type =>
    names.filter(name => type.test(name)).slice(0, FILES),
  );
  for (const name of network!)
    for await (const line of lines(zip.chunks(name)))
      if (line.startsWith('{"type":"resource-snapshot"')) await entries.add(objectIn(line).snapshot);
  const errors: PageError[] = [];
  for (const name of events!) errors.push(...(await errorsIn(zip.chunks(name), entries)));
  const observed = entries.observed(`Playwright trace, ${entries.count} requests`);
  for (const error of errors.slice(0, ERRORS).sort((one, other) => one.at - other.at)) tell(observed, error);
  return observed;
}

/** Whether the names are those of a trace's entries. */
export function isTrace(names: readonly string[]): boolean {
  return names.some(name => /^[^/]*\.(?:trace|network)$/.test(name));
}

async function errorsIn(chunks: AsyncIterable<Uint8Array>, entries: HarEntries): Promise<PageError[]> {
  const errors: PageError[] = [];
  // The clock of the events, and what it says at the epoch.
  let epoch = 0;
  for await (const line of lines(chunks)) {
    const start = line.slice(0, 200);
    if (start.includes('"type":"context-options"')) {
      const { wallTime, monotonicTime, browserName } = objectIn(line);
      if (typeof wallTime === 'number' && typeof monotonicTime === 'number') epoch = wallTime - monotonicTime;
      if (typeof browserName === 'string') entries.browser ??= browserName.slice(0, 50);
    } else if (errors.length < ERRORS && /"type":"console"|"method":"pageError"/.test(start) && ERROR.test(line)) {
      const error = errorOf(objectIn(line));
      if (error) errors.push({ ...error, at: epoch + error.at });
    }
  }
  return errors;
}

function objectIn(line: string): Json {
  const value = readJson(line);
  return isObject(value) ? value : {};
}

/** `{text: 'SecurityError: …'}` of the console, or `{params: {error: {error: {name, message}}}}` of the page. */
function errorOf({ text, params, time }: Json): PageError | undefined {
  const at = typeof time === 'number' ? time : 0;
  if (typeof text === 'string') {
    const [whole, name] = ERROR.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const [message = ''] = text.slice(text.indexOf(whole) + whole.length).split('\n', 1);
    return { name: name!, message: message.slice(0, MESSAGE), at };
  }
  const error = isObject(params) && isObject(params.error) && isObject(params.error.error) && params.error.error;
  if (!error || typeof error.name !== 'string' || !ERROR.test(error.name)) return undefined;
  return { name: error.name, message: String(error.message ?? '').slice(0, MESSAGE), at };
}

/** An error is the outcome of the ceremony that was asked for last before it, where that had no response. */
function tell({ ceremonies, notes }: Observed, { at, ...error }: PageError): void {
  const last = ceremonies.findLast(({ askedAt = 0 }) => askedAt <= at);
  if (last && isOutcome(last, error.name)) {
    last.error ??= error;
    last.answeredAt ??= Math.round(at);
    return;
  }
  const note = `The page says ${error.name}: ${error.message}`;
  if (!notes.includes(note)) notes.push(note);
}

/** Scripts tell of an error more than once, and the page's own word may differ from the console's. */
function isOutcome({ response, error }: ObservedCeremony, name: string): boolean {
  return response === undefined && (error === undefined || error.name === name);
}
