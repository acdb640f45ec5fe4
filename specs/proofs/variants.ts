/** Glass RPs for the cases that need a policy which the default one has not. */
import { modelNamed } from '../../harness/authenticator/metadataModels.ts';
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
  { needs: 'allowed-models', config: { allowedAaguids: [modelNamed('allowed')] } },
];

/** The variant that a case with these needs is put to. */
export function variantFor(needs: readonly Feature[]): Variant {
  return VARIANTS.find(variant => variant.needs && needs.includes(variant.needs)) ?? VARIANTS[0]!;
}
