/** Attestation by a TPM (WebAuthn Level 3 §8.3): the statement, its signature, and what it certifies. */
import { attestationIdentityKey } from '../../authenticator/attestationIdentityKey.ts';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { frozenRsaKeyPair } from '../../authenticator/keys.ts';
import { concat, digest, flipBit, sha256, uint16, utf8 } from '../../encoding/bytes.ts';
import { signData } from '../../encoding/cose.ts';
import { TPM_ALG, TPM_ST } from '../../encoding/tpm.ts';
import { message } from '../assertion/message.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { ECC, identified, info, members, RSA, remade, withMembers } from './tpmEdits.ts';

const RS256 = -257;
const RS384 = -258;

const statement = (title: string, catalogue: string[], edit: Edits, level: 'must' | 'should' = 'must') =>
  rejects('tpm-statement', { ...ECC, title, catalogue, edit, level });
const without = (name: string) => members(honest => drop(honest, name));

export const tpmStatementCases: Cases = {
  rsa: accepts({
    ...RSA,
    title: 'a TPM attests an RSA key, by RS1',
    level: 'policy',
    catalogue: ['tpm.ok.rs1', 'fido.Att-9.P-2', 'tpm.ok.exponent-zero', 'tpm.ok.symmetric-null'],
  }),
  ecc: accepts({
    ...ECC,
    title: 'a TPM attests an ECC key, by RS1 with an RSA identity key',
    level: 'policy',
    catalogue: ['tpm.ok.ecc-rsa-aik', 'tpm.ok.rs1'],
  }),
  'rsa-by-rs256': accepts({
    ...RSA,
    title: 'a TPM attests an RSA key, by RS256',
    catalogue: ['tpm.ok.rs256', 'fido.Att-9.P-1'],
    edit: remade({ alg: RS256 }),
  }),
  'ecc-by-rs256': accepts({
    ...ECC,
    title: 'a TPM attests an ECC key, by RS256',
    catalogue: ['tpm.ok.ecc-rsa-aik'],
    edit: remade({ alg: RS256 }),
  }),
  'ecc-by-es256': accepts({
    ...ECC,
    title: 'a TPM attests an ECC key, by ES256',
    catalogue: ['tpm.ok.es256', 'fido.Att-9.P-4'],
    edit: identified(-7),
  }),
  'ecc-by-es384': accepts({
    ...ECC,
    authenticator: { ...ECC.authenticator, algorithms: [-35] },
    title: 'a TPM attests a key on P-384, by ES384',
    level: 'policy',
    catalogue: ['tpm.ok.es384'],
    edit: identified(-35),
  }),
  empty: statement(
    'the statement is empty',
    [],
    members(() => new Map()),
  ),
  array: statement(
    'the statement is an array',
    [],
    members(honest => [...honest.values()]),
  ),
  'ver-missing': statement('ver is missing', ['tpm.ver.missing'], without('ver')),
  'ver-of-tpm-1-2': statement('ver is "1.2"', ['tpm.ver.1.2'], withMembers(['ver', '1.2'])),
  'ver-number': statement('ver is a number', ['tpm.ver.nonstring'], withMembers(['ver', 2])),
  'alg-missing': statement('alg is missing', ['tpm.alg.missing'], without('alg')),
  'alg-text': statement('alg is a text', [], withMembers(['alg', 'RS1'])),
  'x5c-missing': statement('x5c is missing', ['tpm.x5c.missing'], without('x5c')),
  'x5c-empty': statement('x5c has no certificates', ['tpm.x5c.empty'], withMembers(['x5c', []])),
  'x5c-byte-string': statement(
    'x5c is a byte string',
    ['tpm.x5c.nonarray'],
    members(honest => put(honest, ['x5c', (honest.get('x5c') as Uint8Array[])[0]!])),
  ),
  'ecdaa-key-id': statement(
    'the statement has ecdaaKeyId, which Level 2 removed',
    ['tpm.ecdaa'],
    withMembers(['ecdaaKeyId', utf8('key')]),
    'should',
  ),
  'sig-missing': statement('sig is missing', ['tpm.sig.missing'], without('sig')),
  'sig-text': statement('sig is a text', ['tpm.sig.missing'], withMembers(['sig', 'AAAA'])),
  'cert-info-missing': statement('certInfo is missing', ['tpm.ci.missing'], without('certInfo')),
  'cert-info-text': statement('certInfo is a text', [], withMembers(['certInfo', 'AAAA'])),
  'pub-area-missing': statement('pubArea is missing', ['tpm.pa.missing'], without('pubArea')),
  'pub-area-text': statement('pubArea is a text', [], withMembers(['pubArea', 'AAAA'])),
};

const signature = (title: string, catalogue: string[], edit: Edits, device: typeof ECC | typeof RSA = ECC) =>
  rejects('tpm-signature', { ...device, title, catalogue, edit });

/** Replaces sig and nothing else. */
const signed = (write: (certInfo: Uint8Array, context: EditContext, honest: Uint8Array) => Uint8Array) =>
  members((honest, context) => {
    const [certInfo, sig] = ['certInfo', 'sig'].map(name => honest.get(name) as Uint8Array);
    return put(honest, ['sig', write(certInfo!, context, sig!)]);
  });
const RS1 = -65535;

