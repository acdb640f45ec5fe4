/** What the authenticator was, and what it was asked for, as far as responses and options tell. Pure. */
import { type AttestationCapability, type CounterMode, DEFAULT_SETTINGS } from '../authenticator/settings.ts';
import { readable, textMember, verificationAsked } from '../diagnose/explainFacts.ts';
import { isObject, type Json } from '../diagnose/shapesWalk.ts';
import { decodeAttestationObject } from '../encoding/attestationObject.ts';
import { type AuthenticatorData, aaguidText } from '../encoding/authenticatorData.ts';
import type { CborValue } from '../encoding/cbor.ts';
import { ALGORITHMS, type Algorithm, decodeCoseKey } from '../encoding/cose.ts';
import type { Facts } from '../fuzz/edit.ts';
import type { Wishes } from '../target.ts';
import { innerOf, responseOf, type SeenCeremony, type Subject } from './planSeen.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Extensions that can be asked for at any RP; the others name sites or keys. */
const PORTABLE = ['credProps', 'credentialProtectionPolicy', 'enforceCredentialProtectionPolicy', 'minPinLength'];

const VALUES = {
  userVerification: ['required', 'preferred', 'discouraged'],
  residentKey: ['discouraged', 'preferred', 'required'],
  authenticatorAttachment: ['platform', 'cross-platform'],
  attestation: ['none', 'indirect', 'direct', 'enterprise'],
} as const;

/** Facts of the fuzzer's vocabulary: the device as it was registered, and the wishes of the ceremony. */
export function deviceOf(subject: Subject): Facts {
  const source = registrationIn(subject);
  const wishes = wishesIn(subject);
  const registered = source && factsOfRegistration(source, wishes);
  const named = subject.ceremony.kind === 'registration' || isNamed(subject.options);
  return {
    ...registered,
    ...countsOf(subject, source?.read.authData),
    ...(!named && { discoverable: true as const }),
    ...(Object.keys(wishes).length > 0 && { wishes }),
  };
}

/** The registration that tells of the device. */
export function registrationIn(subject: Subject): SeenCeremony | undefined {
  return subject.ceremony.kind === 'registration' ? subject : subject.registration;
}

/** Whether UV is to be expected of this device, as {@link deviceOf} has it. */
export function verifies({ userVerified, settings, wishes }: Facts): boolean {
  if (wishes?.userVerification === 'required') return true;
  if (wishes?.userVerification === 'discouraged') return settings?.alwaysVerifies ?? false;
  return userVerified !== false;
}

function isNamed({ allowCredentials }: Json): boolean {
  return Array.isArray(allowCredentials) && allowCredentials.length > 0;
}

