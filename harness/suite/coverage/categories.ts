/** The categories of the catalogue's rows, by what a row's id starts with. */

export interface Category {
  /** Short name, as the tables print it. */
  code: string;
  title: string;
}

const category = (code: string, title: string): Category => ({ code, title });

const NONE = category('ATT-NONE', 'attestation none, and attestation at large');

/** By the first part of a row's id, in the order of the tables. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  opt: category('OPT', 'options that the RP sends'),
  env: category('ENV', 'the response as JSON'),
  cdj: category('CDJ', 'client data'),
  ao: category('AOBJ', 'attestation object'),
  ad: category('AD', 'authenticator data'),
  flag: category('FLAG', 'user presence and verification'),
  cid: category('CID', 'credential id'),
  cose: category('COSE', 'credential public key'),
  alg: category('ALG', 'algorithms'),
  none: NONE,
  att: NONE,
  self: category('ATT-SELF', 'attestation packed, self'),
  packed: category('ATT-PACKED', 'attestation packed, with certificates'),
  x509: category('X509', 'certificate chains of attestation'),
  tpm: category('ATT-TPM', 'attestation tpm'),
  akey: category('ATT-AKEY', 'attestation android-key'),
  snet: category('ATT-SNET', 'attestation android-safetynet'),
  u2f: category('ATT-U2F', 'attestation fido-u2f'),
  apple: category('ATT-APPLE', 'attestation apple'),
  comp: category('ATT-COMP', 'attestation compound'),
  mds: category('MDS', 'metadata service'),
  sig: category('SIG', 'assertion signature'),
  cnt: category('CNT', 'signature counter'),
  bk: category('BK', 'backup eligibility and state'),
  bind: category('BIND', 'whose credential it is'),
  sess: category('SESS', 'life of a challenge and a session'),
  state: category('STATE', 'credential record'),
  ext: category('EXT', 'extensions'),
  dos: category('DOS', 'robustness'),
  life: category('LIFE', 'management of credentials'),
  ro: category('RO', 'related origins and page headers'),
  client: category('CLIENT', 'the software client and authenticator'),
  vec: category('VEC', 'test vectors of the specification'),
  fido: category('FIDO', 'ids of FIDO’s server test list'),
  fidohist: category('FIDO-HIST', 'ids of FIDO’s list of 2021 that are gone'),
};

/** @throws {Error} for an id that belongs to no category: a fault of the catalogue's own. */
export function categoryOf(row: string): Category {
  const found = CATEGORIES[row.split('.')[0]!];
  if (!found) throw new Error(`the row ${row} belongs to no category: name it in coverage/categories.ts`);
  return found;
}

/** Each category once, in the order of the tables. */
export const categories: readonly Category[] = [...new Set(Object.values(CATEGORIES))];
