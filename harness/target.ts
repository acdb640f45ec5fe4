/** The contract of a relying party under test. No I/O here: `targets/` keeps it over HTTP, in process, through a page. */
import type {
  AttestationConveyancePreference,
  AuthenticationResponseJSON,
  AuthenticatorAttachment,
  ExtensionsJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
  ResidentKeyRequirement,
  UserVerificationRequirement,
} from './encoding/json.ts';

/**
 * What a relying party may or may not let the harness do; a case that `needs` an absent one is skipped.
 *
 * - `post`: raw request bodies (malformed JSON, wrong content types)
 * - `session`: `signedInAs` says who the user agent is signed in as
 * - `credentials`: the records of a user can be read
 * - `remove`: a credential can be removed
 * - `clock`: time can be made to pass
 * - `discoverable`: authentication without naming a user
 * - `direct-attestation`: the RP passes on `attestation: "direct"` when asked
 * - `attestation-roots`: the RP trusts the roots of our test PKI
 * - `compound-attestation`: the RP knows the attestation format compound, which Level 3 brought
 * - `extensions`: the RP passes on the extensions that are asked for
 * - `device-bound`: the RP takes device-bound credentials only
 * - `fetches`: the RP runs on this machine, so that a listener on loopback sees what it fetches
 * - `revocation`: the RP asks for the revocation lists that certificates under our roots name, on loopback too
 * - `metadata`: the RP has loaded our metadata BLOB, and goes by it
 * - `metadata-blob`: the RP can be handed another metadata BLOB
 * - `allowed-models`: the RP registers attested authenticators of our made-up model `allowed` only
 * - `attestation-type`: the records say of which type the attestation was
 * - `rename`: a credential can be given a name
 * - `always-verified`: the RP requires user verification, whatever a ceremony asks for
 * - `backed-up`: the RP refuses a credential that could be backed up and is not
 * - `backup-unrecorded`: the RP has no stored BE to hold an assertion against, as before Level 3
 * - `conditional-create`: the RP lets a ceremony ask for registration with `mediation: "conditional"`
 * - `app-id`: the RP had U2F credentials under an AppID, and asks for them with `appid`
 * - `strict-extensions`: the RP refuses extension outputs that it did not ask for
 * - `pin-length`: the RP registers only authenticators that tell of a minPinLength of 6 or more
 * - `web`: the RP is a web site, at its origin: requests of the harness's own can be sent there, and the whole answer read
 * - `listed-origins`: the RP expects our made-up origins besides its own (`suite/clientData/madeUpOrigins.ts`)
 * - `framed`: the RP expects to be framed by our made-up page (`suite/clientData/madeUpOrigins.ts`)
 * - `named`: never claimed; there unless the RP is {@link RelyingParty.nameless}
 * - `port`, `international-domain`, `parent-domain`: never claimed; seen from its origin and RP ID (`runner/place.ts`): the
 *   origin has a port of its own, the RP ID has an `xn--` label, the RP ID has a domain above it
 */
export const FEATURES = [
  'post',
  'session',
  'credentials',
  'remove',
  'clock',
  'discoverable',
  'direct-attestation',
  'attestation-roots',
  'compound-attestation',
  'extensions',
  'device-bound',
  'fetches',
  'revocation',
  'metadata',
  'metadata-blob',
  'allowed-models',
  'attestation-type',
  'rename',
  'always-verified',
  'backed-up',
  'backup-unrecorded',
  'conditional-create',
  'app-id',
  'strict-extensions',
  'pin-length',
  'web',
  'listed-origins',
  'framed',
  'named',
  'port',
  'international-domain',
  'parent-domain',
] as const;

export type Feature = (typeof FEATURES)[number];

/** Somebody who registers: `name` is unique for the RP, within a run. */
export interface User {
  name: string;
  displayName: string;
}

/** What a ceremony asks the RP to ask for; the FIDO binding carries the same members. An RP may ignore any of it. */
export interface Wishes {
  userVerification?: UserVerificationRequirement;
  residentKey?: ResidentKeyRequirement;
  authenticatorAttachment?: AuthenticatorAttachment;
  attestation?: AttestationConveyancePreference;
  /** Formats that the RP prefers, best first: a hint. */
  attestationFormats?: string[];
  extensions?: ExtensionsJSON;
  /** Registration with `mediation: "conditional"` (feature `conditional-create`): nobody is there to be asked. */
  conditional?: boolean;
}

/** What the RP was seen to do. */
export type Seen = 'accepted' | 'rejected' | 'errored' | 'hung' | 'unreachable';

/** One answer of the RP to a response that it was handed. */
export interface Reply {
  seen: Seen;
  /** HTTP status, where there was one. */
  status?: number;
  /** What the RP said, cut to a few hundred characters; never trusted, escaped where shown. */
  message?: string;
  /** The answer's body, cut, for the report. */
  body?: string;
  /** Milliseconds from request to answer. */
  ms: number;
}

export type Step = 'registrationOptions' | 'register' | 'authenticationOptions' | 'authenticate';

