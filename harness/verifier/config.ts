/** What a relying party settles once, and what the specification leaves to it. */
import type { Fetcher } from './fetching.ts';
import type { Metadata } from './metadata.ts';

export interface RelyingPartyConfig {
  rpId: string;
  rpName: string;
  /** Exact origins, as serialised by a browser. */
  origins: readonly string[];
  /** Whether ceremonies inside another origin's frame are expected (crossOrigin: true). */
  crossOrigin?: boolean;
  /** Origins that may frame the RP; only with `crossOrigin`. */
  topOrigins?: readonly string[];
  /** COSE algorithms offered, in order of preference. */
  algorithms: readonly number[];
  /** Default where the wishes of a ceremony name none. */
  userVerification?: string;
  attestation?: string;
  /** Milliseconds for a person to answer; a challenge is refused after that. */
  timeout?: number;
  /** Attestation types that are enough without a chain to a root: `none` and `self` by default. */
  attestationTypes?: readonly ('none' | 'self')[];
  /** Trusted attestation roots, DER. Without any, a certified attestation is accepted as untrusted if `untrusted` is set. */
  attestationRoots?: readonly Uint8Array[];
  /** TPM manufacturers (`id:` and 8 hexadecimal digits) beyond those in the registry of the TCG. */
  tpmManufacturers?: readonly string[];
  /** Accept a valid statement whose chain ends at no trusted root (as RPs that do not care for attestation do). */
  acceptUntrusted?: boolean;
  /** §7.2 step 22: what a counter that did not grow means. `refuse` by default. */
  signCount?: 'refuse' | 'ignore';
  /**
   * How the form is taken that authenticators owe, where what is meant is plain all the same: the order of keys and
   * indefinite lengths in CBOR, superfluous zeros in an RSA key, attested credential data in an assertion (it is not
   * used), Basic Constraints that are left out. `strict` by default.
   */
  form?: 'strict' | 'tolerant';
  /** §7.1 steps 18, 19: demand device-bound (`false`) or synced (`true`) credentials; nothing by default. */
  backupEligible?: boolean;
  /** §7.1 step 19: demand that a credential which can be backed up (BE) is backed up (BS); nothing by default. */
  backedUp?: boolean;
  /** Records have no BE that §7.2 step 19 could compare, as those of RPs from before Level 3. */
  backupUnrecorded?: boolean;
  /** Require user verification, whatever a ceremony asks for. */
  alwaysVerified?: boolean;
  /** The AppID of the RP's U2F credentials: asked for as `appid` and `appidExclude` (§10.1.1, §10.1.2). */
  appId?: string;
  /** Register only authenticators that say that their PIN has so many characters at least (CTAP 2.1 minPinLength). */
  minPinLength?: number;
  /** What extension outputs mean that were not asked for: `accept` by default (§7.1 step 28 leaves it to the RP). */
  unsolicitedExtensions?: 'accept' | 'refuse';
  /** Keys the made-up ids that unknown accounts get; fresh for each process by default, so give one to keep them stable. */
  secret?: Uint8Array;
  /**
   * The metadata of authenticators that a verified BLOB has told of (`readMetadataBlob`). Where a model has an entry, its
   * anchors take the place of `attestationRoots`, and its status and statement count. When it fails there is no metadata.
   */
  metadata?: () => Promise<Metadata>;
  /** What it means for a certified attestation that there is no metadata of its model: `accept` by default. */
  metadataMissing?: 'accept' | 'refuse';
  /** Models that may be registered, AAGUIDs as text: each only with a trusted attestation of that model. Any by default. */
  allowedAaguids?: readonly string[];
  /** The time at which certificates are judged, milliseconds since the epoch; now by default. */
  certificateTime?: number;
  /**
   * Fetches the revocation lists that certificates of a trusted path name (CRL Distribution Points). Without it nothing
   * is ever fetched, and nothing is revoked.
   */
  revocationLists?: Fetcher;
  /** What it means that a list cannot be had, read, or is out of date: `accept` (fail open) by default. */
  revocationUnavailable?: 'accept' | 'refuse';
  /** Milliseconds to wait for what is fetched; five seconds by default. */
  fetchWait?: number;
}
