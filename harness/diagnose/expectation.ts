/** What an RP would have expected of a ceremony, as far as what was seen tells, and what it does not tell. */
import type { DutyName } from '../duties.ts';
import { base64url, equal, sha256, utf8 } from '../encoding/bytes.ts';
import type { AuthenticationExpectation } from '../verifier/authentication.ts';
import type { CredentialRecord } from '../verifier/record.ts';
import type { RegistrationExpectation } from '../verifier/registration.ts';
import type { History, KnownCredential } from './expectationHistory.ts';
import { coseKeyOf, isUsableKey } from './expectationKey.ts';
import type { Given } from './explainCeremony.ts';
import type { Chain } from './explainChain.ts';
import {
  algorithmsOffered,
  descriptorIds,
  type Facts,
  hostOf,
  lenientBytes,
  rpIdAsked,
  textMember,
  verificationAsked,
} from './explainFacts.ts';
import type { ObservedCeremony } from './observed.ts';
import { isObject, type Json } from './shapesWalk.ts';

export interface Expectation {
  expected: RegistrationExpectation & AuthenticationExpectation;
  /** Duties that cannot be put to the response, with what would settle them. */
  unknown: ReadonlyMap<DutyName, string>;
  /** Duties that are put more strictly than the RP may do: to pass says something, to refuse does not. */
  assumed: ReadonlyMap<DutyName, string>;
  /** Duties that are put less strictly than the RP may do: to refuse says something, to pass does not. */
  eased: ReadonlyMap<DutyName, string>;
  /** Where each of its parts comes from, in words. */
  options?: Json;
  rpId?: string;
  origins: readonly string[];
  /** The credential, where its registration was seen. */
  known?: KnownCredential;
}

interface Question {
  ceremony: ObservedCeremony;
  facts: Facts;
  /** Of the attestation, where there is one. */
  chain?: Chain | undefined;
  given: Given;
  history: History;
}

const NEEDS = {
  challenge: '--challenge, or --options with the options of this ceremony',
  origin: '--origin',
  'rp-id-hash': '--rp-id: it is the hash of no name that the origin may use',
  options: '--options FILE with the options of this ceremony',
  key: '--public-key, or a file with the registration of this credential',
  registration: 'a file with the registration of this credential',
  roots: '--roots FILE with the attestation roots that the RP trusts (most RPs trust none, and ask for none)',
} as const;

/** Milliseconds; a device is attested soon after it got a certificate of its own. */
const SOON = 3_600_000;

/** COSE: what a list that is empty stands for (§5.1.3 step 9). */
const DEFAULT_ALGORITHMS = [-7, -257];

export function expectationOf(question: Question): Expectation {
  const { ceremony, facts, chain, given } = question;
  const options = ceremony.options ?? given.options;
  const unknown = new Map<DutyName, string>();
  const assumed = new Map<DutyName, string>();
  const eased = new Map<DutyName, string>();
  const origins = given.origins ?? (facts.pageOrigin === undefined ? [] : [facts.pageOrigin]);
  if (origins.length === 0) unknown.set('origin', NEEDS.origin);
  const rpId = rpIdOf(question, options, origins);
  if (rpId === undefined) unknown.set('rp-id-hash', NEEDS['rp-id-hash']);
  const challenge = challengeOf(question, options);
  if (challenge === undefined) unknown.set('challenge', NEEDS.challenge);
  if (!options) {
    assumed.set('user-verified', NEEDS.options);
    assumed.set('algorithm', NEEDS.options);
  }
  // A path that does not even hold up to its own last certificate leads to no root.
  const roots = given.roots ?? (chain && [chain.end]);
  if (!given.roots) (chain ? eased : assumed).set('attestation-trust', NEEDS.roots);
  const { known, ...credential } = credentialOf(question, options, unknown);
  const extensions = isObject(options?.extensions) ? options.extensions : undefined;
  const appId = textMember(extensions, 'appid');
  const at = timeOf(ceremony);
  // A chain whose time nobody told is judged by a day on which it was in use.
  const judgedAt = at ?? (chain && chain.since + SOON);
  if (at === undefined) unknown.set('android-safetynet-timestamp', 'the time at which it was received');
  const offered = algorithmsOffered(options);
  return {
    expected: {
      rp: {
        rpId: rpId ?? '',
        rpName: '',
        origins,
        algorithms: [],
        form: 'tolerant',
        ...(roots && { attestationRoots: roots }),
        ...(appId !== undefined && { appId }),
        ...(judgedAt !== undefined && { certificateTime: judgedAt }),
      },
      ...(challenge !== undefined && { challenge }),
      userVerification: options ? verificationAsked(options) : 'required',
      algorithms: options && offered.length === 0 ? DEFAULT_ALGORITHMS : offered,
      ...(options && { attestation: textMember(options, 'attestation') ?? 'none' }),
      ...(extensions && { extensions }),
      ...(ceremony.mediation === 'conditional' && { conditional: true }),
      ...credential,
    },
    unknown,
    assumed,
    eased,
    origins,
    ...(options && { options }),
    ...(rpId !== undefined && { rpId }),
    ...(known && { known }),
  };
}

