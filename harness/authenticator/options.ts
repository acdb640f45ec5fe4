/** The options of a ceremony, from JSON into what a client works with (WebAuthn Level 3 §5.1.8, §5.1.9). */
import { base64url } from '../encoding/bytes.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialParameters,
  PublicKeyCredentialRequestOptionsJSON,
  ResidentKeyRequirement,
  UserVerificationRequirement,
} from '../encoding/json.ts';
import {
  type CreationExtensions,
  type RequestExtensions,
  readCreationExtensions,
  readRequestExtensions,
} from './extensionInputs.ts';
import { binary, required } from './members.ts';
import { refusal } from './refusal.ts';

export interface CreationOptions {
  /** Absent: the effective domain. */
  rpId: string | undefined;
  userHandle: Uint8Array;
  userName: string;
  userDisplayName: string;
  challenge: string;
  /** COSE algorithms in the RP's order. */
  algorithms: number[];
  exclude: Uint8Array[];
  attachment: string | undefined;
  hints: string[];
  residentKey: ResidentKeyRequirement;
  userVerification: UserVerificationRequirement;
  /** Attestation statement formats, best first. */
  formats: readonly string[];
  timeout: number | undefined;
  extensions: CreationExtensions;
}

export interface RequestOptions {
  rpId: string | undefined;
  challenge: string;
  /** Absent where allowCredentials is absent or empty: any discoverable credential will do. */
  allow: Uint8Array[] | undefined;
  hints: string[];
  userVerification: UserVerificationRequirement;
  timeout: number | undefined;
  extensions: RequestExtensions;
}

/** §5.1.3 step 10: what an empty pubKeyCredParams stands for. */
const DEFAULT_ALGORITHMS = [-7, -257];

/**
 * Reads creation options. Throws a TypeError where a required member is missing or `user.id` is not 1 to 64 bytes, an
 * EncodingError for what is not base64url, a NotSupportedError where no entry of pubKeyCredParams is a public key.
 */
export function readCreationOptions(json: PublicKeyCredentialCreationOptionsJSON): CreationOptions {
  const rp = required(json.rp, 'rp');
  const user = required(json.user, 'user');
  required(rp.name, 'rp.name');
  const userHandle = binary(user.id, 'user.id');
  const challenge = binaryText(json.challenge, 'challenge');
  if (userHandle.length < 1 || userHandle.length > 64) {
    throw new TypeError(`user.id has ${userHandle.length} bytes, 1 to 64 are allowed`);
  }
  const selection = json.authenticatorSelection ?? {};
  return {
    rpId: rp.id === undefined ? undefined : String(rp.id),
    userHandle,
    userName: String(required(user.name, 'user.name')),
    userDisplayName: String(required(user.displayName, 'user.displayName')),
    challenge,
    algorithms: offeredAlgorithms(required(json.pubKeyCredParams, 'pubKeyCredParams')),
    exclude: descriptorIds(json.excludeCredentials, 'excludeCredentials'),
    attachment: selection.authenticatorAttachment,
    hints: json.hints ?? [],
    residentKey: residentKey(selection.residentKey, selection.requireResidentKey),
    userVerification: userVerification(selection.userVerification),
    formats: wantedFormats(json.attestation, json.attestationFormats),
    timeout: json.timeout,
    extensions: readCreationExtensions(json.extensions ?? {}),
  };
}

/** Reads request options; throws as {@link readCreationOptions} does. */
export function readRequestOptions(json: PublicKeyCredentialRequestOptionsJSON): RequestOptions {
  const listed = json.allowCredentials;
  const allow = listed?.length ? descriptorIds(listed, 'allowCredentials') : undefined;
  return {
    rpId: json.rpId === undefined ? undefined : String(json.rpId),
    challenge: binaryText(json.challenge, 'challenge'),
    allow,
    hints: json.hints ?? [],
    userVerification: userVerification(json.userVerification),
    timeout: json.timeout,
    extensions: readRequestExtensions(json.extensions ?? {}, (allow ?? []).map(base64url)),
  };
}

/** The text of a binary member, once it is known to be base64url: client data repeat it as it stands. */
function binaryText(text: string, name: string): string {
  binary(text, name);
  return text;
}

/** §5.8.2: descriptors of types that the client does not know are passed over. */
function descriptorIds(descriptors: PublicKeyCredentialDescriptorJSON[] | undefined, name: string): Uint8Array[] {
  if (!descriptors) return [];
  return descriptors.filter(({ type }) => type === 'public-key').map(({ id }, i) => binary(id, `${name}[${i}].id`));
}

function offeredAlgorithms(params: PublicKeyCredentialParameters[]): number[] {
  if (params.length === 0) return DEFAULT_ALGORITHMS;
  const algorithms = params.filter(({ type }) => type === 'public-key').map(({ alg }) => alg);
  if (algorithms.length === 0)
    throw refusal('NotSupportedError', 'no entry of pubKeyCredParams has the type public-key');
  return algorithms;
}

/** §5.4.4: requireResidentKey counts only where residentKey is absent or unknown. */
function residentKey(wanted: string | undefined, legacy: boolean | undefined): ResidentKeyRequirement {
  if (wanted === 'required' || wanted === 'preferred' || wanted === 'discouraged') return wanted;
  return legacy ? 'required' : 'discouraged';
}

function userVerification(wanted: string | undefined): UserVerificationRequirement {
  return wanted === 'required' || wanted === 'discouraged' ? wanted : 'preferred';
}

/** §5.1.3: `none`, the default and what an unknown preference counts as, asks the authenticator for the format `none`. */
function wantedFormats(attestation: string | undefined, formats: string[] | undefined): readonly string[] {
  const conveyed = attestation === 'direct' || attestation === 'indirect' || attestation === 'enterprise';
  return conveyed ? (formats ?? []) : ['none'];
}
