/** Whatever people paste, but for HAR files, traces and ceremony files: what it is, and the ceremonies in it. */
import { clientDataText } from '../encoding/clientData.ts';
import { NotUnderstood, type Observed, type Piece } from './observed.ts';
import { type Decoded, decodings, pemBlocks } from './pasted.ts';
import { type JsonStop, parseJson } from './recogniseBroken.ts';
import { isClientData, type Recognised, recogniseBytes } from './recogniseBytes.ts';
import { foreignBytes, foreignJson, foreignText, isPublicKeyDer, PUBLIC_KEY, TAKEN } from './recogniseForeign.ts';
import { type Parts, partsIn } from './recogniseJson.ts';
import { recogniseLog } from './recogniseLog.ts';
import { isForm, isTooDeep, readForm } from './shapesWalk.ts';
import { cut } from './words.ts';

/** Bytes of a paste. HAR files and traces may be larger, and are not read here. */
const LARGEST = 2 * 1024 * 1024;

/**
 * Finds the ceremonies and structures in whatever is pasted: JSON in any library's shape, a form, bytes in hex, base64
 * or PEM, raw bytes, a log. Which reading is right is decided by which makes sense to the end.
 *
 * @throws {NotUnderstood} what it was recognised as, where it stops making sense, and what would be taken instead.
 */
