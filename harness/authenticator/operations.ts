/** What the authenticator's two operations take and give (WebAuthn Level 3 §6.3.2, §6.3.3). */
import type { CborMap } from '../encoding/cbor.ts';
import type { ResidentKeyRequirement } from '../encoding/json.ts';
import type { Editing } from './editing.ts';
import type { ExtensionInputs } from './extensions.ts';

/** What authenticatorMakeCredential (§6.3.2) is asked for. */
export interface NewCredential {
  rpId: string;
  userHandle: Uint8Array;
  userName: string;
  userDisplayName: string;
  /** COSE algorithms in the RP's order. */
  algorithms: readonly number[];
  /** Makes the key for this algorithm, supported or not: a case chose it. */
  algorithm?: number | undefined;
  /** Ids of excludeCredentials. */
  exclude: readonly Uint8Array[];
  /** Of appidExclude: where excluded credentials may be besides. */
  appId?: string | undefined;
  residentKey: ResidentKeyRequirement;
  extensions?: ExtensionInputs;
  /** Extensions without which the credential is not made. */
  demanded?: readonly ('credProtect' | 'largeBlobKey')[];
}

/** What one ceremony's signed layers have in common. */
export interface SignedCeremony {
  clientDataHash: Uint8Array;
  rpIdHash: Uint8Array;
  /** UP: clear only in a conditional create. */
  userPresent: boolean;
  userVerified: boolean;
  extensions?: ExtensionInputs | undefined;
  editing?: Editing | undefined;
}

/** What authenticatorMakeCredential gives back. */
export interface AttestedCredential {
  /** As attested: an edit may have changed it. */
  credentialId: Uint8Array;
  /** COSE_Key as attested. */
  credentialPublicKey: Uint8Array;
  /** An edit may have put another key there than the credential's own. */
  keyEdited: boolean;
  authenticatorData: Uint8Array;
  attestationObject: Uint8Array;
  /** Extension outputs as made, before any edit. */
  outputs: CborMap;
}

export interface Assertion {
  authenticatorData: Uint8Array;
  signature: Uint8Array;
  /** Extension outputs as made, before any edit. */
  outputs: CborMap;
}
