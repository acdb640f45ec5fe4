/** What an RP fetches because a certificate that nobody vouches for says so (server-side request forgery). */
import { type ChainLink, intermediateLink, leafLink, withFields } from '../../authenticator/attestationChain.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import { distributionPoint, informationAccess } from '../../encoding/certificateLocations.ts';
import { type Declaration, holds } from '../case.ts';
import type { Cases } from '../json.ts';
import { registerWithChain } from './chainInHand.ts';

const NO_MODEL = new Uint8Array(16);

/** Right in itself: a leaf and an intermediate, under a root that no RP trusts, each with the extension. */
function untrustedChain(extension: CertificateExtension): ChainLink[] {
  const intermediate = intermediateLink('Touchstone TEST untrusted CA', impostorIssuer());
  const leaf = leafLink(NO_MODEL, { name: intermediate.fields.subject, keys: intermediate.keys });
  return [0, 1].reduce(
    (links, index) => withFields(links, index, ({ extensions }) => ({ extensions: [...extensions, extension] })),
    [leaf, intermediate],
  );
}

/** What one listens for: registers under the untrusted chain, and afterwards honestly, so that a late request is seen. */
const fetchesNothing = (
  { title, catalogue, seen }: Required<Pick<Declaration, 'title' | 'catalogue' | 'seen'>>,
  named: (url: string) => CertificateExtension,
  sent: (chain: ChainLink[]) => ChainLink[] = chain => chain,
) =>
  holds('fetch-after-trust', {
    title,
    seen,
    catalogue,
    needs: ['direct-attestation', 'fetches'],
    observe: async context => {
      const listener = await context.listener();
      const { seen: answer } = await registerWithChain(context, sent(untrustedChain(named(listener.url('named')))));
      await context.register(await context.visit(), context.user('honest'), context.authenticator('honest'), {
        honest: true,
      });
      const requests = listener.requests('named');
      return {
        held: requests === 0,
        detail: `${requests} requests to the URL in an untrusted certificate; the registration was ${answer}`,
      };
    },
  });

export const fetchingCases: Cases = {
  // Without the intermediate: an RP that completes paths looks for it where the leaf says.
  'ca-issuers': fetchesNothing(
    {
      title: 'no issuer is fetched for an untrusted certificate',
      catalogue: ['x509.aia.ssrf'],
      seen: 'passwordless-lib/fido2-net-lib#671',
    },
    url => informationAccess('caIssuers', url),
    ([leaf]) => [leaf!],
  ),
  'revocation-list': fetchesNothing(
    {
      title: 'no revocation list is fetched for an untrusted certificate',
      catalogue: ['x509.crl.ssrf'],
      seen: 'GHSA-j3h4-m3m2-7p7j',
    },
    distributionPoint,
  ),
  'ocsp-responder': fetchesNothing(
    {
      title: 'no OCSP responder is asked about an untrusted certificate',
      catalogue: ['x509.ocsp.ssrf'],
      seen: 'GHSA-j3h4-m3m2-7p7j',
    },
    url => informationAccess('ocsp', url),
  ),
};