export function recognise(input: Uint8Array): Observed {
  refuse(foreignBytes(input));
  if (input.length > LARGEST)
    throw new NotUnderstood(
      `this has ${megabytes(input.length)} MiB, a paste has at most ${megabytes(LARGEST)}: give the part with the login. ${TAKEN}`,
    );
  const text = textOf(input);
  if (text === undefined) return ofBytes(input);
  refuse(foreignText(text));
  const trimmed = text.trim();
  if (trimmed.includes('-----BEGIN ') && !/^[{[]/.test(trimmed)) return ofPem(trimmed);
  if (isForm(trimmed)) return ofParts('form', partsIn(readForm(trimmed)), 'a form without a response in it');
  if (/^[{["]/.test(trimmed)) return ofJson(trimmed);
  return ofEncoded(trimmed) ?? ofLog(text);
}

/** Nothing more is said of it than its name: it may be a secret. */
function refuse(name: string | undefined): void {
  if (name !== undefined) throw new NotUnderstood(`this is ${name}. ${TAKEN}`);
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / (1024 * 1024)));
}

/** Text in UTF-8 or, with its mark, UTF-16 as PowerShell writes it; `undefined` for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = isWide ? Buffer.from(bytes.subarray(2)).toString('utf16le') : clientDataText(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell bytes from text.
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]|\ufffd/.test(text) ? undefined : text;
}

function ofBytes(bytes: Uint8Array): Observed {
  const piece = pieceOf(bytes, 'bytes');
  return observed(wordsFor(piece), { ceremonies: [], pieces: [piece.piece] }, piece.notes);
}

interface Read {
  piece: Piece;
  notes: string[];
}

/** One structure, or the reason why it is none. */
function pieceOf(bytes: Uint8Array, written: string): Read {
  refuse(foreignBytes(bytes));
  if (isPublicKeyDer(bytes)) throw new NotUnderstood(`this is ${PUBLIC_KEY}`);
  const found = recogniseBytes(bytes);
  if (!found)
    throw new NotUnderstood(`these are ${bytes.length} bytes (${written}) of no structure of WebAuthn. ${TAKEN}`);
  if (found.problem) throw broken(found, bytes.length, written);
  const notes = found.trailing ? [`${found.trailing} bytes follow the ${found.what}`] : [];
  return { piece: { what: found.what, bytes, written }, notes };
}

function broken({ what, problem }: Recognised, length: number, written: string): NotUnderstood {
  return new NotUnderstood(
    `this begins as ${what} does (${written}, ${length} bytes), and stops making sense: ${problem}. Is it all of it?`,
  );
}

function wordsFor({ piece: { what, written } }: Read): string {
  return `${what} in ${written}`;
}

/** Certificates, whatever else stands between them. */
function ofPem(text: string): Observed {
  const blocks = pemBlocks(text);
  if (blocks.some(({ label }) => label.endsWith('PUBLIC KEY'))) throw new NotUnderstood(`this is ${PUBLIC_KEY}`);
  const reads = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ bytes }) => pieceOf(bytes, 'PEM'));
  if (reads.length === 0) throw new NotUnderstood(`this is PEM without a certificate that can be read. ${TAKEN}`);
  return observed('PEM', { ceremonies: [], pieces: reads.map(({ piece }) => piece) });
}

function ofJson(text: string): Observed {
  if (isTooDeep(text)) throw new NotUnderstood(`this is JSON, nested too deeply to be a ceremony. ${TAKEN}`);
  const parsed = parseJson(text);
  if ('value' in parsed) return ofValue(parsed.value, text, 'JSON');
  const { stop } = parsed;
  const log = stop.isCut ? undefined : recogniseLog(text);
  if (log) return log;
  if (isLine(stop, text)) return ofLog(text);
  const name = CLIENT_DATA.test(text) ? 'clientDataJSON' : 'JSON';
  const place = `character ${stop.at}${stop.path === '' ? '' : `, in ${cut(stop.path)}`}`;
  throw new NotUnderstood(
    `this is ${name} that ${stop.isCut ? 'breaks off' : 'stops making sense'} at ${place}: give all of it`,
  );
}

const CLIENT_DATA = /^\{\s*"type"\s*:\s*"webauthn\./;

/** A log of JSON lines, or one whose lines begin with the time in brackets. */
function isLine({ at, path, isCut }: JsonStop, text: string): boolean {
  return !isCut && (path === '' || (text.startsWith('[') && at < 40));
}

function ofValue(value: unknown, text: string, source: string): Observed {
  refuse(foreignJson(value));
  if (typeof value === 'string') return recogniseInner(value);
  if (isClientData(value)) {
    const piece: Piece = { what: 'clientDataJSON', bytes: Buffer.from(text, 'utf8'), written: 'text' };
    return observed('clientDataJSON as text', { ceremonies: [], pieces: [piece] });
  }
  const parts = partsIn(value);
  // An answer of an RP by itself, or a line of a log in JSON, has words.
  const log = isEmpty(parts) ? recogniseLog(text) : undefined;
  return log ?? ofParts(source, parts, 'JSON without options, a response or a structure of WebAuthn in it');
}

/** A JSON string that holds anything: once, so that strings in strings come to an end. */
function recogniseInner(text: string): Observed {
  if (text.trimStart().startsWith('"')) throw new NotUnderstood(`this is a string in a string. ${TAKEN}`);
  return recognise(Buffer.from(text, 'utf8'));
}

function ofParts(source: string, parts: Parts, otherwise: string): Observed {
  if (isEmpty(parts)) throw new NotUnderstood(`this is ${otherwise}. ${TAKEN}`);
  return observed(source, parts);
}

function isEmpty({ ceremonies, pieces }: Parts): boolean {
  return ceremonies.length === 0 && pieces.length === 0;
}

/** The whole text as hex or base64: by the reading that is a structure, or JSON. `undefined` where it is neither. */
function ofEncoded(text: string): Observed | undefined {
  const readings = decodings(text);
  const problems: NotUnderstood[] = [];
  for (const reading of readings) {
    try {
      return ofDecoded(reading);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      problems.push(error);
    }
  }
  // What begins as something says more than that it is nothing.
  const telling = problems.find(({ message }) => !message.startsWith('these are')) ?? problems[0];
  if (telling && text.length >= SHORTEST) throw telling;
  return undefined;
}

/** Shorter words of a log are base64 too. */
const SHORTEST = 24;

function ofDecoded({ bytes, written }: Decoded): Observed {
  const found = recogniseBytes(bytes);
  // JSON in base64 begins as client data does.
  const text = found?.what === 'clientDataJSON' && found.problem !== undefined ? textOf(bytes) : undefined;
  return text === undefined ? ofRead(pieceOf(bytes, written)) : ofJson(text);
}

function ofRead(read: Read): Observed {
  return observed(wordsFor(read), { ceremonies: [], pieces: [read.piece] }, read.notes);
}

function ofLog(text: string): Observed {
  const log = recogniseLog(text);
  if (log) return log;
  throw new NotUnderstood(`this is text without a ceremony in it, or a word that tells why one failed. ${TAKEN}`);
}

function observed(source: string, parts: Parts, notes: string[] = []): Observed {
  return { source, ...parts, notes };
}
