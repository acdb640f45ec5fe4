/**
 * Revocation lists (RFC 5280 §5, §6.3) of a path that is trusted already: each certificate's list is had from where the
 * certificate says, looked at only when its issuer has signed it, and kept until it is out of date.
 */
import { base64url, FormatError, sha256 } from '../../encoding/bytes.ts';
import { type CertificateList, readCertificateList } from '../../encoding/certificateList.ts';
import { locationsOf } from '../../encoding/certificateLocations.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { RelyingPartyConfig } from '../config.ts';
import { fetchBounded } from '../fetching.ts';

/** A certificate, and the one whose key has signed it. */
export interface Issued {
  certificate: Certificate;
  issuer: Certificate;
}

/** What the list of one certificate says, or why there is none that can be used. */
export interface Finding {
  status: 'good' | 'revoked' | 'unsigned' | 'unavailable';
  /** In words, for every status but `good`. */
  reason: string;
}

export interface Consulting {
  /** Milliseconds since the epoch. */
  time: number;
  /** Takes a list whoever has signed it, and keeps it, as careless RPs do. */
  takesUnsigned?: boolean;
}

type RevocationConfig = Pick<RelyingPartyConfig, 'revocationLists' | 'revocationUnavailable' | 'fetchWait'>;

/** Of the URLs of one certificate so many are tried. */
const MAX_LOCATIONS = 3;
/** Lists kept for one RP. */
const KEPT = 100;

/** The lists that an RP keeps, by URL and issuer. */
const keptLists = new WeakMap<RevocationConfig, Map<string, CertificateList>>();

/**
 * Why a path (leaf first, the trusted root only as an issuer) is not to be used by the revocation lists of its
 * certificates, or nothing. Without `config.revocationLists` nothing is fetched and nothing is found. Only for a path that
 * has been found to lead to a trusted root: whoever made another one chooses what is fetched.
 */
export async function revocationReason(
  path: readonly Issued[],
  config: RevocationConfig,
  consulting: Consulting,
): Promise<string | undefined> {
  const findings = await consultLists(path, config, consulting);
  return findings.find(({ status }) => status === 'unsigned')?.reason ?? revokedReason(findings, config);
}

/** Why findings refuse by what the lists say, or by that one is missing where the RP does not put up with that. */
export function revokedReason(findings: readonly Finding[], config: RevocationConfig): string | undefined {
  const missing = config.revocationUnavailable === 'refuse';
  return findings.find(({ status }) => status === 'revoked' || (missing && status === 'unavailable'))?.reason;
}

/** One finding for each certificate of the path that names a list. */
export async function consultLists(
  path: readonly Issued[],
  config: RevocationConfig,
  consulting: Consulting,
): Promise<Finding[]> {
  if (!config.revocationLists) return [];
  const findings = await Promise.all(path.map(issued => consultList(issued, config, consulting)));
  return findings.filter(finding => finding !== undefined);
}

async function consultList(
  issued: Issued,
  config: RevocationConfig,
  consulting: Consulting,
): Promise<Finding | undefined> {
  const { lists } = await locationsOf(issued.certificate);
  let last: Finding | undefined;
  for (const url of lists.slice(0, MAX_LOCATIONS)) {
    const list = await listAt(url, issued.issuer, config, consulting);
    if (!('status' in list)) return judged(list, issued.certificate, url);
    // A list that somebody has tampered with says more than one that cannot be had.
    if (last?.status !== 'unsigned') last = list;
  }
  return last;
}

function judged(list: CertificateList, certificate: Certificate, url: string): Finding {
  if (!list.lists(certificate)) return { status: 'good', reason: '' };
  return { status: 'revoked', reason: `a certificate of the path is on the revocation list at ${url}` };
}

async function listAt(
  url: string,
  issuer: Certificate,
  config: RevocationConfig,
  { time, takesUnsigned = false }: Consulting,
): Promise<CertificateList | Finding> {
  const key = `${base64url(sha256(issuer.raw))} ${url}`;
  const kept = keptLists.get(config)?.get(key);
  if (kept && isCurrent(kept, time)) return kept;
  const unavailable = (why: string): Finding => ({
    status: 'unavailable',
    reason: `revocation list at ${url}: ${why}`,
  });
  const bytes = await fetchBounded(url, config.revocationLists!, config.fetchWait);
  if (typeof bytes === 'string') return unavailable(bytes);
  const list = await read(bytes);
  if (typeof list === 'string') return unavailable(list);
  if (!takesUnsigned && !(await list.signedBy(issuer)))
    return { status: 'unsigned', reason: `the revocation list at ${url} is not signed by the issuer` };
  if (list.criticalExtensions.length > 0) return unavailable(`critical extension ${list.criticalExtensions[0]}`);
  if (!isCurrent(list, time)) return unavailable('out of date');
  keep(config, key, list);
  return list;
}

/** §5.1.2.5: lists have a nextUpdate; one without could be replayed for ever. */
function isCurrent({ thisUpdate, nextUpdate = 0 }: CertificateList, time: number): boolean {
  return thisUpdate <= time && time <= nextUpdate;
}

async function read(bytes: Uint8Array): Promise<CertificateList | string> {
  try {
    return await readCertificateList(bytes);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

function keep(config: RevocationConfig, key: string, list: CertificateList): void {
  const lists = keptLists.get(config) ?? new Map<string, CertificateList>();
  keptLists.set(config, lists);
  lists.delete(key);
  lists.set(key, list);
  if (lists.size > KEPT) lists.delete(lists.keys().next().value!);
}
