/** What of the form of CBOR and certificates a relying party minds, by its `form`. */
import type { Certificate } from '../encoding/x509.ts';
import type { RelyingPartyConfig } from './config.ts';

/** Not canonical, and not ambiguous either. */
const PLAIN = /^indefinite length|is out of order$/;

/** The first deviation from CTAP2's canonical form that is a reason to refuse. */
export function deviationFrom(
  { deviations }: { deviations: readonly string[] },
  { form }: RelyingPartyConfig,
): string | undefined {
  return deviations.find(deviation => form !== 'tolerant' || !PLAIN.test(deviation));
}

/** The Basic Constraints of an attestation certificate (§8.2.1, §8.3.1); left out, they mean the same (RFC 5280 §4.2.1.9). */
export function saysNoCa({ isCa }: Certificate, { form }: RelyingPartyConfig): boolean {
  return isCa === false || (isCa === undefined && form === 'tolerant');
}
