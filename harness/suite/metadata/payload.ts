/** What a metadata BLOB says (FIDO Metadata Service 3 §3.1), and what an RP makes of it in the registrations that follow. */
import { leafLink } from '../../authenticator/attestationChain.ts';
import { type BlobChange, makeMetadataBlob } from '../../authenticator/metadata.ts';
import { madeUpModel, metadataOnlyRoot, modelNamed, reportedEntry } from '../../authenticator/metadataModels.ts';
import { metadataEntry } from '../../authenticator/metadataStatement.ts';
import type { MetadataEntry } from '../../encoding/metadataBlob.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { beside, loading, needs, registeringBy, registeringNeeds, registerModel } from './loading.ts';

const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const CERTIFIED = modelNamed('certified');
const REVOKED = { status: 'REVOKED', effectiveDate: '2024-06-01' };

/** These entries, before those of the honest BLOB. */
const withEntries = (...entries: MetadataEntry[]): BlobChange => ({
  payload: honest => ({ ...honest, entries: [...entries, ...honest.entries] }),
});

/** The honest BLOB with the entry of one model changed. */
const withModel = (aaguid: string, change: (entry: MetadataEntry) => object): BlobChange => ({
  payload: honest => ({
    ...honest,
    entries: honest.entries.map(entry => (entry.aaguid === aaguid ? change(entry) : entry)),
  }),
});

/** An entry for what is the AAGUID of no model. */
const entryOfZero = (change: Partial<MetadataEntry>, roots?: Uint8Array[]): MetadataEntry => ({
  ...metadataEntry({ ...madeUpModel('zero'), found: { aaguid: NO_MODEL }, ...(roots ? { roots } : {}) }),
  ...change,
});

export const payloadCases: Cases = {
  'lower-number': rejects('metadata-blob-number', {
    title: 'no is lower than that of the BLOB before it',
    level: 'should',
    catalogue: ['mds.blob.no-rollback'],
    needs,
    steps: loading({ payload: honest => ({ ...honest, no: honest.no - 1 }) }),
  }),
  'next-update-past': rejects('metadata-blob-next-update', {
    title: 'nextUpdate is in the past',
    level: 'policy',
    catalogue: ['mds.blob.next-update'],
    needs,
    steps: loading({ payload: honest => ({ ...honest, nextUpdate: '2024-01-01' }) }),
  }),
  'hash-of-metadata-2': either({
    title: 'an entry has a hash, which is wrong, as Metadata Service 2 had',
    level: 'report',
    reason: 'version 3 has no hash in its entries: it is a member that nobody knows',
    catalogue: ['mds.blob.hash', 'fidohist.MDS2.F-1'],
    needs,
    steps: loading(withModel(CERTIFIED, entry => ({ ...entry, hash: 'A'.repeat(43) }))),
  }),
  'unknown-members': accepts({
    title: 'members and values that this version does not know',
    seen: 'passwordless-lib/fido2-net-lib#667',
    level: 'should',
    catalogue: ['mds.blob.unknown-fields'],
    needs: registeringNeeds,
    steps: registeringBy(
      withModel(CERTIFIED, entry => ({
        ...entry,
        testMember: { of: 'a later version' },
        metadataStatement: {
          ...entry.metadataStatement,
          testMember: [1, null],
          keyProtection: ['hardware', 'test_protection'],
          attestationTypes: ['basic_full', 'test_type'],
          authenticationAlgorithms: [...entry.metadataStatement!.authenticationAlgorithms, 'test_algorithm_raw'],
        },
      })),
      CERTIFIED,
    ),
  }),
  'unknown-status': accepts({
    title: 'a status that this version does not know',
    level: 'should',
    catalogue: ['mds.status.unknown'],
    needs: registeringNeeds,
    steps: registeringBy(
      withEntries(reportedEntry('unknown status', [{ status: 'TEST_STATUS_TO_COME', effectiveDate: '2024-06-01' }])),
      CERTIFIED,
    ),
  }),
  'integer-of-64-bits': accepts({
    title: 'authenticatorGetInfo has integers of 64 bits',
    catalogue: ['mds.blob.64bit', 'packed.ok.metadata64', 'fido.Att-5.P-5'],
    needs: registeringNeeds,
    steps: registeringBy(
      {
        // JSON.stringify would round it.
        text: json =>
          json.replaceAll(
            '"maxMsgSize":1200',
            '"maxMsgSize":1200,"vendorPrototypeConfigCommands":[9223372036854775809]',
          ),
      },
      CERTIFIED,
    ),
  }),
  'model-twice': either({
    title: 'a model has two entries, of which one is revoked',
    level: 'report',
    reason: 'nothing says which of two entries counts',
    catalogue: ['mds.blob.dup-entry'],
    needs: registeringNeeds,
    steps: registeringBy(withEntries(reportedEntry('certified', [REVOKED])), CERTIFIED),
  }),
  'no-entries': either({
    title: 'there are no entries',
    level: 'report',
    reason: 'a BLOB without entries is well-formed, and of no use',
    catalogue: ['mds.blob.empty-entries'],
    needs: registeringNeeds,
    steps: registeringBy({ payload: honest => ({ ...honest, entries: [] }) }, CERTIFIED),
  }),
};

export const modelLookupCases: Cases = {
  'zero-revoked': accepts({
    title: 'an entry for the zero AAGUID is revoked: it is that of no model',
    seen: 'java-webauthn-server',
    catalogue: ['mds.aaguid.zero'],
    needs: registeringNeeds,
    steps: registeringBy(withEntries(entryOfZero({ statusReports: [REVOKED] })), NO_MODEL),
  }),
  'zero-with-root': rejects('metadata-anchor', {
    title: 'a root in an entry for the zero AAGUID, where all without one meet',
    catalogue: ['mds.aaguid.zero'],
    needs: registeringNeeds,
    steps: context => {
      const other = metadataOnlyRoot();
      const blob = withEntries(entryOfZero({}, [other.certificate]));
      return registeringBy(blob, NO_MODEL, model => [leafLink(model, other)])(context);
    },
  }),
  'status-updated': rejects('metadata-status', {
    title: 'a model was registered, and is revoked in the next BLOB',
    level: 'policy',
    catalogue: ['mds.cache.update'],
    needs: registeringNeeds,
    steps: async context => {
      const visit = await beside(context);
      await registerModel(context, visit, CERTIFIED, { label: 'before', honest: true });
      const { payload } = withModel(CERTIFIED, entry => ({ ...entry, statusReports: [REVOKED] }));
      const next: BlobChange = { payload: honest => ({ ...payload!(honest), no: honest.no + 1 }) };
      await context.metadata(visit, makeMetadataBlob(next), { honest: true });
      return registerModel(context, visit, CERTIFIED, { label: 'after' });
    },
  }),
};
