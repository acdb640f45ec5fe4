/** Attested credential data (WebAuthn Level 3 §6.5.1): owed in a registration, absent from an authentication. */
import type { EditContext } from '../../authenticator/edits.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../../encoding/authenticatorData.ts';
import { concat } from '../../encoding/bytes.ts';
import { type CborValue, encodeCbor } from '../../encoding/cbor.ts';
import { encodeCoseKey } from '../../encoding/cose.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { bytes, data, HEADER, withOutputs } from './structure.ts';

/** Offsets of credentialIdLength and of the credential id. */
const LENGTH_AT = HEADER + 16;
const ID_AT = LENGTH_AT + 2;

const idLength = (encoded: Uint8Array) => encoded[LENGTH_AT]! * 256 + encoded[LENGTH_AT + 1]!;

export function attestedCases(): Cases {
  const cut = (length: number) => bytes(encoded => encoded.subarray(0, length));
  return {
    'attested-data-unannounced': rejects('authenticator-data', {
      title: 'AT is clear and attested credential data follows',
      catalogue: ['ad.at.clear-with-data', 'fido.Att-3.F-9'],
      edit: data(() => ({ at: false })),
    }),
    'attested-data-absent': rejects('authenticator-data', {
      title: 'AT is clear and nothing follows',
      catalogue: ['ad.at.clear-without-data', 'ad.len.37.reg', 'fido.Att-3.F-10'],
      edit: {
        authenticatorData: honest => encodeAuthenticatorData({ ...honest, at: false }).subarray(0, HEADER),
      },
    }),
    'attested-data-missing': rejects('authenticator-data', {
      title: 'AT is set and nothing follows',
      catalogue: ['ad.at.set-without-data', 'fido.Att-3.F-11'],
      edit: cut(HEADER),
    }),
    'ends-inside-aaguid': rejects('authenticator-data', {
      title: 'authenticatorData ends inside the AAGUID',
      catalogue: ['ad.at.short-aaguid'],
      edit: cut(HEADER + 8),
    }),
    'ends-inside-id-length': rejects('authenticator-data', {
      title: 'authenticatorData ends inside credentialIdLength',
      catalogue: ['ad.at.short-len'],
      edit: cut(LENGTH_AT + 1),
    }),
    'id-beyond-end': rejects('authenticator-data', {
      title: 'credentialIdLength is beyond the end',
      seen: 'CVE-2022-27240',
      catalogue: ['ad.at.id-past-end'],
      edit: bytes(encoded =>
        concat(encoded.subarray(0, LENGTH_AT), Uint8Array.of(0xff, 0xff), encoded.subarray(ID_AT)),
      ),
    }),
    'ends-after-id': rejects('authenticator-data', {
      title: 'authenticatorData ends after the credential id',
      catalogue: ['ad.at.no-key'],
      edit: bytes(encoded => encoded.subarray(0, ID_AT + idLength(encoded))),
    }),
    'ends-inside-key': rejects('authenticator-data', {
      title: 'authenticatorData ends inside the public key',
      seen: 'CVE-2021-40818',
      catalogue: ['ad.at.truncated-key'],
      edit: bytes(encoded => encoded.subarray(0, -1)),
    }),
    'no-bytes': rejects('authenticator-data', {
      title: 'authData has no bytes',
      catalogue: ['ao.authdata.empty', 'fido.Att-3.F-8'],
      edit: { authenticatorData: () => new Uint8Array() },
    }),
    'rsa-key-then-extensions': accepts({
      title: 'extension outputs follow an RSA key',
      authenticator: { algorithms: [-257] },
      catalogue: ['ad.ed.cose-then-ext'],
      edit: withOutputs({ 'hmac-secret': true }),
    }),
    'okp-key-then-extensions': accepts({
      title: 'extension outputs follow an Ed25519 key',
      authenticator: { algorithms: [-8] },
      catalogue: ['ad.ed.cose-then-ext'],
      edit: withOutputs({ 'hmac-secret': true }),
    }),
    'aaguid-zero': accepts({
      title: 'the AAGUID is zero',
      authenticator: { aaguid: '00000000-0000-0000-0000-000000000000' },
      catalogue: ['ad.aaguid.zero'],
    }),
    'aaguid-unknown': accepts({
      title: 'the AAGUID is one that nobody knows, without attestation',
      authenticator: { aaguid: '7b1f2a60-5f1c-4d0e-9c0b-51d1a7e8c3f4' },
      catalogue: ['ad.aaguid.random'],
    }),
    'counter-large': accepts({
      title: 'signCount has its highest bit set',
      authenticator: { counterStart: 0x80000000 },
      catalogue: ['ad.count.msb', 'cnt.db-int32'],
    }),
    'counter-largest': accepts({
      title: 'signCount is near the largest of 32 bits',
      authenticator: { counterStart: 0xfffffff0 },
      catalogue: ['ad.count.max', 'cnt.db-int32'],
    }),
    'all-flags': either({
      title: 'all flags are set, with what they announce',
      level: 'report',
      reason: 'the reserved bits are set, too; RPs are not told to refuse them',
      authenticator: { backupEligible: true, backupState: true },
      catalogue: ['ad.flags.allset'],
      edit: data(everythingAnnounced),
    }),
  };
}

const everythingAnnounced = () => ({
  rfu1: true,
  rfu2: true,
  ed: true,
  extensions: encodeCbor(new Map<CborValue, CborValue>([['example.extension', true]])),
});

/** As in a registration, where nothing asks for it. */
const withAttested = (
  honest: AuthenticatorData,
  { credentialId, publicKey, algorithm }: EditContext,
): AuthenticatorData => ({
  ...honest,
  at: true,
  aaguid: new Uint8Array(16),
  credentialId,
  credentialPublicKey: encodeCoseKey(publicKey, algorithm),
});

export function unattestedCases(): Cases {
  return {
    'exactly-37-bytes': accepts({
      title: 'authenticatorData has 37 bytes, AT and ED are clear',
      catalogue: ['ad.len.37.auth'],
    }),
    // §6.1: AT MUST NOT be set in assertions; that an RP has to look is not among the steps of §7.2.
    'attested-data': rejects('authenticator-data', {
      title: 'AT is set, with attested credential data',
      level: 'should',
      catalogue: ['ad.at.in-assertion', 'ad.at.in-assertion-key-swap'],
      edit: { authenticatorData: withAttested },
    }),
    'all-flags': either({
      title: 'all flags are set, with what they announce',
      level: 'report',
      reason: 'an assertion has no attested credential data, and the reserved bits are set, too',
      authenticator: { backupEligible: true, backupState: true },
      catalogue: ['ad.flags.allset'],
      edit: {
        authenticatorData: (honest, context) => ({ ...withAttested(honest, context), ...everythingAnnounced() }),
      },
    }),
    'attested-data-missing': rejects('authenticator-data', {
      title: 'AT is set and nothing follows',
      catalogue: ['ad.at.in-assertion-nodata'],
      edit: data(() => ({ at: true })),
    }),
  };
}