function factsOfRegistration(source: SeenCeremony, wishes: Wishes): Facts {
  const { authData } = source.read;
  if (!authData) return {};
  const settings = settingsIn(source, authData, wishes);
  const alg = algorithmIn(authData);
  const attestation = capabilityIn(source);
  const { userVerification } = wishes;
  return {
    ...(alg !== undefined && { algorithm: alg }),
    ...(attestation && (attestation !== 'none' || wishes.attestation !== undefined) && { attestation }),
    ...(!authData.uv && userVerification !== 'required' && userVerification !== 'discouraged'
      ? { userVerified: false as const }
      : {}),
    ...(authData.be && { backupEligible: true as const }),
    ...(authData.be && authData.bs && { backupState: true as const }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

function settingsIn(source: SeenCeremony, authData: AuthenticatorData, { userVerification }: Wishes) {
  const aaguid = authData.aaguid ? aaguidText(authData.aaguid) : NOBODY;
  const length = authData.credentialId?.length ?? DEFAULT_SETTINGS.credentialIdLength;
  const { transports } = innerOf(source);
  const attachment = responseOf(source).authenticatorAttachment;
  const compoundOf = compoundIn(source);
  return {
    ...(aaguid !== NOBODY && { aaguid }),
    ...(userVerification === 'discouraged' && authData.uv && { alwaysVerifies: true }),
    ...(length !== DEFAULT_SETTINGS.credentialIdLength &&
      length >= 16 &&
      length <= 1023 && { credentialIdLength: length }),
    ...(isTexts(transports) && transports.join() !== 'internal' && { transports }),
    ...(attachment === 'cross-platform' && { attachment: 'cross-platform' as const }),
    ...(compoundOf && { compoundOf }),
  };
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length < 20 && value.every(one => typeof one === 'string');
}

/** COSE algorithm of the attested key: the one that it names, where it is such a key, or one of keys of its kind. */
function algorithmIn({ credentialPublicKey }: AuthenticatorData): number | undefined {
  const key = credentialPublicKey && readable(() => decodeCoseKey(credentialPublicKey));
  if (!key) return undefined;
  const fits = ({ kty, curve }: Algorithm) => kty === key.kty && (curve === undefined || curve === key.curve?.name);
  return (ALGORITHMS.find(known => known.id === key.alg && fits(known)) ?? ALGORITHMS.find(fits))?.id;
}

const BY_FORMAT: Readonly<Record<string, AttestationCapability>> = {
  none: 'none',
  tpm: 'tpm',
  'fido-u2f': 'fido-u2f',
  apple: 'apple',
  'android-key': 'android-key',
  'android-safetynet': 'android-safetynet',
};

/** Whether devices here give statements in it, however many there are. */
export function isFormat(fmt: string): boolean {
  return fmt === 'packed' || Object.hasOwn(BY_FORMAT, fmt);
}

function capabilityOf(fmt: unknown, attStmt: CborValue): AttestationCapability | undefined {
  if (fmt === 'packed') return attStmt instanceof Map && attStmt.has('x5c') ? 'packed' : 'packed-self';
  return typeof fmt === 'string' && Object.hasOwn(BY_FORMAT, fmt) ? BY_FORMAT[fmt] : undefined;
}

/** What kind of statement this authenticator gives. */
export function capabilityIn(source: SeenCeremony): AttestationCapability | undefined {
  const object = attestationIn(source);
  if (object?.fmt === 'compound') return compoundIn(source) && 'compound';
  return object && capabilityOf(object.fmt, object.attStmt);
}

function compoundIn(source: SeenCeremony): Exclude<AttestationCapability, 'none' | 'compound'>[] | undefined {
  const object = attestationIn(source);
  if (object?.fmt !== 'compound' || !Array.isArray(object.attStmt)) return undefined;
  const parts = object.attStmt.map(one =>
    one instanceof Map ? capabilityOf(one.get('fmt'), one.get('attStmt')) : undefined,
  );
  const known = parts.filter(part => part !== undefined && part !== 'none' && part !== 'compound');
  return known.length >= 2 && known.length === parts.length ? known : undefined;
}

function attestationIn(source: SeenCeremony) {
  const text = textMember(innerOf(source), 'attestationObject');
  return text === undefined ? undefined : readable(() => decodeAttestationObject(Buffer.from(text, 'base64url')));
}

/** What was counted before the ceremony: at the registration, or at the last login since. */
export function countedBefore({ before, registration }: Subject): number | undefined {
  const id = registration?.read.credentialId;
  const counts = before.flatMap(({ read }) =>
    read.credentialId === id && read.authData ? [read.authData.signCount] : [],
  );
  return counts.length > 0 ? Math.max(...counts) : undefined;
}

/** The registration starts where the count stood before the ceremony, so that one login follows. */
function countsOf(subject: Subject, registered: AuthenticatorData | undefined): Facts {
  const own = subject.read.authData?.signCount ?? 0;
  if (subject.ceremony.kind === 'registration') return registered && own > 0 ? { counterStart: own } : {};
  const counted = countedBefore(subject) ?? Math.max(0, own - 1);
  if (counted === 0 && own === 0) return { counter: 'none' satisfies CounterMode };
  return counted > 0 ? { counterStart: counted } : {};
}

/** Of the ceremony itself, over those of the registration before it. */
function wishesIn(subject: Subject): Wishes {
  const source = registrationIn(subject)?.options ?? {};
  const selection = isObject(source.authenticatorSelection) ? source.authenticatorSelection : {};
  const asked = verificationAsked(subject.options);
  const written = {
    ...(asked !== 'preferred' && { userVerification: asked }),
    residentKey: selection.residentKey,
    authenticatorAttachment: selection.authenticatorAttachment,
    ...(source.attestation !== 'none' && { attestation: source.attestation }),
  };
  const known = Object.entries(written).filter(([name, value]) =>
    (VALUES[name as keyof typeof VALUES] as readonly unknown[]).includes(value),
  );
  const extensions = extensionsIn(subject.options.extensions);
  const formats = source.attestationFormats;
  return {
    ...(Object.fromEntries(known) as Wishes),
    ...(subject.ceremony.mediation === 'conditional' &&
      subject.ceremony.kind === 'registration' && { conditional: true }),
    ...(isTexts(formats) && formats.length > 0 && { attestationFormats: formats }),
    ...(extensions && { extensions }),
  };
}

function extensionsIn(extensions: unknown): Json | undefined {
  if (!isObject(extensions)) return undefined;
  const portable = Object.entries(extensions).filter(([name]) => PORTABLE.includes(name));
  return portable.length > 0 ? Object.fromEntries(portable) : undefined;
}