export const tpmSignatureCases: Cases = {
  'sig-bit': signature(
    'a bit of sig is flipped',
    ['tpm.sig.bad'],
    signed((_, __, honest) => flipBit(honest, -1)),
  ),
  'sig-empty': signature('sig has no bytes', ['tpm.sig.missing'], withMembers(['sig', new Uint8Array()])),
  'sig-by-credential-key': signature(
    'sig is by the credential key',
    ['tpm.sig.credential-key'],
    signed((certInfo, { sign }) => sign(certInfo, RS1)),
    RSA,
  ),
  'sig-by-other-key': signature(
    'sig is by a key that the certificate does not have',
    [],
    signed(certInfo => signData(RS1, frozenRsaKeyPair(RS1, 3072).privateKey, certInfo)),
  ),
  'sig-over-authenticator-data': signature(
    'sig is over authenticatorData and the hash in place of certInfo',
    ['tpm.sig.over-attobesigned'],
    signed((_, context) => signData(RS1, attestationIdentityKey().privateKey, message(context))),
  ),
  'sig-over-pub-area': signature(
    'sig is over pubArea in place of certInfo',
    [],
    members(honest =>
      put(honest, ['sig', signData(RS1, attestationIdentityKey().privateKey, honest.get('pubArea') as Uint8Array)]),
    ),
  ),
  'sig-with-other-hash': signature(
    'alg is RS256, sig is by RS1',
    [],
    members((honest, context) => {
      const made = remade({ alg: RS256 }).statement!(honest, context) as typeof honest;
      const certInfo = made.get('certInfo') as Uint8Array;
      return put(made, ['sig', signData(RS1, attestationIdentityKey().privateKey, certInfo)]);
    }),
  ),
  'alg-unknown': signature('alg is unknown', ['tpm.alg.unknown'], withMembers(['alg', -42])),
  'alg-of-other-key-type': signature('alg is ES256, the identity key RSA', ['tpm.alg.vs-aik'], remade({ alg: -7 })),
  'sig-in-tpmt-signature': either({
    ...ECC,
    title: 'sig is a TPMT_SIGNATURE structure',
    level: 'report',
    reason: '§8.3 says TPMT_SIGNATURE; clients and the vectors give the bare signature',
    catalogue: ['tpm.sig.tpmt'],
    edit: signed((_, __, honest) =>
      concat(uint16(TPM_ALG.rsassa), uint16(TPM_ALG.sha1), uint16(honest.length), honest),
    ),
  }),
};

const magic = (title: string, value: number) =>
  rejects('tpm-certinfo-magic', {
    ...ECC,
    title,
    catalogue: ['tpm.ci.magic', 'fido.Att-9.F-3'],
    edit: info(() => ({ magic: value })),
  });
const type = (title: string, value: number) =>
  rejects('tpm-certinfo-type', { ...ECC, title, catalogue: ['tpm.ci.type'], edit: info(() => ({ type: value })) });

const extraData = (
  title: string,
  catalogue: string[],
  write: (honest: Uint8Array, context: EditContext) => Uint8Array,
) =>
  rejects('tpm-extra-data', {
    ...ECC,
    title,
    catalogue,
    edit: info((honest, context) => ({ extraData: write(honest.extraData, context) })),
  });

const sha1 = (data: Uint8Array) => digest('sha1', data);

export const tpmCertifyCases: Cases = {
  'magic-zero': magic('magic is zero', 0),
  'magic-of-other-order': magic('magic stands in the other byte order', 0x474354ff),
  'type-quote': type('certInfo is a quote', TPM_ST.quote),
  'type-time': type('certInfo is a time attestation', TPM_ST.time),
  'type-creation': type('certInfo certifies a creation', TPM_ST.creation),
  'extra-data-bit': extraData('a bit of extraData is flipped', ['tpm.ci.extradata', 'fido.Att-9.F-2'], honest =>
    flipBit(honest, 0),
  ),
  'extra-data-empty': extraData('extraData is empty', ['tpm.ci.extradata-empty'], () => new Uint8Array()),
  'extra-data-prefix': extraData('extraData is the first bytes of the hash', ['tpm.ci.extradata-prefix'], honest =>
    honest.subarray(0, 4),
  ),
  'extra-data-longer': extraData('extraData is the hash and a byte', [], honest => concat(honest, Uint8Array.of(0))),
  'extra-data-of-client-data': extraData(
    'extraData is the hash of clientDataJSON',
    ['tpm.ci.extradata-cdh'],
    (_, { clientDataHash }) => clientDataHash!,
  ),
  'extra-data-of-client-data-only': extraData(
    'extraData is over the hash of clientDataJSON only',
    [],
    (_, { clientDataHash }) => sha1(clientDataHash!),
  ),
  'extra-data-of-authenticator-data-only': extraData(
    'extraData is over authenticatorData only',
    [],
    (_, { authenticatorData }) => sha1(authenticatorData!),
  ),
  'extra-data-not-hashed': extraData('extraData is what it has to be a hash of', [], (_, context) => message(context)),
  'extra-data-by-other-hash': extraData('alg is RS1, extraData a SHA-256', [], (_, context) =>
    sha256(message(context)),
  ),
  'extra-data-by-sha-256-under-rs384': rejects('tpm-extra-data', {
    ...ECC,
    title: 'alg is RS384, extraData a SHA-256',
    catalogue: ['tpm.alg.hash-mismatch'],
    edit: remade(context => ({ alg: RS384, certInfo: honest => ({ ...honest, extraData: sha256(message(context)) }) })),
  }),
  'ignored-fields': accepts({
    ...ECC,
    title: 'qualifiedSigner, clockInfo and firmwareVersion are any values',
    catalogue: ['tpm.ok.qualified-signer'],
    edit: info((_, { random }) => ({
      qualifiedSigner: random('signer', 34),
      clockInfo: { clock: 0xffffffffffffn, resetCount: 0, restartCount: 0xffffffff, safe: 0 },
      firmwareVersion: 0n,
    })),
  }),
};
