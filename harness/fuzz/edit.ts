/** One ceremony of the fuzzer, as data, and the hooks that make it: pure. */
import type { Edits } from '../authenticator/edits.ts';
import type { AttestationCapability, AuthenticatorSettings } from '../authenticator/settings.ts';
import type { DutyName } from '../duties.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { base64url } from '../encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from '../encoding/cbor.ts';
import { type ClientData, encodeClientData } from '../encoding/clientData.ts';
import { info } from '../suite/attestation/tpmEdits.ts';
import type { User, Wishes } from '../target.ts';
import { type Change, changedValue } from './change.ts';

export const LAYERS = [
  'algorithm',
  'clientData',
  'publicKey',
  'authenticatorData',
  'certInfo',
  'statement',
  'attestationObject',
  'signature',
  'credentialId',
  'response',
] as const;

/** `algorithm`: COSE, of the key that is made. `certInfo`: of a TPM, signed again. `credentialId`: `id` and `rawId` of the response, both, as bytes. */
export type Layer = (typeof LAYERS)[number];

export type Path = (string | number)[];

/** An empty path means the whole layer: the encoded bytes, where it has any. */
export interface FuzzEdit {
  layer: Layer;
  path: Path;
  change: Change;
}

/** What else may be wrong with a ceremony than its bytes, and the duty that an RP neglects which accepts it. */
export const SITUATIONS = {
  'taken-id': {
    ceremony: 'registration',
    duty: 'credential-id-unique',
    words: 'attests the credential id of another user',
  },
  replay: {
    ceremony: 'authentication',
    duty: 'challenge-single-use',
    words: 'hands over a response again that was accepted',
  },
  'other-session': { ceremony: 'authentication', duty: 'challenge-session', words: 'answers in another session' },
  'registration-challenge': {
    ceremony: 'authentication',
    duty: 'challenge-ceremony',
    words: 'answers the challenge of a registration',
  },
  'other-user': {
    ceremony: 'authentication',
    duty: 'credential-allowed',
    words: 'answers as another user than the named one',
  },
  'later-credential': {
    ceremony: 'authentication',
    duty: 'credential-allowed',
    words: 'answers with a credential of the user that the options did not list',
  },
} as const satisfies Record<string, { ceremony: Fuzzed['ceremony']; duty: DutyName; words: string }>;

export type Situation = keyof typeof SITUATIONS;

/** What the authenticator is and is asked for, where it is not the default. */
export interface Facts {
  algorithm?: number;
  attestation?: AttestationCapability;
  userVerification?: NonNullable<Wishes['userVerification']>;
  userVerified?: false;
  backupEligible?: true;
  backupState?: true;
  counterStart?: number;
  counter?: 'none';
  discoverable?: true;
  /** Of a ceremony that was seen elsewhere: what else the device is, and what else is asked for. */
  settings?: Partial<AuthenticatorSettings>;
  wishes?: Wishes;
}

export interface Fuzzed {
  ceremony: 'registration' | 'authentication';
  facts: Facts;
  /** In the place of edits. */
  situation?: Situation;
  edits: FuzzEdit[];
}

export function wishesOf({ attestation, userVerification, discoverable, wishes }: Facts): Wishes {
  return {
    ...(attestation !== undefined && attestation !== 'none' && { attestation: 'direct' }),
    ...(userVerification && { userVerification }),
    ...(discoverable && { residentKey: 'required' }),
    ...wishes,
  };
}

export function settingsOf(facts: Facts): Partial<AuthenticatorSettings> {
  const { algorithm, userVerification: _, discoverable: __, wishes: ___, settings: others, ...settings } = facts;
  return { ...others, ...settings, ...(algorithm !== undefined && { algorithms: [algorithm] }) };
}

/** Who is named when the login begins. */
export function namedUser({ discoverable }: Facts, user: User): User | undefined {
  return discoverable ? undefined : user;
}

/** The hooks of the authenticator that make these edits, each in its layer's turn. */
export function editsOf(edits: readonly FuzzEdit[]): Edits {
  const of = (layer: Layer) => new LayerEdits(edits.filter(edit => edit.layer === layer));
  const [clientData, publicKey, data, certInfo] = [
    of('clientData'),
    of('publicKey'),
    of('authenticatorData'),
    of('certInfo'),
  ];
  const [statement, object, signature, id, response] = [
    of('statement'),
    of('attestationObject'),
    of('signature'),
    of('credentialId'),
    of('response'),
  ];
  const algorithm = of('algorithm');
  const remade = certInfo.any && info(honest => certInfo.inside(honest)).statement!;
  return {
    ...(algorithm.any && { algorithm: ([first]) => algorithm.whole(first) as number }),
    ...(clientData.any && {
      clientData: honest => clientData.encoded(honest, encodeClientData) as ClientData | Uint8Array,
    }),
    ...(publicKey.any && { publicKey: honest => publicKey.encoded(honest, encodeCbor) as CborMap | Uint8Array }),
    ...(data.any && {
      authenticatorData: honest => data.encoded(honest, encodeAuthenticatorData) as AuthenticatorData | Uint8Array,
    }),
    ...((remade || statement.any) && {
      statement: (honest, context) => {
        const edited = remade ? remade(honest, context) : honest;
        return statement.whole(statement.inside(edited)) as CborValue;
      },
    }),
    ...(object.any && { attestationObject: honest => object.encoded(honest, encodeCbor) as CborMap | Uint8Array }),
    ...(signature.any && { signature: honest => signature.whole(honest) as Uint8Array }),
    ...((id.any || response.any) && {
      response: honest => {
        const other = id.any && base64url(id.whole(Buffer.from(honest.id, 'base64url')) as Uint8Array);
        const named = other === false ? honest : { ...honest, id: other, rawId: other };
        return response.whole(response.inside(named));
      },
    }),
  };
}

class LayerEdits {
  readonly #inner: readonly FuzzEdit[];
  readonly #outer: readonly FuzzEdit[];

  constructor(edits: readonly FuzzEdit[]) {
    this.#inner = edits.filter(({ path }) => path.length > 0);
    this.#outer = edits.filter(({ path }) => path.length === 0);
  }

  get any(): boolean {
    return this.#inner.length + this.#outer.length > 0;
  }

  inside<T>(value: T): T {
    return this.#inner.reduce((edited, { path, change }) => changedAt(edited, path, change) as T, value);
  }

  whole(value: unknown): unknown {
    return this.#outer.reduce((edited, { change }) => changedValue(edited, change), value);
  }

  encoded<T>(value: T, encode: (value: T) => Uint8Array): unknown {
    const edited = this.inside(value);
    return this.#outer.length > 0 ? this.whole(encode(edited)) : edited;
  }
}

/** A copy with the value at a path changed; the value itself where there is no such path. */
function changedAt(value: unknown, [step, ...rest]: Path, change: Change): unknown {
  if (step === undefined) return changedValue(value, change);
  if (value instanceof Map) {
    const inner = changedAt(value.get(step), rest, change);
    return new Map(inner === undefined ? [...value].filter(([key]) => key !== step) : [...value, [step, inner]]);
  }
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || step >= value.length) return value;
    const inner = changedAt(value[step], rest, change);
    return inner === undefined ? value.toSpliced(step, 1) : value.with(step, inner);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const inner = changedAt((value as Record<string, unknown>)[step], rest, change);
  const others = Object.entries(value).filter(([key]) => key !== step || inner !== undefined);
  return { ...Object.fromEntries(others), ...(inner !== undefined && { [step]: inner }) };
}
