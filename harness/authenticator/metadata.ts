/** The test metadata BLOB (FIDO Metadata Service 3): a JWS over the entries of all our models, or one that is wrong in one way. */
import { signData } from '../encoding/cose.ts';
import { encodeJws, x5cHeader } from '../encoding/jws.ts';
import type { MetadataPayload } from '../encoding/metadataBlob.ts';
import { type ChainLink, writeChain } from './attestationChain.ts';
import { testEntries } from './metadataModels.ts';
import { metadataChain } from './pkiMetadata.ts';

const RS256 = -257;
/** `no` of the honest BLOB: far from both ends, so that a case can be below and above. */
const NUMBER = 100;

/** What is other than in the honest BLOB. Everything is signed afterwards, unless `sign` or `blob` says otherwise. */
export interface BlobChange {
  payload?(honest: MetadataPayload): object;
  /** The payload's JSON. */
  text?(json: string): string;
  header?(honest: Record<string, unknown>): object;
  /** Leaf first; its key signs. */
  chain?(): readonly ChainLink[];
  /** The signature over header and payload. */
  sign?(signed: Uint8Array): Uint8Array;
  /** The finished BLOB. */
  blob?(compact: string): string;
}

let payload: MetadataPayload | undefined;
let honestX5c: string[] | undefined;

/** A BLOB; without a change the honest one. The same change gives the same bytes, but for ECDSA signatures. */
export function makeMetadataBlob(change: BlobChange = {}): string {
  payload ??= {
    legalHeader: 'Made by Touchstone, for tests only: it says nothing about any authenticator.',
    no: NUMBER,
    nextUpdate: '2047-12-31',
    entries: testEntries(),
  };
  honestX5c ??= x5cHeader(writeChain(metadataChain()));
  const chain = change.chain?.();
  const header = { alg: 'RS256', typ: 'JWT', x5c: chain ? x5cHeader(writeChain(chain)) : honestX5c };
  const json = JSON.stringify(change.payload?.(payload) ?? payload);
  const sign = change.sign ?? (signed => signData(RS256, (chain?.[0] ?? metadataChain()[0]!).keys.privateKey, signed));
  const blob = encodeJws(change.header?.(header) ?? header, change.text?.(json) ?? json, sign);
  return change.blob?.(blob) ?? blob;
}

let honest: string | undefined;

/** The honest BLOB; made once. */
export function testMetadataBlob(): string {
  honest ??= makeMetadataBlob();
  return honest;
}
