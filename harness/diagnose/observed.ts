/**
 * What was seen of ceremonies, from wherever it was read: a HAR file, a Playwright trace, a recording, a paste. The one
 * shape that explanation and replay work from. Everything in it came from outside.
 */
import type { CeremonyKind } from '../verifier/record.ts';

export interface Observed {
  /** What it was read from, in words: `HAR file, 14 requests`. */
  source: string;
  /** In the order in which they happened. */
  ceremonies: ObservedCeremony[];
  /** What is no whole ceremony: a bare structure, a certificate. */
  pieces: Piece[];
  /** What was left out or could not be made out, and why, in words. */
  notes: string[];
  /** Of a log: its words, cut. What a server says of a refusal is in them. */
  text?: string;
}

export const PIECES = ['attestationObject', 'authenticatorData', 'clientDataJSON', 'coseKey', 'certificate'] as const;

/** A structure by itself. */
export interface Piece {
  what: (typeof PIECES)[number];
  bytes: Uint8Array;
  /** How it was written: `hex`, `base64`, `base64url`, `PEM`, `bytes`. */
  written: string;
}

/** One ceremony, as far as it was seen. Binary members of `options` and `response` are base64url. */
export interface ObservedCeremony {
  kind: CeremonyKind;
  /** As PublicKeyCredentialCreationOptionsJSON or RequestOptionsJSON, by `kind`. */
  options?: Record<string, unknown>;
  /** As RegistrationResponseJSON or AuthenticationResponseJSON: what was sent to the RP, whatever that was. */
  response?: unknown;
  /** How `response` was written otherwise than Level 3 does: base64 with padding, a library's own names … in words. */
  written?: string[];
  /** What the page got in place of a credential. */
  error?: { name: string; message: string };
  /** What the virtual device says of that error, where there was one. */
  reason?: string;
  mediation?: string;
  /** Address of the page. */
  page?: string;
  /** Origin of the frame that asked, and of the top-level page where that is another. */
  origin?: string;
  topOrigin?: string;
  /** Milliseconds since the epoch: the page asked, the device answered, the response was sent. */
  askedAt?: number;
  answeredAt?: number;
  sentAt?: number;
  /** To what the response was sent, and what came back; absent where it was not sent or not seen. */
  answer?: ObservedAnswer;
  browser?: string;
  /** What was said over HTTP in this ceremony. */
  exchanges: ObservedExchange[];
}

export interface ObservedAnswer {
  url: string;
  /** Absent where no answer came. */
  status?: number;
  /** Text, cut. */
  body?: string;
  /** Whether the RP let the person in, as far as the answer tells: 2xx, and no `"verified": false` or `"status": "failed"`. */
  accepted: boolean;
}

/** One request and its answer. Bodies are text, cut; headers are not kept but for those named here. */
export interface ObservedExchange {
  method: string;
  url: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Milliseconds until the answer was there. */
  ms?: number;
  /** Address of the page that sent it. */
  page?: string;
  /** The request's `Origin` header. */
  origin?: string;
  requestType?: string;
  request?: string;
  /** Absent where no answer came. */
  status?: number;
  answerType?: string;
  answer?: string;
  /** Where the answer sends the page on to. */
  redirect?: string;
}

/**
 * Input that cannot be made anything of. The message says what it was recognised as, where it stopped making sense, and
 * what would be taken instead.
 */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}
