/** Related origin requests (WebAuthn Level 3 §5.11): an RP ID's own list of further origins that may use it. */
import { getDomain, getPublicSuffix } from 'tldts';

/** Answer of `https://RPID/.well-known/webauthn`, after redirects. */
export interface RelatedOriginsDocument {
  status: number;
  /** The Content-Type header. */
  contentType: string;
  body: string;
}

/** Fetches the document of an RP ID, without credentials and referrer, following only https redirects. */
export type FetchRelatedOrigins = (rpId: string) => Promise<RelatedOriginsDocument>;

/** §5.11.1: a client supports at least five labels, and ours no more. */
const MAX_LABELS = 5;

/** §5.11.1: whether the document names the caller's origin, within the first five registrable labels. */
export function isRelatedOrigin(origin: string, document: RelatedOriginsDocument): boolean {
  const seen = new Set<string>();
  for (const item of listedOrigins(document)) {
    const url = URL.canParse(item) ? new URL(item) : undefined;
    const label = url && registrableLabel(url.hostname);
    if (!url || !label) continue;
    if (seen.size >= MAX_LABELS && !seen.has(label)) continue;
    if (url.origin === origin) return true;
    seen.add(label);
  }
  return false;
}

/** Empty where the document is not what it must be: status 200, JSON by name and nature, `origins` an array of strings. */
function listedOrigins({ status, contentType, body }: RelatedOriginsDocument): string[] {
  const essence = contentType.split(';')[0]!.trim().toLowerCase();
  if (status !== 200 || essence !== 'application/json') return [];
  try {
    const origins: unknown = (JSON.parse(body) as { origins?: unknown } | null)?.origins;
    return Array.isArray(origins) && origins.every(item => typeof item === 'string') ? origins : [];
  } catch {
    return [];
  }
}

/** `shop` of `www.shop.co.uk`: the label before the public suffix. */
function registrableLabel(hostname: string): string | undefined {
  const options = { allowPrivateDomains: true };
  const domain = getDomain(hostname, options);
  const suffix = getPublicSuffix(hostname, options);
  return domain && suffix ? domain.slice(0, -suffix.length - 1) : undefined;
}
