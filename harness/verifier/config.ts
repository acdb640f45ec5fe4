/** What a relying party settles once, and what the specification leaves to it. */

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
  /** §7.1 steps 18, 19: demand device-bound (`false`) or synced (`true`) credentials; nothing by default. */
  backupEligible?: boolean;
  /** Keys the made-up ids that unknown accounts get; fresh for each process by default, so give one to keep them stable. */
  secret?: Uint8Array;
  /** The time at which certificates are judged, milliseconds since the epoch; now by default. */
  certificateTime?: number;
}
