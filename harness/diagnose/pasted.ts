/** Text that stands for bytes: hex in the forms that tools print, base64 in both alphabets, PEM. */

export interface Decoded {
  bytes: Uint8Array;
  written: 'hex' | 'base64' | 'base64url' | 'PEM';
}

/** So many digits of hex are not base64 by chance. */
const CERTAIN = 40;

/** Every reading of the text as bytes: two where its characters are those of hex and of base64 alike. Hex first. */
export function decodings(text: string): Decoded[] {
  const digits = hexDigits(text);
  if (digits === undefined) return base64Bytes(text);
  // Of a digit too many nothing is made: the text is cut off in the middle of a byte.
  const hex: Decoded = { bytes: Buffer.from(digits, 'hex'), written: 'hex' };
  return digits.length >= CERTAIN ? [hex] : [hex, ...base64Bytes(text)];
}

/** Digits of hex with or without spaces, line breaks, colons, commas, `0x` and `\x`; dumps by xxd and hexdump -C. */
function hexDigits(text: string): string | undefined {
  const plain = dumpedDigits(text.trim().split(/\r?\n/)) ?? text;
  const digits = plain.replace(/\\x|0x|[\s:,;\-{}[\]"'<>|_]/gi, '');
  return digits.length >= 2 && /^[0-9a-f]+$/i.test(digits) ? digits : undefined;
}

/** An offset, and a colon or two spaces behind it. */
const OFFSET = /^\s{0,8}([0-9a-f]{4,16})(:\s|\s\s)/i;

/** Of a dump: lines that begin with an offset, the first of them with zero, and end with text that is no bytes. */
function dumpedDigits(lines: readonly string[]): string | undefined {
  const isDump = Number.parseInt(OFFSET.exec(lines[0]!)?.[1] ?? 'ff', 16) === 0;
  if (!isDump) return undefined;
  return lines
    .map(line => {
      const [offset, , sign] = OFFSET.exec(line) ?? [];
      if (offset === undefined) return '';
      const behind = line.slice(offset.length).trimStart();
      // hexdump -C has its text between bars, and two spaces in the middle of the bytes.
      return behind.split(sign?.startsWith(':') || !behind.endsWith('|') ? '  ' : '|')[0];
    })
    .join('');
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Characters of a line of wrapped base64; words of a sentence are base64 too, and shorter. */
const WRAPPED = 32;

function base64Bytes(text: string): Decoded[] {
  const lines = text.split(/[\s"']+/).filter(line => line !== '');
  if (lines.slice(0, -1).some(line => line.length < WRAPPED)) return [];
  const compact = lines.join('').replace(/^data:[\w/+.-]{0,80};base64,/, '');
  if (!BASE64.test(compact)) return [];
  return [{ bytes: Buffer.from(compact, 'base64url'), written: /[+/=]/.test(compact) ? 'base64' : 'base64url' }];
}

/** Blocks of PEM, with the label of each; a block that does not end or decode is left out. */
export function pemBlocks(text: string): { label: string; bytes: Uint8Array }[] {
  const blocks: { label: string; bytes: Uint8Array }[] = [];
  for (const part of text.split('-----BEGIN ').slice(1, 50)) {
    const label = /^([A-Z0-9 ]{1,40})-----/.exec(part)?.[1];
    const end = part.indexOf('-----END ');
    if (label === undefined || end < 0) continue;
    const [decoded] = base64Bytes(part.slice(label.length + 5, end));
    if (decoded) blocks.push({ label, bytes: decoded.bytes });
  }
  return blocks;
}
