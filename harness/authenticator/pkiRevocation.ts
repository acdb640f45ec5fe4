/** Revocation lists of the test PKI, written synchronously over the data of a chain. */
import { SHA256_WITH_ECDSA, SHA256_WITH_RSA } from '../encoding/certificate.ts';
import { type CertificateListFields, writeCertificateList } from '../encoding/certificateList.ts';
import { signData } from '../encoding/cose.ts';
import type { Issuer } from './pkiFormats.ts';

const RS256 = -257;
const VALIDITY = { thisUpdate: new Date('2024-01-01T00:00:00Z'), nextUpdate: new Date('2048-01-01T00:00:00Z') };

/** The issuer's list with these serial numbers, DER; honest but for what `change` overrides. */
export function revocationList(
  { name, keys }: Issuer,
  revoked: readonly Uint8Array[],
  change: Partial<CertificateListFields> = {},
): Uint8Array {
  const signatureAlgorithm = keys.algorithm === RS256 ? SHA256_WITH_RSA : SHA256_WITH_ECDSA;
  const fields = { signatureAlgorithm, issuer: name, ...VALIDITY, revoked, ...change };
  return writeCertificateList(fields, tbs => signData(keys.algorithm, keys.privateKey, tbs));
}
