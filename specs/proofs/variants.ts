/** Glass RPs for the cases that need a policy which the default one has not. */
import { modelNamed } from '../../harness/authenticator/metadataModels.ts';
import { FRAMING_ORIGIN, madeUpOrigins } from '../../harness/suite/clientData/madeUpOrigins.ts';
import type { Feature } from '../../harness/target.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';

interface Variant {
  /** What the cases for it need; absent for the default RP. */
  needs?: Feature;
  config: Partial<RelyingPartyConfig>;
}

export const VARIANTS: readonly Variant[] = [
  { config: {} },
  { needs: 'device-bound', config: { backupEligible: false } },
  { needs: 'always-verified', config: { alwaysVerified: true } },
  { needs: 'backed-up', config: { backedUp: true } },
  { needs: 'backup-unrecorded', config: { backupUnrecorded: true } },
  { needs: 'app-id', config: { appId: 'https://rp.example/app-id.json' } },
  { needs: 'strict-extensions', config: { unsolicitedExtensions: 'refuse' } },
  { needs: 'pin-length', config: { minPinLength: 6 } },
  { needs: 'allowed-models', config: { allowedAaguids: [modelNamed('allowed')] } },
  {
    needs: 'listed-origins',
    config: { origins: ['https://rp.example', ...Object.values(madeUpOrigins('rp.example'))] },
  },
  { needs: 'framed', config: { crossOrigin: true, topOrigins: [FRAMING_ORIGIN] } },
  { needs: 'port', config: { origins: ['https://rp.example:8443'] } },
  {
    needs: 'international-domain',
    config: { rpId: 'xn--bcher-kva.example', origins: ['https://xn--bcher-kva.example'] },
  },
  { needs: 'parent-domain', config: { rpId: 'login.rp.example', origins: ['https://login.rp.example'] } },
];

/** The variant that a case with these needs is put to. */
export function variantFor(needs: readonly Feature[]): Variant {
  return VARIANTS.find(variant => variant.needs && needs.includes(variant.needs)) ?? VARIANTS[0]!;
}
