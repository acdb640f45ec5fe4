/** Where an engine or a browser shows something else than Chrome and Edge do with Windows Hello, and why. */
import type { Observation } from './scenario.ts';

export const LANES = ['chromium-cdp', 'chromium-software', 'firefox-software'] as const;
export type Lane = (typeof LANES)[number];

export interface Difference {
  scenario: string;
  lanes: readonly Lane[];
  /** What is seen there; absent where the scenario cannot be played at all, and is not. */
  seen?: Observation;
  reason: string;
}

const CDP = ['chromium-cdp'] as const;
const FIREFOX = ['firefox-software'] as const;
const CHROMIUM_AAGUID = '01020304-0506-0708-0102-030405060708';
const NOT_DISCOVERABLE = { extensions: { credProps: { rk: false } }, discoverable: false };

const discoverability =
  'Chromium’s virtual authenticator makes what is asked for; Windows Hello makes every passkey discoverable';
const identity =
  'Chromium’s virtual authenticator has an AAGUID and an attestation of its own, which CDP cannot change';
const attached =
  'CDP has one virtual authenticator for a page that is like Windows Hello; further devices need the software engine';

export const DIFFERENCES: readonly Difference[] = [
  {
    scenario: 'a counter begins',
    lanes: CDP,
    seen: { signCount: 1 },
    reason: 'Chromium’s virtual authenticator counts the registration as well',
  },
  { scenario: 'residentKey discouraged', lanes: CDP, seen: NOT_DISCOVERABLE, reason: discoverability },
  { scenario: 'residentKey absent', lanes: CDP, seen: NOT_DISCOVERABLE, reason: discoverability },
  { scenario: 'attestation none', lanes: CDP, seen: { fmt: 'none', aaguid: CHROMIUM_AAGUID }, reason: identity },
  ...['indirect', 'direct', 'enterprise'].map(conveyance => ({
    scenario: `attestation ${conveyance}`,
    lanes: CDP,
    seen: { fmt: 'packed', aaguid: CHROMIUM_AAGUID },
    reason: identity,
  })),
  {
    scenario: 'Ed25519 alone is offered',
    lanes: CDP,
    seen: { algorithm: -8 },
    reason: 'Chromium’s virtual authenticator has Ed25519; Windows Hello has not',
  },
  {
    scenario: 'a user handle of no byte',
    lanes: CDP,
    seen: 'created',
    reason: 'Chromium passes an empty user handle on, although Level 3 wants a TypeError (§5.1.3)',
  },
  {
    scenario: 'a list of 65 is too long',
    lanes: CDP,
    seen: 'RangeError, list too long',
    reason: 'Chromium’s own is a DOMException of that name',
  },
  {
    scenario: 'a passkey is made in passing',
    lanes: CDP,
    seen: 'NotAllowedError, timed out or not allowed',
    reason: 'Chromium’s virtual authenticator makes no passkey without a prompt',
  },
  {
    scenario: 'the RP ID lists the origin as related',
    lanes: LANES,
    seen: 'SecurityError, RP ID',
    reason: 'the list is fetched outside of the page, past the routes of the test, and there is no such server',
  },
  { scenario: 'a passkey is made on the security key that is attached besides', lanes: CDP, reason: attached },
  { scenario: 'the security key signs in where it has the passkey', lanes: CDP, reason: attached },
  {
    scenario: 'a page that forbids itself to sign in',
    lanes: FIREFOX,
    seen: 'NotAllowedError, timed out or not allowed',
    reason: 'Firefox tells no page what its Permissions-Policy header says: refused as any page without a passkey is',
  },
  {
    scenario: 'left and come back to',
    lanes: FIREFOX,
    reason: 'Playwright does not see a stock Firefox go back to a page that it has kept',
  },
];
