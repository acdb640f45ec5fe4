/** The DOMExceptions by which client and authenticator refuse. */

export type RefusalName =
  | 'AbortError'
  | 'ConstraintError'
  | 'EncodingError'
  | 'InvalidStateError'
  | 'NotAllowedError'
  | 'NotSupportedError'
  | 'SecurityError'
  | 'SyntaxError';

/** Where a browser shows a page only the name, `why` says what was the matter. */
export function refusal(name: RefusalName, why: string): DOMException {
  return new DOMException(why, name);
}
