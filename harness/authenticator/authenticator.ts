/** The software authenticator: makes credentials and assertions (WebAuthn Level 3 §6.3), and nothing a client would do. */
import { randomBytes } from 'node:crypto';
import type { AuthenticatorData } from '../encoding/authenticatorData.ts';
import { concat, fromHex, hex } from '../encoding/bytes.ts';
import { type CborMap, encodeCbor } from '../encoding/cbor.ts';
import type { UserVerificationRequirement } from '../encoding/json.ts';
import { ATTESTERS, type Attester } from './attestation/index.ts';
import { type Credential, CredentialStore } from './credentials.ts';
import { assertionOutputs, creationOutputs, isReachable, keptFor, type OutputRequest } from './extensions.ts';
import { type CredentialKeyPair, deriveBytes, deriveKeyPair } from './keys.ts';
import { attestationObjectLayer, authenticatorDataLayer, publicKeyLayer, signatureLayer } from './layers.ts';
import type { Assertion, AttestedCredential, NewCredential, SignedCeremony } from './operations.ts';
import { refusal } from './refusal.ts';
import type { WantedCredential } from './selection.ts';
import { type AuthenticatorSettings, DEFAULT_SETTINGS } from './settings.ts';
import { checkSettings } from './settingsCheck.ts';

/** Every random byte follows from seed, label and a running number. */
export interface RandomSource {
  seed: string;
  /** Tells apart what is drawn from one seed; up to 900 bytes. */
  label: string;
  /** Gives the key pairs of credentials in the place of derived ones, where many devices are made whose keys may recur. */
  keyPair?(algorithm: number): CredentialKeyPair;
}

export class Authenticator {
  readonly settings: AuthenticatorSettings;
  readonly credentials = new CredentialStore();
  readonly #aaguid: Uint8Array;
  readonly #source: RandomSource;
  #drawn = 0;
  #globalCount: number;

  /** Without a source its bytes are truly random. A TypeError for settings that no authenticator can have. */
  constructor(settings: Partial<AuthenticatorSettings> = {}, source?: RandomSource) {
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    checkSettings(this.settings);
    this.#aaguid = fromHex(this.settings.aaguid.replaceAll('-', ''));
    this.#source = source ?? { seed: randomBytes(32).toString('hex'), label: 'unseeded' };
    this.#globalCount = this.settings.counterStart;
  }

