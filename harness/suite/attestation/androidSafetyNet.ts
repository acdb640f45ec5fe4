/** SafetyNet attestation (WebAuthn Level 3 §8.5): the statement, and the JWS in it. */
import { createHmac } from 'node:crypto';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { safetyNetKey } from '../../authenticator/pkiSafetyNet.ts';
import { base64url, flipBit, sha256, utf8 } from '../../encoding/bytes.ts';
import { signData } from '../../encoding/cose.ts';
import { encodeJws, x5cHeader } from '../../encoding/jws.ts';
import { accepts } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { answered, phone, refused, withHeader, withResponse } from './androidSafetyNetEdits.ts';
import { statement } from './certified.ts';

const [STATEMENT, RESPONSE, SIGNATURE] = [
  'android-safetynet-statement',
  'android-safetynet-response',
  'android-safetynet-signature',
] as const;

/** The three parts of the honest JWS, rewritten as text. */
const withParts = (write: (header: string, payload: string, signature: string) => string) =>
  withResponse(honest => {
    const [header, payload, signature] = Buffer.from(honest).toString().split('.') as [string, string, string];
    return utf8(write(header, payload, signature));
  });

export const safetyNetStatementCases: Cases = {
  'android-safetynet': accepts({
    ...phone,
    title: 'SafetyNet attestation of a sound device',
    level: 'policy',
    catalogue: ['snet.ok', 'fidohist.Att-B.P-1'],
  }),
  array: refused(
    STATEMENT,
    'the statement is an array',
    ['ao.attstmt.nonmap'],
    statement(honest => [...honest.values()]),
  ),
  'ver-missing': refused(
    STATEMENT,
    'ver is missing',
    ['snet.ver.missing'],
    statement(honest => drop(honest, 'ver')),
  ),
  'ver-number': refused(
    STATEMENT,
    'ver is a number',
    ['snet.ver.missing'],
    statement(honest => put(honest, ['ver', 214815044])),
  ),
  'ver-empty': refused(
    'android-safetynet-version',
    'ver is empty',
    ['snet.ver.empty', 'fidohist.Att-B.F-1'],
    statement(honest => put(honest, ['ver', ''])),
    'should',
  ),
  'response-missing': refused(
    STATEMENT,
    'response is missing',
    ['snet.response.missing'],
    statement(honest => drop(honest, 'response')),
  ),
  'response-text': refused(
    STATEMENT,
    'response is a text',
    ['snet.response.missing'],
    statement(honest => put(honest, ['response', Buffer.from(honest.get('response') as Uint8Array).toString()])),
  ),
  'response-empty': refused(
    RESPONSE,
    'response has no bytes',
    ['snet.response.empty', 'fidohist.Att-B.F-2'],
    withResponse(() => new Uint8Array()),
  ),
};

export const safetyNetJwsCases: Cases = {
  'two-parts': refused(
    RESPONSE,
    'the JWS has no signature part',
    ['snet.response.notjws'],
    withParts((header, payload) => `${header}.${payload}`),
  ),
  'four-parts': refused(
    RESPONSE,
    'the JWS has a part behind the signature',
    ['snet.response.notjws'],
    withParts((...parts) => `${parts.join('.')}.`),
  ),
  'not-base64url': refused(
    RESPONSE,
    'the header of the JWS is no base64url',
    ['snet.response.notjws'],
    withParts((header, ...others) => [`%${header.slice(1)}`, ...others].join('.')),
  ),
  'payload-no-json': refused(
    RESPONSE,
    'the payload of the JWS is no JSON',
    ['snet.response.notjws'],
    withParts((header, _, signature) => [header, base64url(utf8('nonce')), signature].join('.')),
  ),
  'payload-array': refused(
    RESPONSE,
    'the payload of the JWS is an array',
    ['snet.response.notjws'],
    answered(({ header, payload, sign }) => utf8(encodeJws(header, [payload], sign))),
  ),
  'x5c-missing': refused(
    RESPONSE,
    'the header of the JWS has no x5c',
    ['snet.x5c.missing'],
    withHeader(() => ({ x5c: undefined })),
  ),
  'x5c-empty': refused(
    RESPONSE,
    'x5c of the JWS has no certificates',
    ['snet.x5c.empty', 'fidohist.Att-B.F-4'],
    withHeader(() => ({ x5c: [] })),
  ),
  'x5c-text': refused(
    RESPONSE,
    'x5c of the JWS is the certificate itself, not an array',
    ['snet.x5c.missing'],
    withHeader(() => ({ x5c: x5cHeader(safetyNetKey().x5c)[0] })),
  ),
  'x5c-garbage': refused(
    RESPONSE,
    'x5c of the JWS has bytes that are no certificate',
    ['snet.x5c.missing'],
    withHeader(() => ({ x5c: x5cHeader([sha256(utf8('no certificate'))]) })),
  ),
  'alg-none': refused(
    'android-safetynet-algorithm',
    'alg of the JWS is none, and the signature is empty',
    ['snet.jws.alg-none'],
    answered(({ header, payload }) => utf8(encodeJws({ ...header, alg: 'none' }, payload, () => new Uint8Array()))),
  ),
  'alg-hs256': refused(
    'android-safetynet-algorithm',
    'alg of the JWS is HS256, keyed by the public key of the certificate',
    ['snet.jws.hs256'],
    answered(({ header, payload }) => {
      const secret = safetyNetKey().keys.publicKey.export({ format: 'pem', type: 'spki' });
      const mac = (signed: Uint8Array) => createHmac('sha256', secret).update(signed).digest();
      return utf8(encodeJws({ ...header, alg: 'HS256' }, payload, mac));
    }),
  ),
  'signature-bit': refused(
    SIGNATURE,
    'a bit of the signature is flipped',
    ['snet.jws.sig'],
    withParts((header, payload, signature) =>
      [header, payload, base64url(flipBit(Buffer.from(signature, 'base64url'), -1))].join('.'),
    ),
  ),
  'signature-empty': refused(
    SIGNATURE,
    'the signature of the JWS is empty',
    ['snet.jws.sig'],
    withParts((header, payload) => `${header}.${payload}.`),
  ),
  'signature-by-credential-key': refused(
    SIGNATURE,
    'the JWS is signed by the credential key',
    ['snet.jws.sig'],
    answered(({ header, payload, context }) => utf8(encodeJws(header, payload, signed => context.sign(signed)))),
  ),
  'signature-by-jwk': refused(
    SIGNATURE,
    'the JWS is signed by the key in its jwk header',
    ['snet.jws.jwk'],
    answered(({ header, payload }) => {
      const { algorithm, privateKey, publicKey } = deriveKeyPair(-257, 'a key that nobody knows', 'rsa');
      const jwk = publicKey.export({ format: 'jwk' });
      return utf8(encodeJws({ ...header, jwk }, payload, signed => signData(algorithm, privateKey, signed)));
    }),
  ),
};
