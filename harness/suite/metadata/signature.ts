/** The signature of a metadata BLOB that an RP is handed (FIDO Metadata Service 3 §3.2, RFC 8725). */
import { createHmac, sign } from 'node:crypto';
import { chainKeys, withKeys } from '../../authenticator/attestationChain.ts';
import { metadataChain } from '../../authenticator/pkiMetadata.ts';
import { base64url, flipBit, utf8 } from '../../encoding/bytes.ts';
import { accepts } from '../case.ts';
import type { Cases } from '../json.ts';
import { loading, needs, refused, withHeader } from './loading.ts';

const curveKeys = () => chainKeys('Touchstone TEST metadata service on a curve');

/** HMAC with the text of the signer's public key, which everybody knows. */
const byPublicKey = (signed: Uint8Array) =>
  createHmac('sha256', metadataChain()[0]!.keys.publicKey.export({ format: 'pem', type: 'spki' }))
    .update(signed)
    .digest();

export const blobSignatureCases: Cases = {
  honest: accepts({
    title: 'a BLOB signed under the root for metadata',
    catalogue: ['mds.ok'],
    needs,
    steps: loading({}),
  }),
  'signed-es256': accepts({
    title: 'a BLOB signed with ES256',
    catalogue: ['mds.ok'],
    needs,
    steps: loading({
      ...withHeader({ alg: 'ES256' }),
      chain: () => {
        const [signer, intermediate] = metadataChain();
        return [withKeys(signer!, curveKeys()), intermediate!];
      },
      sign: signed => sign('sha256', signed, { key: curveKeys().privateKey, dsaEncoding: 'ieee-p1363' }),
    }),
  }),
  'signature-one-bit': refused(
    'metadata-blob-signature',
    'one bit of the signature is flipped',
    ['mds.blob.sig', 'fido.MDS3.F-2', 'fidohist.MDS2.F-3'],
    {
      blob: honest => {
        const [header, payload, signature] = honest.split('.');
        return `${header}.${payload}.${base64url(flipBit(Buffer.from(signature!, 'base64url'), 100))}`;
      },
    },
  ),
  'payload-changed-afterwards': refused(
    'metadata-blob-signature',
    'the payload was changed after it was signed',
    ['mds.blob.sig', 'fido.MDS3.F-2'],
    {
      blob: honest => {
        const [header, payload, signature] = honest.split('.');
        const text = Buffer.from(payload!, 'base64url').toString('utf8').replaceAll('REVOKED', 'UPDATED');
        return `${header}.${base64url(utf8(text))}.${signature}`;
      },
    },
  ),
  'alg-none': refused('metadata-blob-algorithm', 'alg is none, and there is no signature', ['mds.blob.alg-none'], {
    ...withHeader({ alg: 'none' }),
    sign: () => new Uint8Array(),
  }),
  'alg-hs256': refused('metadata-blob-algorithm', 'alg is HS256, keyed with the public key', ['mds.blob.hs256'], {
    ...withHeader({ alg: 'HS256' }),
    sign: byPublicKey,
  }),
  'alg-of-other-key': refused(
    'metadata-blob-algorithm',
    'alg is ES256, key and signature are RSA',
    ['mds.blob.alg-swap'],
    withHeader({ alg: 'ES256' }),
  ),
};
