/** The compatibility suite: honest ceremonies only, of every authenticator that people have, in every way that it can be asked. */
import type { Model } from '../authenticator/models/index.ts';
import { type AuthenticatorSettings, DEFAULT_SETTINGS } from '../authenticator/settings.ts';
import { algorithm } from '../encoding/cose.ts';
import type {
  AttestationConveyancePreference,
  ResidentKeyRequirement,
  UserVerificationRequirement,
} from '../encoding/json.ts';
import { accepts, type Case, section } from './case.ts';

interface Asked {
  attestation: AttestationConveyancePreference;
  userVerification: UserVerificationRequirement;
  residentKey: ResidentKeyRequirement;
  algorithm: number;
}

/** Cases `compatibility/<model>/<attestation>-<user verification>-<resident key>-<algorithm>`. */
export function compatibilityCases(models: readonly Model[]): Case[] {
  return models.flatMap(({ name, settings }) => {
    const cases = waysToAsk({ ...DEFAULT_SETTINGS, ...settings }).map(
      asked => [keyOf(asked), caseOf(settings, asked)] as const,
    );
    const declared = section(`compatibility/${name}`, Object.fromEntries(cases));
    return declared.map(one => ({ ...one, kind: 'registration' as const }));
  });
}

/** What the authenticator itself cannot do is no question to the RP, and not asked. */
function waysToAsk(settings: AuthenticatorSettings): Asked[] {
  const { algorithms, userVerification, residentKeys } = settings;
  const verifications: UserVerificationRequirement[] = ['required', 'preferred', 'discouraged'];
  const residence: ResidentKeyRequirement[] = ['required', 'preferred', 'discouraged'];
  const ways: Asked[] = [];
  for (const attestation of ['none', 'direct'] as const) {
    for (const asked of verifications.filter(one => userVerification || one !== 'required')) {
      for (const residentKey of residence.filter(one => residentKeys || one !== 'required')) {
        for (const alg of algorithms) ways.push({ attestation, userVerification: asked, residentKey, algorithm: alg });
      }
    }
  }
  return ways;
}

function nameOf({ algorithm: id }: Asked): string {
  return algorithm(id)!.name;
}

function keyOf(asked: Asked): string {
  const { attestation, userVerification, residentKey } = asked;
  return [attestation, `uv-${userVerification}`, `rk-${residentKey}`, nameOf(asked).toLowerCase()].join('-');
}

function caseOf(settings: Partial<AuthenticatorSettings>, asked: Asked) {
  const { attestation, userVerification, residentKey } = asked;
  return accepts({
    title: `attestation ${attestation}, UV ${userVerification}, resident key ${residentKey}, ${nameOf(asked)}`,
    needs: attestation === 'direct' ? ['direct-attestation'] : [],
    wishes: { attestation, userVerification, residentKey },
    authenticator: { ...settings, algorithms: [asked.algorithm] },
  });
}
