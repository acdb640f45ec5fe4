/** What a page sees of a refusal: Chromium's words, which often say less than the client's. */
import { EXCLUDED, NOT_ALLOWED, type PageError } from './outcomes.ts';

const FOREIGN = 'The relying party ID is not a registrable domain suffix of, nor equal to the current domain.';

/** How far the ceremony had come. */
export interface Progress {
  /** The person had been asked: what is wrong from there on is the device's, and not told. */
  asked: boolean;
  /** HTTP status of the list of related origins, 0 where there was none; absent: not fetched. */
  listStatus?: number | undefined;
}

export function policyError(feature: string): PageError {
  const message = `The '${feature}' feature is not enabled in this document. Permissions Policy may be used to delegate Web Authentication capabilities to cross-origin child frames.`;
  return { name: 'NotAllowedError', message };
}

/** Throws on what is no refusal. */
export function pageError(error: unknown, { asked, listStatus }: Progress): PageError {
  if (error instanceof TypeError) return { name: 'TypeError', message: worded(error.message) };
  if (!(error instanceof DOMException)) throw error;
  const { name, message } = error;
  if (name === 'SecurityError') return { name, message: securityMessage(message, listStatus) };
  if (name === 'InvalidStateError') return EXCLUDED;
  if (asked || name === 'NotAllowedError') return NOT_ALLOWED;
  return { name, message: worded(message) };
}

function securityMessage(why: string, listStatus: number | undefined): string {
  if (!why.startsWith('the RP ID')) return 'This is an invalid domain.';
  if (listStatus === undefined) return FOREIGN;
  const fetched =
    listStatus === 200
      ? 'fetching of the .well-known/webauthn resource of the claimed RP ID was successful, but no listed origin matched the caller.'
      : 'an attempt to fetch the .well-known/webauthn resource of the claimed RP ID failed.';
  return `${FOREIGN} Subsequently, ${fetched}`;
}

/** The client's reasons, by how they begin, in Chromium's words. */
const WORDS: readonly (readonly [begins: RegExp, says: string])[] = [
  [/^user\.id has [1-9]/, 'User handle exceeds 64 bytes.'],
  [
    /^no entry of pubKeyCredParams|^credentialProtectionPolicy is/,
    'Required parameters missing in `options.publicKey`.',
  ],
  [/^prf\.evalByCredential is for/, "The 'evalByCredential' field cannot be set when creating a credential."],
  [/^prf\.evalByCredential needs/, "'prf' extension has 'evalByCredential' with an empty allow list"],
];

function worded(message: string): string {
  return WORDS.find(([begins]) => begins.test(message))?.[1] ?? message;
}
