/** Who has signed a metadata BLOB that an RP is handed (FIDO Metadata Service 3 §3.2): its certificates. */
import {
  type ChainLink,
  intermediateLink,
  issuerOf,
  testRoot,
  withFields,
  writeChain,
} from '../../authenticator/attestationChain.ts';
import { type BlobChange, makeMetadataBlob } from '../../authenticator/metadata.ts';
import type { Issuer } from '../../authenticator/pkiFormats.ts';
import { impostorMetadataRoot, metadataChain, metadataRoot, metadataSigner } from '../../authenticator/pkiMetadata.ts';
import { revocationList } from '../../authenticator/pkiRevocation.ts';
import { distributionPoint } from '../../encoding/certificateLocations.ts';
import { x5cHeader } from '../../encoding/jws.ts';
import { either, type FlowContext, holds, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { beside, loading, needs, refused, withHeader } from './loading.ts';

const chain = (title: string, row: string, change: BlobChange) =>
  refused('metadata-blob-chain', title, [row, 'fido.MDS3.F-3', 'fidohist.MDS2.F-4'], change);

/** So many CAs one under the other, then the signer. */
function deepChain(length: number): ChainLink[] {
  const links: ChainLink[] = [];
  let above: Issuer = metadataRoot();
  for (let level = 1; level < length; level++) {
    const link = intermediateLink(`Touchstone TEST metadata CA ${level}`, above);
    links.unshift(link);
    above = issuerOf(link);
  }
  return [metadataSigner(above), ...links];
}

const certificates = (title: string, row: string, x5c: unknown) =>
  refused('metadata-blob-certificates', title, [row], withHeader({ x5c }));

/** The chain with where to find the list of one of its certificates, which stands on that list. */
const revoking = (index: 0 | 1) => async (context: FlowContext) => {
  const listener = await context.listener();
  const point = distributionPoint(listener.url('list'));
  const links = withFields(metadataChain(), index, ({ extensions }) => ({ extensions: [...extensions, point] }));
  const issuer = index === 0 ? issuerOf(links[1]!) : metadataRoot();
  listener.serve('list', revocationList(issuer, [links[index]!.fields.serial]));
  return { chain: () => links };
};

const revoked = (title: string, index: 0 | 1, catalogue: string[]) =>
  rejects('metadata-blob-revocation', {
    title,
    catalogue,
    needs: [...needs, 'revocation'],
    steps: loading(revoking(index)),
  });

export const blobChainCases: Cases = {
  'other-root': chain('the chain ends at another root of the same name', 'mds.blob.chain', {
    chain: () => metadataChain(impostorMetadataRoot()),
  }),
  'other-root-in-x5c': chain('x5c has the root itself, which nobody trusts', 'mds.blob.self-signed-in-x5c', {
    header: honest => {
      const root = impostorMetadataRoot();
      return { ...honest, x5c: x5cHeader([...writeChain(metadataChain(root)), root.certificate]) };
    },
  }),
  'attestation-root': chain('the chain ends at the root for attestation', 'mds.blob.chain', {
    chain: () => metadataChain(testRoot()),
  }),
  'intermediate-missing': chain('the intermediate CA is missing in x5c', 'mds.blob.chain', {
    chain: () => metadataChain().slice(0, 1),
  }),
  'certificate-expired': chain('the certificate of the signer has expired', 'mds.blob.expired-cert', {
    chain: () => withFields(metadataChain(), 0, () => ({ notAfter: new Date('2024-06-01T00:00:00Z') })),
  }),
  'certificate-not-yet-valid': chain('the certificate of the signer is not valid yet', 'mds.blob.expired-cert', {
    chain: () => withFields(metadataChain(), 0, () => ({ notBefore: new Date('2047-01-01T00:00:00Z') })),
  }),
  'signer-revoked': revoked('the certificate of the signer is revoked', 0, [
    'mds.blob.leaf-revoked',
    'fido.MDS3.F-5',
    'fidohist.MDS2.F-6',
  ]),
  'intermediate-revoked': revoked('the intermediate CA is revoked', 1, [
    'mds.blob.int-revoked',
    'fido.MDS3.F-4',
    'fidohist.MDS2.F-5',
  ]),
  'signer-of-other-host': refused(
    'metadata-blob-host',
    'the certificate of the signer is for another host',
    ['mds.blob.host'],
    {
      chain() {
        const [, intermediate] = metadataChain();
        return [metadataSigner(issuerOf(intermediate!), 'other.touchstone-test.example'), intermediate!];
      },
    },
    'policy',
  ),
  'x5c-deep': refused(
    'metadata-blob-certificates',
    'x5c has a hundred certificates, each under the next',
    ['mds.depth'],
    {
      chain: () => deepChain(100),
    },
  ),
  'x5c-empty': certificates('x5c is empty', 'mds.blob.x5c-panic', []),
  'x5c-no-certificate': certificates('x5c has bytes that are no certificate', 'mds.blob.x5c-panic', ['AAECAwQFBgc=']),
  'x5c-empty-text': refused(
    'metadata-blob-form',
    'x5c has an empty text',
    ['mds.blob.x5c-panic'],
    withHeader({ x5c: [''] }),
  ),
  'x5u-in-the-place-of-x5c': either({
    title: 'the header has x5u in the place of x5c',
    level: 'report',
    reason: 'an RP may fetch it from the host of the BLOB, or take x5c alone',
    catalogue: ['mds.blob.x5u'],
    needs,
    steps: loading({ header: ({ alg }) => ({ alg, x5u: 'https://mds.touchstone-test.example/chain.pem' }) }),
  }),
  'x5u-not-fetched': holds('metadata-blob-x5u', {
    title: 'nothing is fetched from another host because x5u names it',
    catalogue: ['mds.blob.x5u-ssrf'],
    needs: [...needs, 'fetches'],
    observe: async context => {
      const { url, requests } = await context.listener();
      const visit = await beside(context);
      await context.metadata(visit, makeMetadataBlob({ header: ({ alg }) => ({ alg, x5u: url('chain') }) }));
      // Another exchange gives a late request the time to come.
      await beside(context);
      return { held: requests('chain') === 0, detail: `${requests('chain')} requests came for the x5u` };
    },
  }),
};
