/** The families: every structure that an RP reads, with its bytes flipped, cut off and doubled, and its items retyped. */
import type { Edits } from '../../authenticator/edits.ts';
import { base64url, fromBase64url } from '../../encoding/bytes.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import { type Cases, envelope, inside } from '../json.ts';
import { type Family, refusesAll, refusesOrKeeps } from './family.ts';
import { byteVariantAt, retypedVariants, SAMPLE, type Variant } from './variants.ts';

type ToEdit = (change: (bytes: Uint8Array) => Uint8Array) => Edits;

/** A family of bytes: `edit` lays a change of them into a ceremony. */
function ofBytes(edit: ToEdit): Family {
  return {
    size: SAMPLE,
    member(index, flow) {
      let made: Variant<Uint8Array> | undefined;
      return {
        name: () => made?.name ?? 'unchanged',
        edit: edit(bytes => {
          made = byteVariantAt(index, bytes.length, flow.random);
          return made.change(bytes);
        }),
      };
    },
  };
}

const PARAMETERS: Readonly<Record<string, string>> = { 1: 'kty', 3: 'alg', '-1': 'crv', '-2': 'x', '-3': 'y' };

/** By turns a member of attestationObject and a parameter of the key; the seed says with which type it begins. */
const retyped: Family = {
  size: SAMPLE,
  member(index, flow) {
    let made: Variant<CborMap> | undefined;
    const change = (map: CborMap, named: (key: CborValue) => string): CborMap => {
      const all = retypedVariants(map, named);
      made = all[((index >> 1) + flow.random('first variant', 1)[0]!) % all.length]!;
      return made.change(map);
    };
    return {
      name: () => made?.name ?? 'unchanged',
      edit:
        index % 2 === 0
          ? { attestationObject: object => change(object, String) }
          : { publicKey: key => change(key, label => PARAMETERS[String(label)]!) },
    };
  },
};

/** A member of the response, changed after everything was signed. */
const member =
  (name: 'authenticatorData' | 'attestationObject'): ToEdit =>
  change =>
    inside(({ response }) => ({ [name]: base64url(change(fromBase64url(response[name]))) }));

const signedClientData: ToEdit = change =>
  inside(({ response }) => ({ clientDataJSON: base64url(change(fromBase64url(response.clientDataJSON))) }));

const credentialId: ToEdit = change =>
  envelope(({ id }) => {
    const changed = base64url(change(fromBase64url(id)));
    return { id: changed, rawId: changed };
  });

/** A packed self attestation: everything in the registration is under a signature. */
const SIGNED = {
  needs: ['direct-attestation'],
  wishes: { attestation: 'direct' },
  authenticator: { attestation: 'packed-self', algorithms: [-7] },
} as const;

export const registrationFamilies: Cases = {
  'attestation-object-bytes': refusesOrKeeps('credential-id-attested', {
    title: 'any byte of an attestationObject of format none is changed',
    seen: 'CVE-2021-40818',
    catalogue: ['dos.fuzz.reg', 'dos.fuzz.truncate'],
    family: ofBytes(member('attestationObject')),
  }),
  'signed-attestation-object-bytes': refusesAll('packed-signature', 'registration', {
    ...SIGNED,
    title: 'any byte of an attestationObject with its own signature is changed',
    seen: 'CVE-2023-49208',
    catalogue: ['dos.fuzz.reg', 'dos.fuzz.truncate'],
    family: ofBytes(member('attestationObject')),
  }),
  'client-data-bytes': refusesAll('packed-signature', 'registration', {
    ...SIGNED,
    title: 'any byte of clientDataJSON is changed after it was signed',
    catalogue: ['dos.fuzz.reg', 'dos.fuzz.truncate'],
    family: ofBytes(signedClientData),
  }),
  'credential-id-bytes': refusesAll('credential-id-attested', 'registration', {
    title: 'any byte of id is changed, and rawId with it',
    level: 'should',
    catalogue: ['dos.fuzz.reg', 'dos.fuzz.truncate'],
    family: ofBytes(credentialId),
  }),
  items: refusesAll('none-statement', 'registration', {
    title: 'any member of attestationObject or of its key is of another type',
    authenticator: { algorithms: [-7] },
    catalogue: ['dos.fuzz.reg'],
    family: retyped,
  }),
};

export const authenticationFamilies: Cases = {
  'client-data-bytes': refusesAll('signature', 'authentication', {
    title: 'any byte of clientDataJSON is changed after it was signed',
    catalogue: ['dos.fuzz.auth', 'dos.fuzz.truncate'],
    family: ofBytes(signedClientData),
  }),
  'client-data-resigned-bytes': refusesAll('challenge', 'authentication', {
    title: 'any byte of the challenge is changed, and all signed again',
    catalogue: ['dos.fuzz.auth', 'dos.fuzz.truncate'],
    family: ofBytes(change => ({
      clientData: data => ({ ...data, challenge: base64url(change(fromBase64url(data.challenge))) }),
    })),
  }),
  'authenticator-data-bytes': refusesAll('signature', 'authentication', {
    title: 'any byte of authenticatorData is changed after it was signed',
    catalogue: ['dos.fuzz.auth', 'dos.fuzz.truncate'],
    family: ofBytes(member('authenticatorData')),
  }),
  'signature-bytes': refusesAll('signature', 'authentication', {
    title: 'any byte of the signature is changed',
    seen: 'go-webauthn/webauthn 2d26c10',
    catalogue: ['dos.fuzz.auth', 'dos.fuzz.truncate'],
    family: ofBytes(change => ({ signature: change })),
  }),
  'credential-id-bytes': refusesAll('credential-known', 'authentication', {
    title: 'any byte of id is changed, and rawId with it',
    discoverable: true,
    catalogue: ['dos.fuzz.auth', 'dos.fuzz.truncate'],
    family: ofBytes(credentialId),
  }),
};
