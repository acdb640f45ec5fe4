/** What people give by mistake, by its first bytes or members: its name, and what to give in its place. */
import { hex } from '../encoding/bytes.ts';
import { isObject } from '../verifier/envelope.ts';

/** What is taken, for the end of a refusal. */
export const TAKEN =
  'Give a registration or authentication response as JSON, an attestationObject, authenticatorData, ' +
  'clientDataJSON, COSE key or certificate in hex, base64 or PEM, a log, a HAR file, a Playwright trace, or a ceremony file';

const SECRET =
  'Nothing of it was read or is shown. Never paste it anywhere: whoever has it can sign as its owner. Replace it if it ' +
  'is in use';

/** First bytes, in hex. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['255044462d', 'a PDF: copy the text out of it'],
  ['89504e470d0a', 'a PNG picture: copy the text, not the screen'],
  ['ffd8ff', 'a JPEG picture: copy the text, not the screen'],
  ['47494638', 'a GIF picture: copy the text, not the screen'],
  ['1f8b', 'compressed with gzip: unpack it first (gunzip)'],
  ['504b0304', 'a ZIP archive, and no Playwright trace: unpack it, and give the HAR or JSON in it'],
  ['7f454c46', 'a program'],
  ['53514c69746520666f726d6174203300', 'a SQLite database: give the response or the log of the login'],
];

/** Text, from its first sign that is no space. */
const TEXT: readonly (readonly [RegExp, string])[] = [
  [
    /^<(!doctype\s+html|html|head|body)\b/i,
    'an HTML page: give the request that the page sent (save the network tab as HAR)',
  ],
  [/^<(\?xml|[a-z]+:?[a-z]*[\s>])/i, 'XML: give the response of the authenticator as JSON, or a HAR file'],
  [/^PuTTY-User-Key-File/, `a private key. ${SECRET}`],
  [
    /^eyJ[\w-]{4,}\.[\w-]+\.[\w-]*$/,
    'a JWT (a signed token), which is no part of a passkey ceremony but in a SafetyNet statement: give the attestationObject',
  ],
  [
    /^(?=[^\n]{0,400}\b(login_)?password\b)("?[\w .-]{1,40}"?[,;]){2}/i,
    `a table with passwords, as password managers export it. ${SECRET}`,
  ],
];

/** Bytes of a kind that is named, or `undefined`. */
export function foreignBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'empty';
  const start = hex(bytes.subarray(0, 16));
  return MAGIC.find(([magic]) => start.startsWith(magic))?.[1] ?? privateKeyDer(bytes);
}

/** Text of a kind that is named, or `undefined`. */
export function foreignText(text: string): string | undefined {
  const trimmed = text
    .trimStart()
    .slice(0, 16 * 1024)
    .trimEnd();
  if (trimmed === '') return 'empty';
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return undefined;
  if (/-----BEGIN [A-Z ]{0,20}PRIVATE KEY/.test(text)) return `a private key. ${SECRET}`;
  return TEXT.find(([pattern]) => pattern.test(trimmed))?.[1];
}

/** JSON of a kind that is named, or `undefined`. */
export function foreignJson(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  if (!isObject(one)) return undefined;
  if ('kty' in one && ('d' in one || 'priv' in one)) return `a private key (JWK). ${SECRET}`;
  if (hasPrivateKey(one)) return `credentials with private keys: touchstone make takes them. ${SECRET}`;
  if (('items' in one && ('folders' in one || 'encrypted' in one)) || 'vaults' in one)
    return `what a password manager exports. ${SECRET}`;
  if ('kty' in one || Array.isArray(one.keys))
    return 'a public key as JWK: give it with --public-key as PEM or COSE key';
  return undefined;
}

function hasPrivateKey(value: Record<string, unknown>): boolean {
  const lists = [value.credentials, value.passkeys].filter(Array.isArray).flat();
  return [value, ...lists].some(one => isObject(one) && typeof one.privateKey === 'string');
}

/** PKCS#8, PKCS#1 and SEC 1 begin with a version, a SubjectPublicKeyInfo does not. */
function privateKeyDer(bytes: Uint8Array): string | undefined {
  const length = bytes[1] ?? 0;
  const at = 2 + (length > 0x80 ? length & 0x7f : 0);
  const [tag, size, version, next] = bytes.subarray(at, at + 4);
  const isKey = tag === 0x02 && size === 1 && (version ?? 9) <= 1 && [0x30, 0x04, 0x02].includes(next ?? 0);
  return bytes[0] === 0x30 && bytes.length > 40 && isKey ? `a private key. ${SECRET}` : undefined;
}

/** A SubjectPublicKeyInfo: a SEQUENCE of a SEQUENCE that begins with an OID, and a BIT STRING. */
export function isPublicKeyDer(bytes: Uint8Array): boolean {
  const start = hex(bytes.subarray(0, 8));
  return bytes.length > 30 && /^30(..|81..|82....)30(..)06/.test(start) && !/^3082....3082/.test(start);
}

export const PUBLIC_KEY =
  'a public key, which is not much to explain: give it with --public-key beside the authentication response that it verifies';
