/** Attestation statement format `android-key` (WebAuthn Level 3 §8.4), as Android Keystore makes it from a TEE. */
import type { KeyObject } from 'node:crypto';
import { concat } from '../../encoding/bytes.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import { signData } from '../../encoding/cose.ts';
import {
  encodeKeyDescription,
  integerValue,
  KEY_DESCRIPTION_OID,
  type KeyDescription,
  nullValue,
  ORIGIN,
  PURPOSE,
  SECURITY_LEVEL,
  setValue,
  TAG,
} from '../../encoding/keyDescription.ts';
import type { CredentialKeyPair } from '../keys.ts';
import {
  type CertificateContent,
  type Intermediate,
  intermediateIssuer,
  issueCertificate,
  SIGNS,
} from '../pkiFormats.ts';
import { testRoots } from '../testRoots.ts';
import type { AttestationStatement } from './statement.ts';

/** KM_ALGORITHM_EC, KM_ALGORITHM_RSA, KM_DIGEST_SHA_2_256, EcCurve P_256. */
const [EC, RSA, SHA_2_256, P_256] = [3, 1, 4, 1];

/** What a key in a TEE is attested as; any member can be overridden. `publicKey` only tells RSA from EC. */
export function honestDescription(attestationChallenge: Uint8Array, publicKey: KeyObject): KeyDescription {
  const isRsa = publicKey.asymmetricKeyType === 'rsa';
  const size = isRsa ? publicKey.asymmetricKeyDetails!.modulusLength! : 256;
  return {
    attestationVersion: 300,
    attestationSecurityLevel: SECURITY_LEVEL.trustedEnvironment,
    keyMintVersion: 300,
    keyMintSecurityLevel: SECURITY_LEVEL.trustedEnvironment,
    attestationChallenge,
    uniqueId: new Uint8Array(),
    softwareEnforced: new Map([[TAG.creationDateTime, integerValue(0x65_92_00_80)]]),
    hardwareEnforced: new Map([
      [TAG.purpose, setValue([PURPOSE.sign])],
      [TAG.algorithm, integerValue(isRsa ? RSA : EC)],
      [TAG.keySize, integerValue(size)],
      [TAG.digest, setValue([SHA_2_256])],
      ...(isRsa ? [] : [[TAG.ecCurve, integerValue(P_256)] as const]),
      [TAG.noAuthRequired, nullValue()],
      [TAG.origin, integerValue(ORIGIN.generated)],
      [TAG.osVersion, integerValue(14_00_00)],
      [TAG.osPatchLevel, integerValue(2024_01)],
    ]),
  };
}

/** `value`: KeyDescription, DER. */
export function keyDescriptionExtension(value: Uint8Array): CertificateExtension {
  return { oid: KEY_DESCRIPTION_OID, critical: false, value };
}

/** The CA of a batch of devices, between root and keys. */
export const androidIntermediate = (): Intermediate => intermediateIssuer('Touchstone TEST keystore batch');

/** The certificate of a key; `change` overrides any of its fields. */
export function androidCertificate(
  description: KeyDescription,
  publicKey: KeyObject,
  change: Partial<CertificateContent> = {},
): Uint8Array {
  return issueCertificate({
    publicKey,
    subject: { CN: 'Touchstone TEST keystore key' },
    extensions: [SIGNS, keyDescriptionExtension(encodeKeyDescription(description))],
    issuer: androidIntermediate(),
    ...change,
  });
}

/** The chain as Keystore hands it out: down from the leaf to the root, the root included. */
export function androidChain(leaf: Uint8Array): Uint8Array[] {
  return [leaf, androidIntermediate().certificate, testRoots()[0]!];
}

/** Signed with the credential key over authenticatorData and clientDataHash. */
export function androidKeyStatement(
  { algorithm, privateKey }: CredentialKeyPair,
  x5c: Uint8Array[],
  signed: { authenticatorData: Uint8Array; clientDataHash: Uint8Array },
): AttestationStatement {
  const sig = signData(algorithm, privateKey, concat(signed.authenticatorData, signed.clientDataHash));
  return {
    fmt: 'android-key',
    attStmt: new Map<string, number | Uint8Array | Uint8Array[]>([
      ['alg', algorithm],
      ['sig', sig],
      ['x5c', x5c],
    ]),
  };
}
