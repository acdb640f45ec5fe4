/**
 * Registrations of models that the test metadata tells of (WebAuthn Level 3 §7.1 steps 23 and 24; FIDO Metadata Service 3),
 * for an RP that has loaded our BLOB. Each is put beside that of a model of which nothing bad is known.
 */
import { fidoU2fStatement, u2fAttestationKey } from '../../authenticator/attestation/fidoU2f.ts';
import { type ChainLink, leafLink, packedChain } from '../../authenticator/attestationChain.ts';
import type { Edits } from '../../authenticator/edits.ts';
import {
  CERTIFIED,
  COMPROMISED,
  metadataOnlyRoot,
  modelAaguid,
  modelNamed,
  u2fBatchKeys,
} from '../../authenticator/metadataModels.ts';
import { accepts, type Declaration, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { certifiedBy, statement } from './certified.ts';
import { honestly } from './fidoU2fEdits.ts';
import { attested, modelOf } from './packedEdits.ts';
import { asSelf } from './selfStatement.ts';

/** A device of a made-up model, with a certificate of the test PKI. */
const model = (label: string) =>
  ({
    ...certifiedBy('packed', { aaguid: modelNamed(label) }),
    needs: ['direct-attestation', 'attestation-roots', 'metadata'],
  }) satisfies Partial<Declaration>;

/** The same ceremony by another model, attested by that one's chain. */
const asModel = (label: string, chain: (aaguid: Uint8Array) => ChainLink[] = aaguid => packedChain(aaguid)): Edits => ({
  authenticatorData: data => ({ ...data, aaguid: modelAaguid(label) }),
  ...statement((_, context) => attested(chain(modelOf(context)), context)),
});

const underOtherRoot = (aaguid: Uint8Array) => [leafLink(aaguid, metadataOnlyRoot())];

/** The part of a key that a status makes: lower case, words apart. */
const inKey = (status: string) => status.toLowerCase().replaceAll('_', '-');

const statusRows: Record<(typeof COMPROMISED)[number], string[]> = {
  USER_VERIFICATION_BYPASS: ['mds.status.uv-bypass', 'fido.MDS3.F-1', 'fidohist.MDS2.F-2'],
  ATTESTATION_KEY_COMPROMISE: ['mds.status.attkey', 'fido.MDS3.F-1'],
  USER_KEY_REMOTE_COMPROMISE: ['mds.status.remote', 'fido.MDS3.F-1'],
  USER_KEY_PHYSICAL_COMPROMISE: ['mds.status.physical', 'fido.MDS3.F-1'],
  REVOKED: ['mds.status.revoked'],
};

const compromised: Cases = Object.fromEntries(
  COMPROMISED.map(status => [
    `status-${inKey(status)}`,
    rejects('metadata-status', {
      ...model('certified'),
      title: `the status of the model is ${status}`,
      level: 'should',
      catalogue: statusRows[status],
      edit: asModel(`status/${status}`),
    }),
  ]),
);

const certified: Cases = Object.fromEntries(
  CERTIFIED.map(status => [
    `status-${inKey(status)}`,
    accepts({
      ...model(`status/${status}`),
      title: `the status of the model is ${status}`,
      catalogue: ['mds.status.cert-levels'],
    }),
  ]),
);

const undecided = (label: string, row: string, title: string, reason: string) =>
  either({ ...model(label), title, reason, level: 'report', catalogue: [row] });

export const modelStatusCases: Cases = {
  certified: accepts({
    ...model('certified'),
    title: 'the model is certified, and attested under the root in its entry',
    catalogue: ['mds.ok', 'fido.MDS3.P-1', 'fido.Att-5.P-2', 'fidohist.MDS2.P-1'],
  }),
  ...compromised,
  ...certified,
  'status-not-certified': undecided(
    'status/NOT_FIDO_CERTIFIED',
    'mds.status.self',
    'the status of the model is NOT_FIDO_CERTIFIED',
    'whether a model has to be certified is for the RP to say',
  ),
  'status-self-assertion': undecided(
    'status/SELF_ASSERTION_SUBMITTED',
    'mds.status.self',
    'the status of the model is SELF_ASSERTION_SUBMITTED',
    'whether a model has to be certified is for the RP to say',
  ),
  'status-update-available': undecided(
    'status/UPDATE_AVAILABLE',
    'mds.status.update-available',
    'the status of the model is UPDATE_AVAILABLE',
    'an RP may go on with the older firmware, or ask for the update',
  ),
  'reports-out-of-order': rejects('metadata-status', {
    ...model('certified'),
    title: 'the latest report revokes the model, and does not stand last',
    seen: 'go-webauthn 8be5355',
    catalogue: ['mds.status.order'],
    edit: asModel('reports/out-of-order'),
  }),
  'report-in-the-future': undecided(
    'reports/future',
    'mds.status.future',
    'a report revokes the model from a day in the future on',
    'a revocation that is announced may be heeded at once',
  ),
  'compromised-then-updated': undecided(
    'reports/fixed',
    'mds.status.old-then-fixed',
    'a compromise of the model is followed by an update',
    'the attestation does not say which firmware has made it',
  ),
  'model-without-entry': undecided(
    'without entry',
    'mds.entry.missing',
    'the metadata has no entry for the model',
    'an RP may go on by its own roots, or take known models only',
  ),
};

/** As U2F devices of a batch give it. */
const asBatch = (batch: Parameters<typeof u2fBatchKeys>[0]) =>
  statement((_, context) => fidoU2fStatement(u2fAttestationKey(u2fBatchKeys(batch)), honestly(context)).attStmt);
const u2f = { ...certifiedBy('fido-u2f', { userVerification: false }), needs: model('').needs };

export const modelStatementCases: Cases = {
  'algorithm-of-other-model': rejects('metadata-algorithm', {
    ...model('certified'),
    title: 'the credential key is ES256, the statement of the model has RS256',
    level: 'policy',
    catalogue: ['mds.stmt.alg', 'fido.Att-3.F-16', 'fido.Att-5.F-8'],
    edit: asModel('other-algorithm'),
  }),
  'full-though-surrogate': rejects('metadata-attestation-type', {
    ...model('certified'),
    title: 'attested by a certificate, the statement has basic_surrogate only',
    catalogue: ['mds.stmt.type-surrogate', 'self.full-when-surrogate', 'fido.Att-6.F-2'],
    edit: asModel('surrogate-only'),
  }),
  'self-though-full': rejects('metadata-attestation-type', {
    ...model('full-only'),
    title: 'self attestation, the statement of the model has basic_full only',
    catalogue: ['mds.stmt.type-full', 'self.metadata-full-only'],
    edit: asSelf,
  }),
  'u2f-batch': accepts({
    ...u2f,
    title: 'a U2F batch that is found by the identifier of its key',
    level: 'policy',
    catalogue: ['mds.u2f.ski', 'u2f.metadata.ski'],
    edit: asBatch('certified'),
  }),
  'u2f-batch-revoked': rejects('metadata-status', {
    ...u2f,
    title: 'a U2F batch that is revoked by the identifier of its key',
    level: 'policy',
    catalogue: ['mds.u2f.ski', 'u2f.metadata.ski'],
    edit: asBatch('revoked'),
  }),
};

/** A model whose entry lists something particular. */
const anchored = (label: string, title: string, row: string, chain?: (aaguid: Uint8Array) => ChainLink[]) =>
  accepts({ ...model('certified'), title, catalogue: [row], edit: asModel(label, chain) });

export const modelAnchorCases: Cases = {
  'root-in-lines': anchored('roots/lines', 'the root in the entry has line breaks and spaces', 'mds.stmt.root.pem'),
  'anchor-leaf': anchored('roots/leaf', 'the entry lists the attestation certificate itself', 'mds.stmt.root.leaf'),
  'anchor-intermediate': anchored(
    'roots/intermediate',
    'the entry lists the intermediate CA',
    'mds.stmt.root.intermediate',
    aaguid => packedChain(aaguid, 1),
  ),
  'roots-several': anchored(
    'roots/several',
    'of several roots in the entry only the last is right',
    'mds.stmt.root.multiple',
  ),
  'roots-of-same-name': anchored(
    'roots/same-name',
    'two roots in the entry have one name, the second is right',
    'mds.stmt.root.same-dn',
  ),
  'root-of-the-entry-only': anchored('roots/own', 'the root is trusted for this model alone', 'mds.ok', underOtherRoot),
  'root-of-other-model': rejects('metadata-anchor', {
    ...model('certified'),
    title: 'attested under the root in the entry of another model',
    catalogue: ['mds.stmt.root.other-aaguid'],
    edit: asModel('certified', underOtherRoot),
  }),
  'general-root-not-in-the-entry': rejects('metadata-anchor', {
    ...model('certified'),
    title: 'attested under a trusted root that the entry does not list',
    catalogue: ['mds.stmt.root.other-aaguid'],
    edit: asModel('roots/own'),
  }),
  'roots-none': either({
    ...model('certified'),
    title: 'attested by a certificate, the entry lists no roots',
    level: 'report',
    reason: 'without a root the metadata vouches for nothing; the RP may have roots of its own',
    catalogue: ['mds.stmt.empty-roots'],
    edit: asModel('roots/none'),
  }),
};
