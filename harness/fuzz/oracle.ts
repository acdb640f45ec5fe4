/** The reference verifier as the one that knows what is right. */
import { testRoots } from '../authenticator/testRoots.ts';
import { base64url } from '../encoding/bytes.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../encoding/json.ts';
import type { RelyingParty } from '../target.ts';
import { testMetadata } from '../targets/testMetadata.ts';
import { verifyAuthentication } from '../verifier/authentication.ts';
import type { RelyingPartyConfig } from '../verifier/config.ts';
import type { Refusal } from '../verifier/outcome.ts';
import type { CredentialRecord } from '../verifier/record.ts';
import { verifyRegistration } from '../verifier/registration.ts';

/**
 * How the response is taken. Between the two an RP is free: `least` is what it has to refuse, of which all is told, `most`
 * what it may, of which the first reason is enough.
 */
export type Measure = 'least' | 'most';

export interface Judgement {
  /** None where it is right. */
  refusals: Refusal[];
  /** What a registration makes known, without its owner. */
  record?: Omit<CredentialRecord, 'userHandle'>;
  update?: Pick<CredentialRecord, 'signCount' | 'backupState' | 'uvInitialized'>;
}

/** What of an RP it goes by. */
type Judged = Pick<RelyingParty, 'rpId' | 'origin' | 'supports'>;

export class Oracle {
  readonly #configs: Readonly<Record<Measure, RelyingPartyConfig>>;
  /** Credential ids that the RP has registered. */
  readonly #taken = new Set<string>();

  /** @param strict the form of CBOR and certificates is due as well. */
  constructor(rp: Judged, strict: boolean) {
    const most = configOf(rp);
    const knowsRoots = rp.supports.has('attestation-roots');
    const least: RelyingPartyConfig = { ...most, acceptUntrusted: !knowsRoots, form: strict ? 'strict' : 'tolerant' };
    this.#configs = { most, least };
  }

  /** @param conditional `mediation` was so: nobody need be there. */
  async registration(
    options: PublicKeyCredentialCreationOptionsJSON,
    response: unknown,
    measure: Measure,
    conditional = false,
  ): Promise<Judgement> {
    const { refusals, record } = await verifyRegistration(
      response,
      {
        rp: this.#configs[measure],
        challenge: options.challenge,
        userVerification: options.authenticatorSelection?.userVerification ?? 'preferred',
        algorithms: options.pubKeyCredParams.map(({ alg }) => alg),
        ...(options.attestation === undefined ? {} : { attestation: options.attestation }),
        ...(conditional && { conditional }),
      },
      { collect: measure === 'least' },
    );
    if (record && this.#taken.has(base64url(record.id)))
      refusals.push({ duty: 'credential-id-unique', reason: 'the credential id is registered already' });
    return { refusals, ...(record && { record }) };
  }

  /** The RP has taken it. */
  registered(id: Uint8Array): void {
    this.#taken.add(base64url(id));
  }

  /** @param record of the credential that the response names, as far as it is known. */
  authentication(
    options: PublicKeyCredentialRequestOptionsJSON,
    response: unknown,
    { record, userHandle, measure }: { record?: CredentialRecord; userHandle?: Uint8Array; measure: Measure },
  ): Judgement {
    const { refusals, update } = verifyAuthentication(
      response,
      {
        rp: this.#configs[measure],
        challenge: options.challenge,
        userVerification: options.userVerification ?? 'preferred',
        allowCredentials: (options.allowCredentials ?? []).map(({ id }) => id),
        ...(userHandle && { userHandle: base64url(userHandle) }),
        ...(record && { record }),
      },
      { collect: measure === 'least' },
    );
    return { refusals, ...(update && { update }) };
  }
}

function configOf({ rpId, origin, supports }: Judged): RelyingPartyConfig {
  return {
    rpId,
    rpName: rpId,
    origins: [origin],
    algorithms: [],
    ...(supports.has('attestation-roots') && { attestationRoots: testRoots() }),
    ...(supports.has('metadata') && { metadata: testMetadata }),
    ...(supports.has('device-bound') && { backupEligible: false }),
    ...(supports.has('framed') && { crossOrigin: true }),
  };
}
