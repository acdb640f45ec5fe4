/** largeBlob (WebAuthn Level 3 §10.1.5): outputs of the other ceremony, and some that were not asked for. */
import { either } from '../case.ts';
import type { Cases } from '../json.ts';
import { results } from './outputs.ts';

const OTHER_CEREMONY = 'the member is defined for the other ceremony; RPs are not told to refuse it';

export const largeBlobOfRegistration: Cases = {
  'large-blob-at-once': either({
    title: 'largeBlob has a blob and was written, which only a login does',
    level: 'report',
    reason: OTHER_CEREMONY,
    catalogue: ['ext.largeblob.blob-at-reg'],
    edit: results({ largeBlob: { supported: true, blob: 'AAEC', written: true } }),
  }),
};

export const largeBlobOfAuthentication: Cases = {
  'large-blob-supported': either({
    title: 'largeBlob says supported, which only a registration does',
    level: 'report',
    reason: OTHER_CEREMONY,
    catalogue: ['ext.largeblob.supported-at-auth'],
    edit: results({ largeBlob: { supported: true } }),
  }),
  'large-blob-unrequested': either({
    title: 'largeBlob has a blob, and neither reading nor writing was asked for',
    level: 'report',
    reason: 'outputs that were not asked for are put up with unless the RP has a policy',
    needs: ['extensions'],
    wishes: { extensions: { largeBlob: {} } },
    catalogue: ['ext.largeblob.unrequested-blob'],
    edit: results({ largeBlob: { blob: 'AAEC' } }),
  }),
};
