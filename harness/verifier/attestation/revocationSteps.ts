/** Revocation of an attestation's certificates (§7.1 step 24), looked up when their path is known to be trusted. */
import { equal } from '../../encoding/bytes.ts';
import { locationsOf, namesLists } from '../../encoding/certificateLocations.ts';
import type { Certificate } from '../../encoding/x509.ts';
import { fetchBounded } from '../fetching.ts';
import type { VerifyOptions } from '../outcome.ts';
import type { Step } from '../steps.ts';
import type { AttestationContext } from './context.ts';
import { buildPath } from './path.ts';
import { consultLists, type Issued, revokedReason } from './revocation.ts';

export const revocationSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'revocation-list-signature',
    applies: c => c.revocation !== undefined,
    check: context => context.revocation!.find(({ status }) => status === 'unsigned')?.reason,
  },
  {
    duty: 'attestation-revocation',
    applies: c => c.revocation !== undefined,
    check: context => revokedReason(context.revocation!, context.expected.rp),
  },
];

/** Has the lists that a trusted path names, so that the duties themselves stay synchronous. */
export async function prepareRevocation(context: AttestationContext, { without }: VerifyOptions): Promise<void> {
  const { attestation, certificates, roots = [], expected } = context;
  if (!expected.rp.revocationLists || !attestation?.trusted || !Array.isArray(certificates)) return;
  if (!certificates.some(namesLists)) return;
  context.revocation = await consultLists(trustedPath(certificates, roots), expected.rp, {
    time: expected.rp.certificateTime ?? Date.now(),
    takesUnsigned: without?.has('revocation-list-signature') ?? false,
  });
}

/** What careless RPs do before they know whom they deal with: everything is fetched that a certificate of x5c names. */
export async function fetchBeforeTrust({ certificates, expected }: AttestationContext): Promise<void> {
  const { revocationLists: fetcher, fetchWait } = expected.rp;
  if (!fetcher || !Array.isArray(certificates)) return;
  const locations = await Promise.all(certificates.map(locationsOf));
  const urls = locations.flatMap(({ lists, issuers, responders }) => [...lists, ...issuers, ...responders]);
  await Promise.all(urls.map(url => fetchBounded(url, fetcher, fetchWait)));
}

/** The certificates of x5c (leaf first) below the anchor that it leads to; none where it leads to none. */
export function trustedPath(x5c: readonly Certificate[], roots: readonly Certificate[]): Issued[] {
  const path = buildPath(x5c, roots);
  if (typeof path === 'string') return [];
  const { certificates, anchor } = path;
  return certificates
    .filter(certificate => !equal(certificate.raw, anchor.raw))
    .map((certificate, index) => ({ certificate, issuer: certificates[index + 1] ?? anchor }));
}
