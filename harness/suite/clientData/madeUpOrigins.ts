/**
 * Origins that nobody has: an RP that is told to expect them (features `listed-origins` and `framed`) shows how it deals
 * with more than its own.
 */

export interface MadeUpOrigins {
  /** A page of the RP's own, under its RP ID. */
  subdomain: string;
  /** Another site of the same RP, which its `/.well-known/webauthn` lists (WebAuthn Level 3 §5.11). */
  related: string;
  /** An Android app, by the SHA-256 of its signing certificate. */
  app: string;
}

/** What an RP with `listed-origins` expects besides its own origin. The top-level domain `test` is never given away. */
export function madeUpOrigins(rpId: string): MadeUpOrigins {
  return {
    subdomain: `https://listed.${rpId}`,
    related: 'https://related.test',
    app: 'android:apk-key-hash:HLbWq5y0Pn2zKJ8t3cVdXoRs1uAfEgMiBkZmYwT7l4Q',
  };
}

/** The page that may frame an RP with `framed`: its only `topOrigin`. */
export const FRAMING_ORIGIN = 'https://framing.test';
