/** The type of an attestation (WebAuthn Level 3 §6.5.4) as an RP keeps it, and RPs that take some models only. */

import { packedChain } from '../../authenticator/attestationChain.ts';
import { modelAaguid, modelNamed } from '../../authenticator/metadataModels.ts';
import type { AttestationCapability } from '../../authenticator/settings.ts';
import type { Feature } from '../../target.ts';
import { accepts, type FlowContext, holds, type Observation, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { certifiedBy, statement } from './certified.ts';
import { withMembers } from './object.ts';
import { attested, modelOf } from './packedEdits.ts';
import { asSelf } from './selfStatement.ts';

/** Registers, and looks which type of attestation the record has. */
const reporting =
  (attestation: AttestationCapability, type: string) =>
  async (context: FlowContext): Promise<Observation> => {
    const visit = await context.visit();
    const user = context.user();
    const device = context.authenticator('', { attestation });
    await context.register(visit, user, device, { wishes: { attestation: 'direct' }, honest: true });
    const [record] = await visit.credentials!(user);
    return { held: record?.attestationType === type, detail: `it is kept as ${record?.attestationType ?? 'nothing'}` };
  };

const kept = (attestation: AttestationCapability, type: string, article: string, ...needs: Feature[]) =>
  holds('attestation-type', {
    title: `${article} attestation is kept as of type ${type}`,
    needs: ['direct-attestation', 'credentials', 'attestation-type', ...needs],
    catalogue: ['att.self.as-basic'],
    observe: reporting(attestation, type),
  });

export const attestationTypeCases: Cases = {
  none: kept('none', 'none', 'no'),
  self: kept('packed-self', 'self', 'a packed self'),
  packed: kept('packed', 'basic', 'a packed', 'attestation-roots'),
  tpm: kept('tpm', 'attca', 'a tpm', 'attestation-roots'),
  apple: kept('apple', 'anonca', 'an apple', 'attestation-roots'),
};

/** A device of the one model that the RP takes. */
const allowed = {
  ...certifiedBy('packed', { aaguid: modelNamed('allowed') }),
  needs: ['direct-attestation', 'attestation-roots', 'allowed-models'],
} as const;

export const allowedModelCases: Cases = {
  attested: accepts({ ...allowed, title: 'the model is allowed, and attested', catalogue: ['self.allowlist'] }),
  'not-attested': rejects('model-allowed', {
    ...allowed,
    title: 'the model is allowed, and nothing attests it (format none)',
    seen: 'CVE-2025-12150',
    catalogue: ['none.aaguid.allowlist'],
    edit: withMembers(['fmt', 'none'], ['attStmt', new Map()]),
  }),
  'self-attested': rejects('model-allowed', {
    ...allowed,
    title: 'the model is allowed, and attested by the credential itself',
    seen: 'CVE-2026-6856',
    catalogue: ['self.allowlist'],
    edit: asSelf,
  }),
  'other-model': rejects('model-allowed', {
    ...allowed,
    title: 'the model is attested, and not one that is allowed',
    catalogue: ['none.aaguid.allowlist'],
    edit: {
      authenticatorData: data => ({ ...data, aaguid: modelAaguid('certified') }),
      ...statement((_, context) => attested(packedChain(modelOf(context)), context)),
    },
  }),
};
