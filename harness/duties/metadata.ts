/** What a relying party owes that uses the metadata of authenticator models, and when it loads them. */
import type { Duty } from './duty.ts';

export const METADATA_DUTIES = {
  // ------------------------------------------------------------ metadata of the model
  'metadata-anchor': {
    title: 'the attestation chains to an anchor that the metadata lists for its own model',
    ceremonies: ['registration'],
    level3: ['7.1#23', '7.1#24'],
    level2: ['7.1#20', '7.1#21'],
  },
  'metadata-status': {
    title: 'the latest status of the model that is in effect is no compromise and no revocation',
    ceremonies: ['registration'],
    level3: ['7.1#23', '7.1#24'],
    level2: ['7.1#20', '7.1#21'],
  },
  'metadata-attestation-type': {
    title: 'the attestation is of a type that the statement of the model names',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  'metadata-algorithm': {
    title: 'the credential key is for an algorithm that the statement of the model names',
    ceremonies: ['registration'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'model-allowed': {
    title: 'where only some models are allowed, a trusted attestation says that the authenticator is one of them',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  'attestation-type': {
    title: 'the attestation type that is reported is the one that was verified: self is not basic',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  // ------------------------------------------------------------ metadata BLOB
  'metadata-blob-size': {
    title: 'a metadata BLOB is read up to a bounded size',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-form': {
    title: 'a metadata BLOB is a compact JWS over an object with no, nextUpdate and entries',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-certificates': {
    title: 'x5c of a metadata BLOB is a short, non-empty list of readable certificates',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-algorithm': {
    title: 'alg of a metadata BLOB is a signature algorithm that goes with the key of the signer',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-signature': {
    title: 'the signature of a metadata BLOB verifies with the key of its first certificate',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-chain': {
    title: 'the certificates of a metadata BLOB are valid and lead to the root that is trusted for metadata',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-host': {
    title: 'the signer of a metadata BLOB has a certificate for the host of the service',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-revocation': {
    title: 'no certificate of a metadata BLOB is revoked by the list that it names',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-x5u': {
    title: 'nothing is fetched because the header of a metadata BLOB says where',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-number': {
    title: 'a metadata BLOB does not take the place of one with a higher number',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-next-update': {
    title: 'a metadata BLOB is not used after the day of its next update',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
} as const satisfies Record<string, Duty>;
