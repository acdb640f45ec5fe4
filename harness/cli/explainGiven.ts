/** What `--public-key`, `--options` and the others say, as values. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { coseKeyOf } from '../diagnose/expectationKey.ts';
import type { Given } from '../diagnose/explainCeremony.ts';
import { optionsIn } from '../diagnose/shapes.ts';
import { base64url, FormatError } from '../encoding/bytes.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

export interface GivenFlags {
  origin: string[];
  rpId?: string;
  challenge?: string;
  publicKey?: string;
  options?: string;
  roots?: string;
}

/** Bytes of a file beside the ceremonies. */
const LONGEST = 4 * 1024 * 1024;
const PEM = /-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----/g;

/** @throws {AskedWrongly} for what cannot be read, with the flag that said it. */
export function givenFrom({ origin, rpId, challenge, publicKey, options, roots }: GivenFlags): Given {
  return {
    ...(origin.length > 0 && { origins: origin.map(originFrom) }),
    ...(rpId !== undefined && { rpId: rpIdFrom(rpId) }),
    ...(challenge !== undefined && { challenge: base64url(bytesFrom(challenge, '--challenge')) }),
    ...(publicKey !== undefined && { publicKey: publicKeyFrom(publicKey) }),
    ...(options !== undefined && { options: optionsFrom(options) }),
    ...(roots !== undefined && { roots: rootsFrom(roots) }),
  };
}

/** As a browser serialises it; the origins of apps are no addresses, and stay as they are. */
function originFrom(text: string): string {
  if (/^(android|ios):/.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.origin !== undefined && url.origin !== 'null') return url.origin;
  throw new AskedWrongly(`--origin ${JSON.stringify(text)}: write it with its scheme, such as https://www.example.com`);
}

function rpIdFrom(text: string): string {
  if (/^[^\s/:]+$/.test(text)) return text;
  throw new AskedWrongly(`--rp-id ${JSON.stringify(text)}: a bare name, such as example.com`);
}

/** Hex, base64 or base64url, padded or not. */
function bytesFrom(text: string, flag: string): Uint8Array {
  const packed = text.trim();
  if (/^([0-9a-f]{2})+$/i.test(packed)) return Buffer.from(packed, 'hex');
  if (/^[\w+/-]+={0,2}$/.test(packed)) return Buffer.from(packed, 'base64url');
  throw new AskedWrongly(`${flag}: neither hex nor base64, and no file has that name`);
}

function fileFrom(path: string, flag: string): Buffer {
  try {
    if (statSync(path).size > LONGEST) throw new AskedWrongly(`${flag} ${path}: more than ${LONGEST >> 20} MiB`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof AskedWrongly) throw error;
    throw new AskedWrongly(`${flag} ${path} cannot be read: ${(error as Error).message}`);
  }
}

function publicKeyFrom(given: string): Uint8Array {
  const flag = '--public-key';
  const file = !given.includes('-----BEGIN') && existsSync(given) ? fileFrom(given, flag) : Buffer.from(given);
  const text = file.toString('latin1');
  const [pem] = text.matchAll(PEM);
  const isText = /^[\x20-\x7e\s]+$/.test(text);
  const bytes = pem ? Buffer.from(pem[2]!, 'base64') : isText ? bytesFrom(text, flag) : file;
  try {
    return coseKeyOf(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new AskedWrongly(`${flag}: ${error.message}; give a COSE_Key or SubjectPublicKeyInfo in hex, base64 or PEM`);
  }
}

function optionsFrom(path: string): Record<string, unknown> {
  const text = fileFrom(path, '--options').toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AskedWrongly(`--options ${path} is no JSON: ${(error as Error).message}`);
  }
  const [found] = optionsIn(value);
  if (found) return found.options;
  throw new AskedWrongly(
    `--options ${path}: there are no options of a registration or login in it (a challenge, at least)`,
  );
}

function rootsFrom(path: string): Uint8Array[] {
  const file = fileFrom(path, '--roots');
  const blocks = [...file.toString('latin1').matchAll(PEM)].filter(([, label]) => label === 'CERTIFICATE');
  const certificates = blocks.length > 0 ? blocks.map(([, , body]) => Buffer.from(body!, 'base64')) : [file];
  for (const [at, der] of certificates.entries()) {
    try {
      new X509Certificate(der);
    } catch {
      throw new AskedWrongly(
        `--roots ${path}: certificate ${at + 1} of ${certificates.length} cannot be read (PEM, or DER)`,
      );
    }
  }
  return certificates;
}
