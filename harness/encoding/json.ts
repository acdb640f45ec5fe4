/**
 * The JSON forms of WebAuthn's options and responses, as Level 3 names them (§5.1, §5.1.8, §5.1.9).
 * Every binary member is unpadded base64url text.
 */

/** Unpadded base64url text. */
export type Base64URLString = string;

export interface PublicKeyCredentialRpEntityJSON {
  id?: string;
  name: string;
}

/** §5.4.3: `id` is the user handle, 1 to 64 bytes. */
export interface PublicKeyCredentialUserEntityJSON {
  id: Base64URLString;
  name: string;
  displayName: string;
}

export interface PublicKeyCredentialDescriptorJSON {
  type: string;
  id: Base64URLString;
  transports?: string[];
}

/** §5.3: `alg` is a COSE algorithm identifier. */
export interface PublicKeyCredentialParameters {
  type: string;
  alg: number;
}

export type UserVerificationRequirement = 'required' | 'preferred' | 'discouraged';
export type ResidentKeyRequirement = 'discouraged' | 'preferred' | 'required';
export type AttestationConveyancePreference = 'none' | 'indirect' | 'direct' | 'enterprise';
export type AuthenticatorAttachment = 'platform' | 'cross-platform';

/** §5.4.4. Members are DOMStrings on the wire: an unknown value is treated as absent. */
export interface AuthenticatorSelectionCriteria {
  authenticatorAttachment?: string;
  residentKey?: string;
  requireResidentKey?: boolean;
  userVerification?: string;
}

export type ExtensionsJSON = Record<string, unknown>;

/** §5.1.8 `PublicKeyCredentialCreationOptionsJSON`. */
export interface PublicKeyCredentialCreationOptionsJSON {
  rp: PublicKeyCredentialRpEntityJSON;
  user: PublicKeyCredentialUserEntityJSON;
  challenge: Base64URLString;
  pubKeyCredParams: PublicKeyCredentialParameters[];
  /** Milliseconds. */
  timeout?: number;
  excludeCredentials?: PublicKeyCredentialDescriptorJSON[];
  authenticatorSelection?: AuthenticatorSelectionCriteria;
  hints?: string[];
  attestation?: string;
  attestationFormats?: string[];
  extensions?: ExtensionsJSON;
}

/** §5.1.9 `PublicKeyCredentialRequestOptionsJSON`. */
export interface PublicKeyCredentialRequestOptionsJSON {
  challenge: Base64URLString;
  /** Milliseconds. */
  timeout?: number;
  rpId?: string;
  allowCredentials?: PublicKeyCredentialDescriptorJSON[];
  userVerification?: string;
  hints?: string[];
  extensions?: ExtensionsJSON;
}

/** §5.1 `AuthenticatorAttestationResponseJSON`. */
export interface AuthenticatorAttestationResponseJSON {
  clientDataJSON: Base64URLString;
  authenticatorData: Base64URLString;
  transports: string[];
  /** SubjectPublicKeyInfo; absent when the client does not know the algorithm. */
  publicKey?: Base64URLString;
  publicKeyAlgorithm: number;
  attestationObject: Base64URLString;
}

/** §5.1 `AuthenticatorAssertionResponseJSON`. */
export interface AuthenticatorAssertionResponseJSON {
  clientDataJSON: Base64URLString;
  authenticatorData: Base64URLString;
  signature: Base64URLString;
  userHandle?: Base64URLString;
}

/** §5.1 `RegistrationResponseJSON`. */
export interface RegistrationResponseJSON {
  id: Base64URLString;
  rawId: Base64URLString;
  response: AuthenticatorAttestationResponseJSON;
  authenticatorAttachment?: string;
  clientExtensionResults: ExtensionsJSON;
  type: string;
}

/** §5.1 `AuthenticationResponseJSON`. */
export interface AuthenticationResponseJSON {
  id: Base64URLString;
  rawId: Base64URLString;
  response: AuthenticatorAssertionResponseJSON;
  authenticatorAttachment?: string;
  clientExtensionResults: ExtensionsJSON;
  type: string;
}
