/** The form of a metadata BLOB that an RP is handed (FIDO Metadata Service 3 §3.1.7, RFC 7515 §3.1). */
import { either } from '../case.ts';
import type { Cases } from '../json.ts';
import { loading, needs, refused } from './loading.ts';

const form = (title: string, blob: (honest: string) => string) =>
  refused('metadata-blob-form', title, ['mds.blob.truncated'], { blob });

export const blobFormCases: Cases = {
  'cut-in-half': form('the BLOB ends in the middle', honest => honest.slice(0, honest.length / 2)),
  'trailing-dot': form('the BLOB ends in another dot', honest => `${honest}.`),
  'no-base64': form('the payload has letters that base64url has not', honest => honest.replace('.', '.%')),
  'payload-no-json': refused('metadata-blob-form', 'the payload is no JSON', ['mds.blob.truncated'], {
    text: json => json.slice(0, -1),
  }),
  'entries-no-array': refused('metadata-blob-form', 'entries is an object', ['mds.blob.truncated'], {
    payload: honest => ({ ...honest, entries: {} }),
  }),
  'page-of-an-error': either({
    title: 'the service answers with a page that says it is down',
    level: 'report',
    reason: 'without a BLOB an RP may go on with the one it has, or without any; it has to say which',
    catalogue: ['mds.fetch.fail'],
    needs,
    steps: loading({ blob: () => '<!doctype html><title>503 Service Unavailable</title>' }),
  }),
  huge: refused(
    'metadata-blob-size',
    'the BLOB has 32 MB',
    ['mds.blob.huge'],
    // JSON may end in white space.
    { text: json => json + ' '.repeat(24 * 1024 * 1024) },
    'should',
  ),
};