  /** Bytes that depend on seed and label alone, and are the same however often they are asked for. */
  random(label: string, length: number): Uint8Array {
    return deriveBytes(this.#source.seed, `${this.#source.label}/${label}`, length);
  }

  /** A P-256 key pair that depends on seed and label alone. */
  derivedKeys(label: string): CredentialKeyPair {
    return deriveKeyPair(-7, this.#source.seed, `${this.#source.label}/${label}`);
  }

  /** CTAP 2.1 §6.5.5: the authenticator's keys, with which a client agrees on a secret. */
  keyAgreement(): CredentialKeyPair {
    return this.derivedKeys('key-agreement');
  }

  /** What UV will be where verification does not fail. */
  verifies(requirement: UserVerificationRequirement): boolean {
    const { userVerification, userVerified, alwaysVerifies } = this.settings;
    return (requirement !== 'discouraged' || alwaysVerifies) && userVerification && userVerified;
  }

  /**
   * Tests user verification: what UV will be. Throws a ConstraintError where it is required of an authenticator without
   * it, a NotAllowedError where the person is not recognised.
   */
  verifyUser(requirement: UserVerificationRequirement): boolean {
    const { userVerification, userVerified } = this.settings;
    if (requirement === 'required') {
      if (!userVerification)
        throw refusal('ConstraintError', 'user verification is required, and this authenticator has none');
      if (!userVerified) throw refusal('NotAllowedError', 'the user was not verified');
    }
    return this.verifies(requirement);
  }

  /**
   * The first half of authenticatorMakeCredential (§6.3.2 steps 2 to 7): a credential that is not kept yet. Throws a
   * NotSupportedError (none of the algorithms), an InvalidStateError (holds an excluded credential) or a ConstraintError
   * (a discoverable credential or an extension is required, and it has none).
   */
  prepareCredential(wanted: NewCredential): Credential {
    const { settings } = this;
    const algorithm = wanted.algorithm ?? wanted.algorithms.find(offered => settings.algorithms.includes(offered));
    if (algorithm === undefined)
      throw refusal('NotSupportedError', 'the authenticator has none of the algorithms in pubKeyCredParams');
    if (wanted.exclude.some(id => this.#holds(id, wanted))) {
      throw refusal('InvalidStateError', 'the authenticator holds one of excludeCredentials');
    }
    if (wanted.residentKey === 'required' && !settings.residentKeys) {
      throw refusal('ConstraintError', 'a discoverable credential is required, and this authenticator keeps none');
    }
    const lacking = wanted.demanded?.find(extension => !settings.extensions.includes(extension));
    if (lacking) throw refusal('ConstraintError', `${lacking} is required, and this authenticator has it not`);
    const draw = `credential/${this.#drawn++}`;
    const discoverable = settings.alwaysDiscoverable || (wanted.residentKey !== 'discouraged' && settings.residentKeys);
    const random = (label: string, length: number) => this.random(`${draw}/${label}`, length);
    const extensions = wanted.extensions && keptFor(wanted.extensions, settings, { discoverable, random });
    return {
      id: this.random(`${draw}/id`, settings.credentialIdLength),
      rpId: wanted.rpId,
      userHandle: wanted.userHandle,
      userName: wanted.userName,
      userDisplayName: wanted.userDisplayName,
      keys:
        this.#source.keyPair?.(algorithm) ??
        deriveKeyPair(algorithm, this.#source.seed, `${this.#source.label}/${draw}/key`),
      discoverable,
      signCount: settings.counter === 'none' ? 0 : settings.counterStart,
      backupEligible: settings.backupEligible,
      backupState: settings.backupState,
      aaguid: this.#aaguid,
      ...(extensions && { extensions }),
    };
  }

  /**
   * The second half (§6.3.2 steps 8 to 16): attests a prepared credential and keeps it as the RP was told it, so with the
   * id that an edit may have given it. `formats`: attestation statement formats that the RP prefers, best first.
   */
  async makeCredential(
    credential: Credential,
    ceremony: SignedCeremony,
    formats: readonly string[],
  ): Promise<AttestedCredential> {
    const { editing } = ceremony;
    if (this.settings.counter === 'global') credential.signCount = this.#globalCount;
    const plain = authenticatorData(credential, ceremony);
    plain.at = true;
    const attester = this.#attester(formats);
    plain.aaguid = attester.format === 'none' && !this.settings.keepsAaguid ? new Uint8Array(16) : credential.aaguid;
    plain.credentialId = credential.id;
    plain.credentialPublicKey = publicKeyLayer(credential.keys, editing);
    const outputs = creationOutputs(this.settings, this.#outputRequest(credential, ceremony));
    const { bytes, data } = authenticatorDataLayer(withOutputs(plain, outputs), editing);
    credential.id = data.credentialId ?? credential.id;
    const { clientDataHash } = ceremony;
    const { compoundOf } = this.settings;
    const request = { credential, authData: data, authenticatorData: bytes, clientDataHash, compoundOf };
    const statement = await attester.attest(request);
    const object = attestationObjectLayer(statement, bytes, editing);
    this.credentials.add(credential);
    return {
      credentialId: credential.id,
      credentialPublicKey: data.credentialPublicKey ?? plain.credentialPublicKey,
      keyEdited: Boolean(editing?.hooks.publicKey || editing?.hooks.authenticatorData),
      authenticatorData: object.authData,
      attestationObject: object.bytes,
      outputs,
    };
  }

  #holds(id: Uint8Array, { rpId, appId }: NewCredential): boolean {
    return [rpId, appId].some(scope => scope !== undefined && this.credentials.find(scope, id) !== undefined);
  }

  /**
   * The credential that authenticatorGetAssertion (§6.3.3 steps 2 to 7) uses: of `allow` the first that is here, without
   * `allow` the newest discoverable one. With `conditional`, only discoverable ones count, as autofill shows no others;
   * credProtect hides some from who is not verified.
   */
  findCredential(wanted: WantedCredential, userVerified: boolean): Credential | undefined {
    const { rpId, appId, allow, conditional } = wanted;
    if (!allow) {
      for (const credential of this.credentials.discoverable(rpId))
        if (isReachable(credential.extensions ?? {}, { userVerified, byId: false })) return credential;
      return undefined;
    }
    const byId = { userVerified, byId: true };
    for (const scope of appId === undefined ? [rpId] : [rpId, appId]) {
      for (const id of allow) {
        const credential = this.credentials.find(scope, id);
        if (!credential || (conditional && !credential.discoverable)) continue;
        if (isReachable(credential.extensions ?? {}, byId)) return credential;
      }
    }
    return undefined;
  }

  /** authenticatorGetAssertion from step 9 on: counts, and signs. */
  getAssertion(credential: Credential, ceremony: SignedCeremony): Assertion {
    credential.signCount = this.#nextCount(credential);
    const outputs = assertionOutputs(this.settings, this.#outputRequest(credential, ceremony));
    const plain = withOutputs(authenticatorData(credential, ceremony), outputs);
    const { bytes } = authenticatorDataLayer(plain, ceremony.editing);
    const signed = concat(bytes, ceremony.clientDataHash);
    return { authenticatorData: bytes, signature: signatureLayer(credential.keys, signed, ceremony.editing), outputs };
  }

  #outputRequest(
    { rpId, extensions: kept = {} }: Credential,
    { extensions: inputs = {}, userVerified, clientDataHash }: SignedCeremony,
  ): OutputRequest {
    return {
      inputs,
      kept,
      rpId,
      userVerified,
      keyAgreement: () => this.keyAgreement().privateKey,
      iv: () => this.random(`iv/${hex(clientDataHash)}`, 16),
    };
  }

  /** §6.1.1; 32 bits, so it starts again at 0 after the last. */
  #nextCount(credential: Credential): number {
    const { counter, counterStep } = this.settings;
    if (credential.counts === false) return credential.signCount;
    if (counter === 'none') return 0;
    if (counter === 'per-credential') return (credential.signCount + counterStep) >>> 0;
    if (counter === 'random-step')
      return (credential.signCount + 1 + this.random(`step/${credential.signCount}`, 1)[0]!) >>> 0;
    this.#globalCount = (this.#globalCount + counterStep) >>> 0;
    return this.#globalCount;
  }

  /** §6.3.2 step 13: for the first of the RP's formats that this authenticator has, or else its own. */
  #attester(formats: readonly string[]): Attester {
    const own = ATTESTERS[this.settings.attestation];
    return formats.find(format => format === own.format || format === 'none') === 'none' ? ATTESTERS.none : own;
  }
}

/** §6.1: extension data only where there are outputs. */
function withOutputs(data: AuthenticatorData, outputs: CborMap): AuthenticatorData {
  return outputs.size === 0 ? data : { ...data, ed: true, extensions: encodeCbor(outputs) };
}

function authenticatorData(credential: Credential, ceremony: SignedCeremony): AuthenticatorData {
  return {
    rpIdHash: ceremony.rpIdHash,
    up: ceremony.userPresent,
    rfu1: false,
    uv: ceremony.userVerified,
    be: credential.backupEligible,
    bs: credential.backupState,
    rfu2: false,
    at: false,
    ed: false,
    signCount: credential.signCount,
  };
}