/** What an RP keeps of a credential, as far as it lets one look. Binary members are base64url. */
export interface StoredCredential {
  id: string;
  signCount?: number;
  backupEligible?: boolean;
  backupState?: boolean;
  uvInitialized?: boolean;
  transports?: string[];
  aaguid?: string;
  publicKey?: string;
  /** Of the attestation, as the RP has verified it (§6.5.4): `none`, `self`, `basic`, `attca` or `anonca`. */
  attestationType?: string;
  /** What its user calls it (feature `rename`). */
  name?: string;
}

/**
 * A request that a browser or an attacker could send to the RP's site (feature `web`). A POST to a step has the headers
 * `Origin` (the RP's own) and `Content-Type: application/json` unless it gives others; bodies of steps are those of the
 * FIDO server binding.
 */
export interface WebRequest {
  method: 'GET' | 'POST';
  /** One of the four steps, or a path from the root of the RP's origin, such as `/.well-known/webauthn`. */
  to: Step | `/${string}`;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** The whole answer, redirects not followed. Names of headers are in small letters; the body is cut to 64 KiB. */
export interface WebAnswer {
  status: number;
  headers: Record<string, string>;
  /** Each `Set-Cookie` header as it came. */
  cookies: string[];
  body: string;
}

/** What is posted as it is: at once, or in parts that come when they come. */
export type RawBody = string | Uint8Array | AsyncIterable<Uint8Array>;

/** A relying party under test. It is never told what is expected of it. */
export interface RelyingParty {
  /** As the report shows it. */
  readonly name: string;
  /** The origin that an honest client would put into client data. */
  readonly origin: string;
  readonly rpId: string;
  readonly supports: ReadonlySet<Feature>;
  /** Whether it runs on this machine, and may be put under stress unasked. Where it does not say, its origin tells. */
  readonly local?: boolean;
  /** How the names of users begin; `ts-` where it does not say. */
  readonly userPrefix?: string;
  /** Takes what is secret out of a text that is to be kept or shown. */
  hide?(text: string): string;
  /** Whether it never hears who is about to sign in, but from the passkey. */
  readonly nameless?: boolean;
  /** A new user agent: no cookies, no session. Called once for each case. */
  visit(): Promise<Visit>;
  /** Once, after the run. */
  close?(): Promise<void>;
}

/** One user agent's dealings with the RP: cookies and session are its own. */
export interface Visit {
  registrationOptions(user: User, want?: Wishes): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Hands over a registration response. `response` may be anything: cases edit it. Never throws for what the RP answers. */
  register(response: RegistrationResponseJSON): Promise<Reply>;
  /** Without a user: a ceremony for discoverable credentials. */
  authenticationOptions(user?: User, want?: Wishes): Promise<PublicKeyCredentialRequestOptionsJSON>;
  authenticate(response: AuthenticationResponseJSON): Promise<Reply>;
  /** Raw body to one of the four steps (feature `post`). `Content-Type` is `application/json` unless given. */
  post?(step: Step, body: RawBody, headers?: Record<string, string>): Promise<Reply>;
  /** The name of the user whom this user agent is signed in as (feature `session`). */
  signedInAs?(): Promise<string | undefined>;
  /** The records that the RP keeps for a user (feature `credentials`). */
  credentials?(user: User): Promise<StoredCredential[]>;
  /**
   * Gives a credential a name, as the user whom this user agent is signed in as (feature `rename`). Throws when the RP does
   * not let it.
   */
  rename?(credentialId: string, name: string): Promise<void>;
  /** Sends one request with this user agent's cookies (feature `web`). Throws a {@link TargetError} when no answer comes. */
  web?(request: WebRequest): Promise<WebAnswer>;
  /**
   * Removes a credential; id in base64url (feature `remove`). As the user whom this user agent is signed in as, where the RP
   * asks for that: it throws when the RP does not let it.
   */
  remove?(credentialId: string): Promise<void>;
  /** Lets that many milliseconds pass for the RP (feature `clock`). */
  passTime?(ms: number): Promise<void>;
  /**
   * Loads a metadata BLOB as if it had been fetched, in the place of the one that the RP has; for this visit alone, so that
   * a wrong one does no harm (feature `metadata-blob`).
   */
  metadata?(blob: string): Promise<Reply>;
  close(): Promise<void>;
}

/**
 * The RP could not be asked for options, or what it answered to an honest request cannot be used. It says which request
 * and what came back, and `seen` in the words of the verdict table.
 */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly reply: Reply;
  readonly step: Step | 'web';
  /** `address`: 404, 405 or 415 on an honest request, so nothing can be learned here. */
  readonly kind: 'address' | 'answer';
  constructor(step: Step | 'web', reply: Reply, message: string, kind: 'address' | 'answer' = 'answer') {
    super(message);
    this.step = step;
    this.reply = reply;
    this.kind = kind;
  }
}

/**
 * What a case asks for cannot be done through this kind of target: a page cannot be made to carry the response, or its
 * site does not ask for what the case needs. The message says which. It says nothing about the RP: the case is skipped.
 */
export class NotCarried extends Error {
  override readonly name = 'NotCarried';
}