/** Milliseconds since the epoch at which the response was made, or handed in. */
export function timeOf({ answeredAt, sentAt, askedAt, exchanges }: ObservedCeremony): number | undefined {
  return answeredAt ?? sentAt ?? askedAt ?? exchanges.at(-1)?.at;
}

/** Any challenge that was issued is one to look up, as RPs do; whether it is still good is for the duties of its life. */
function challengeOf({ facts, history, given }: Question, options: Json | undefined): string | undefined {
  const answered = textMember(facts.clientData, 'challenge');
  if (answered !== undefined && history.challenges.has(answered)) return answered;
  return textMember(options, 'challenge') ?? given.challenge;
}

function rpIdOf({ facts, given, ceremony }: Question, options: Json | undefined, origins: readonly string[]) {
  const stated = given.rpId ?? rpIdAsked(options);
  if (stated !== undefined) return stated;
  if (ceremony.options) return hostOf(facts.pageOrigin);
  const hash = facts.authDataBytes?.subarray(0, 32);
  const said = textMember(facts.clientData, 'origin');
  const hosts = [...origins, said].map(hostOf).filter(host => host !== undefined);
  return hash && hosts.flatMap(suffixes).find(name => equal(sha256(utf8(name)), hash));
}

/** Labels of a name that are tried. */
const LABELS = 20;

/** `login.example.org`, `example.org`, `org`. */
function suffixes(host: string): string[] {
  const labels = host.split('.').slice(-LABELS);
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/** Adds to what is unknown. */
function credentialOf({ facts, given, history }: Question, options: Json | undefined, unknown: Map<DutyName, string>) {
  const allowCredentials = descriptorIds(options?.allowCredentials);
  const known = facts.credentialId === undefined ? undefined : history.credentials.get(facts.credentialId);
  const identified = allowCredentials.length > 0;
  const asked = identified ? (history.ownerOf(allowCredentials) ?? known?.owner) : undefined;
  if (known && (known.removed || known.refused) && !given.publicKey) {
    return { known, allowCredentials, ...(identified && { userHandle: canonical(asked) }) };
  }
  const registered = known?.record;
  const key = given.publicKey ? coseKeyOf(given.publicKey) : registered?.publicKey;
  if (!key || !isUsableKey(key)) unknown.set('signature', NEEDS.key);
  if (!registered) {
    unknown.set('sign-count', NEEDS.registration);
    unknown.set('backup-eligibility', NEEDS.registration);
    if (!given.publicKey && !allowCredentials.includes(facts.credentialId ?? '')) {
      unknown.set('credential-known', NEEDS.key);
    }
  }
  if (known?.owner === undefined) {
    unknown.set('credential-owner', NEEDS.registration);
    // Without a user who was identified before, an absent one is wrong whoever the owner is.
    if (identified || !options || facts.userHandle !== undefined) unknown.set('user-handle', NEEDS.registration);
  }
  const record: CredentialRecord = {
    ...(registered ?? { ...PLACEHOLDER, id: lenientBytes(facts.credentialId) ?? new Uint8Array() }),
    ...(key && { publicKey: key }),
    userHandle: lenientBytes(known?.owner) ?? new Uint8Array(),
  };
  return { ...(known && { known }), allowCredentials, record, ...(identified && { userHandle: canonical(asked) }) };
}

/** Stands where there is no record, for duties that are not put. */
const PLACEHOLDER: Omit<CredentialRecord, 'id' | 'userHandle'> = {
  publicKey: new Uint8Array(),
  signCount: 0,
  uvInitialized: false,
  transports: [],
  backupEligible: false,
  backupState: false,
  aaguid: new Uint8Array(16),
};

function canonical(owner: string | undefined): string {
  return base64url(lenientBytes(owner) ?? new Uint8Array());
}
