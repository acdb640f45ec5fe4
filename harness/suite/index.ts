/** The catalogue: every case, in report order. */
import { assertionSignatureCases, bindingCases } from './assertion/index.ts';
import { attestationCases } from './attestation/index.ts';
import { authenticatorDataCases, backupAndCounterCases } from './authenticatorData/index.ts';
import type { Case } from './case.ts';
import { clientDataCases } from './clientData/index.ts';
import { assertedAlgorithmCases, credentialCases } from './credential/index.ts';
import { envelopeCases } from './envelope/index.ts';
import { extensionCases, extensionFlowCases } from './extensions/index.ts';
import { flowCases } from './flow/index.ts';
import { metadataCases } from './metadata/index.ts';
import { optionsCases } from './options/index.ts';
import { robustnessCases } from './robustness/index.ts';
import { siteCases } from './site/index.ts';

export const catalogue: readonly Case[] = [
  ...optionsCases,
  ...envelopeCases('registration'),
  ...clientDataCases('registration'),
  ...attestationCases,
  ...authenticatorDataCases('registration'),
  ...credentialCases,
  ...extensionCases('registration'),
  ...envelopeCases('authentication'),
  ...bindingCases,
  ...clientDataCases('authentication'),
  ...authenticatorDataCases('authentication'),
  ...backupAndCounterCases,
  ...assertionSignatureCases,
  ...assertedAlgorithmCases,
  ...extensionCases('authentication'),
  ...flowCases,
  ...siteCases,
  ...extensionFlowCases,
  ...metadataCases,
  ...robustnessCases,
];

const byId = new Map<string, Case>();
for (const one of catalogue) {
  if (byId.has(one.id)) throw new Error(`two cases have the id ${one.id}: give one of them another key`);
  byId.set(one.id, one);
}

/** The case with that id, if there is one. */
export function findCase(id: string): Case | undefined {
  return byId.get(id);
}
