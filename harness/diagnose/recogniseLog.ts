/** A log, or any text that is no structure as a whole: the ceremonies and structures in it, and what it says of a refusal. */
import type { Observed, ObservedCeremony, Piece } from './observed.ts';
import { decodings } from './pasted.ts';
import { logParts } from './pastedLog.ts';
import { isClientData, recogniseBytes } from './recogniseBytes.ts';
import { type Parts, PIECES_AT_MOST, partsIn } from './recogniseJson.ts';
import { serverWords } from './serverWords.ts';

/** Characters of a log that are kept for its words. */
const WORDS = 64 * 1024;

/** `undefined` where neither a ceremony nor a structure is in the text, nor a word that tells why one failed. */
export function recogniseLog(text: string): Observed | undefined {
  const parts = partsOfLog(text);
  const ceremonies = withWords(parts, text);
  if (ceremonies.length === 0 && parts.pieces.length === 0) return undefined;
  return { source: 'log', ceremonies, pieces: parts.pieces, notes: [], text: text.slice(0, WORDS) };
}

function partsOfLog(text: string): Parts {
  const { values, members, runs } = logParts(text);
  const inside = partsIn([...values, members]);
  if (inside.ceremonies.length > 0) return inside;
  const pieces = [...inside.pieces, ...values.flatMap(clientDataPiece), ...runs.flatMap(runPiece)];
  const seen = new Map(pieces.map(piece => [Buffer.from(piece.bytes).toString('base64'), piece]));
  return { ceremonies: [], pieces: [...seen.values()].slice(0, PIECES_AT_MOST) };
}

/** Its bytes may have had other spaces: nothing but what it says is taken from it. */
function clientDataPiece(value: unknown): Piece[] {
  return isClientData(value)
    ? [{ what: 'clientDataJSON', bytes: Buffer.from(JSON.stringify(value), 'utf8'), written: 'text' }]
    : [];
}

function runPiece(run: string): Piece[] {
  for (const { bytes, written } of decodings(run)) {
    const found = recogniseBytes(bytes);
    if (found && !found.problem) return [{ what: found.what, bytes, written }];
  }
  return [];
}

/** The error of a page: DOMExceptions that `navigator.credentials` throws, and the message behind one. */
const ERROR =
  /\b(NotAllowedError|InvalidStateError|SecurityError|AbortError|NotSupportedError|ConstraintError|NotReadableError)\b:?[ \t]*([^\n"]{0,300})/;

/** The one ceremony of the log with what the log says of it; without one, a ceremony of which nothing else is known. */
function withWords({ ceremonies, pieces }: Parts, text: string): ObservedCeremony[] {
  const isTold = serverWords(text) !== undefined;
  const answer = { url: 'the log', body: text.slice(0, WORDS), accepted: false };
  if (ceremonies.length > 0) return ceremonies.length === 1 && isTold ? [{ ...ceremonies[0]!, answer }] : ceremonies;
  if (pieces.length > 0) return [];
  const [, name, message = ''] = ERROR.exec(text) ?? [];
  const kind = /regist|create|attestation|InvalidStateError/i.test(text) ? 'registration' : 'authentication';
  if (name !== undefined) return [{ kind, error: { name, message: message.trim() }, exchanges: [] }];
  return isTold ? [{ kind, answer, exchanges: [] }] : [];
}
