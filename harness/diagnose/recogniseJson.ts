/** A JSON value: the ceremonies in it, options beside the response that answers them, and structures by themselves. */
import { peekChallenge } from '../verifier/peek.ts';
import type { ObservedCeremony, Piece } from './observed.ts';
import { recogniseBytes } from './recogniseBytes.ts';
import { optionsIn, responsesIn, type ShapedOptions, type ShapedResponse } from './shapes.ts';
import { readBinary } from './shapesBinary.ts';
import { lookThrough } from './shapesWalk.ts';

/** Structures that are told of one input. */
export const PIECES_AT_MOST = 100;

export interface Parts {
  ceremonies: ObservedCeremony[];
  pieces: Piece[];
}

/** What is in the value; both lists empty where nothing is. */
export function partsIn(value: unknown): Parts {
  const ceremonies = paired(optionsIn(value), responsesIn(value));
  return { ceremonies, pieces: ceremonies.length > 0 ? [] : piecesIn(value) };
}

/**
 * Each response with the options that it answers: those with its challenge; else, as a challenge may be what is wrong,
 * those that stand nearest before it. Options without a response are ceremonies too.
 */
function paired(options: ShapedOptions[], responses: ShapedResponse[]): ObservedCeremony[] {
  const left = new Set(options);
  const byChallenge = new Map(options.map(one => [challengeOf(one), one]));
  const answered = responses.map(({ kind, response, written }): ObservedCeremony => {
    const named = byChallenge.get(`${kind} ${peekChallenge(response)}`);
    const own = named && left.has(named) ? named : undefined;
    if (own) left.delete(own);
    return { kind, ...(own && { options: own.options }), response, written, exchanges: [] };
  });
  for (const ceremony of answered) {
    const other = ceremony.options ? undefined : firstOfKind(left, ceremony.kind);
    if (!other) continue;
    left.delete(other);
    ceremony.options = other.options;
  }
  return [...answered, ...[...left].map(({ kind, options }) => ({ kind, options, exchanges: [] }))];
}

function firstOfKind(options: ReadonlySet<ShapedOptions>, kind: string): ShapedOptions | undefined {
  for (const one of options) if (one.kind === kind) return one;
  return undefined;
}

function challengeOf({ kind, options }: ShapedOptions): string {
  return `${kind} ${String(options.challenge)}`;
}

/** Members that are one of the structures, whatever they are called. */
function piecesIn(value: unknown): Piece[] {
  const pieces: Piece[] = [];
  lookThrough(value, object => {
    for (const one of Object.values(object)) {
      const piece = pieces.length < PIECES_AT_MOST ? pieceOf(one) : undefined;
      if (piece) pieces.push(piece);
    }
    return undefined;
  });
  return pieces;
}

function pieceOf(value: unknown): Piece | undefined {
  const binary = readBinary(value);
  if (!binary || binary.text.length < 40) return undefined;
  const bytes = Buffer.from(binary.text, 'base64url');
  const found = recogniseBytes(bytes);
  return found && !found.problem ? { what: found.what, bytes, written: binary.written ?? 'base64url' } : undefined;
}
