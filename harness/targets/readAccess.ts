/** Turns the flags of the command line into an {@link Access}: everything that is wrong with them is said here, by flag and place. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';
import { readCookieFile } from './cookieFile.ts';
import { type Binding, BindingFile, bindingOf } from './fidoBinding.ts';
import { Secrets } from './secrets.ts';

/** As they were given; each is named for its flag. */
export interface AccessFlags {
  header: readonly string[];
  cookieFile?: string;
  ca?: string;
  proxy?: string;
  binding?: string;
  signIn?: string;
  userPrefix?: string;
  removeUsers: boolean;
  rate?: number;
  yesIMayTestThis: boolean;
}

/** @throws {AskedWrongly} without any value that may be secret. */
export async function readAccess(words: AccessFlags): Promise<Access> {
  const secrets = new Secrets();
  const headers = Object.fromEntries(words.header.map(readHeader));
  for (const value of Object.values(headers)) secrets.add(value);
  const cookies = words.cookieFile === undefined ? [] : await read('--cookie-file', words.cookieFile, readCookieFile);
  for (const { value } of cookies) secrets.add(value);
  const proxy = words.proxy === undefined ? undefined : readProxy(words.proxy);
  for (const part of [proxy?.username ?? '', proxy?.password ?? '']) secrets.add(decodeURIComponent(part));
  const { signIn, userPrefix, removeUsers, rate, yesIMayTestThis } = words;
  return {
    headers,
    cookies,
    ...(words.ca !== undefined && { ca: await read('--ca', words.ca, readCertificates) }),
    ...(proxy && { proxy }),
    ...(words.binding !== undefined && { binding: await read('--binding', words.binding, readBinding) }),
    ...(signIn !== undefined && { signIn }),
    ...(userPrefix !== undefined && { userPrefix: readPrefix(userPrefix) }),
    removeUsers,
    ...(rate !== undefined && { rate }),
    permitted: yesIMayTestThis,
    secrets,
    words: repeated(words, proxy),
  };
}

async function read<T>(flag: string, file: string, parse: (text: string) => T): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new AskedWrongly(`${flag} ${file}: ${why}`);
  });
  try {
    return parse(text);
  } catch (error) {
    throw new AskedWrongly(`${flag} ${file}: ${(error as Error).message}`);
  }
}

/** Those of the request itself, and what has a flag of its own. */
const OWN = [
  'accept',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'origin',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
];

function readHeader(header: string, at: number): [name: string, value: string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(header) ?? [];
  if (name === undefined || value === undefined)
    throw new AskedWrongly(`--header, the ${ordinal(at)}: write 'Name: value', in one line of Latin-1`);
  if (!OWN.includes(name.toLowerCase())) return [name.toLowerCase(), value.trimEnd()];
  const instead = name.toLowerCase() === 'cookie' ? 'use --cookie-file' : 'Touchstone sends its own';
  throw new AskedWrongly(`--header ${name}: ${instead}`);
}

function ordinal(at: number): string {
  return ['first', 'second', 'third'][at] ?? `${at + 1}th`;
}

function readProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new AskedWrongly('--proxy: write its address with http:// or https://, such as http://proxy.example:3128');
}

function readPrefix(text: string): string {
  if (/^[\w.+-]{1,24}$/.test(text)) return text;
  throw new AskedWrongly('--user-prefix: write 1 to 24 letters, digits, dots, dashes, underscores or plus signs');
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function readCertificates(text: string): string {
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new Error('there is no certificate in PEM in it (-----BEGIN CERTIFICATE-----)');
  for (const [at, pem] of found.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      throw new Error(`its ${ordinal(at)} certificate cannot be read`);
    }
  }
  return found.join('\n');
}

function readBinding(text: string): Binding {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`it is no JSON: ${(error as Error).message}`);
  }
  const file = BindingFile.safeParse(json);
  if (file.success) return bindingOf(file.data);
  const { path, message } = file.error.issues[0]!;
  throw new Error(`${path.join('.') || 'the file'}: ${message}`);
}

/** For the line that repeats a case: values of headers and the proxy's user are left out. */
function repeated(words: AccessFlags, proxy: URL | undefined): string[] {
  const flags: [flag: string, value: string | undefined][] = [
    ...words.header.map(one => ['--header', `${one.slice(0, one.indexOf(':'))}: …`] as [string, string]),
    ['--cookie-file', words.cookieFile],
    ['--ca', words.ca],
    ['--proxy', proxy && `${proxy.protocol}//${proxy.username === '' ? '' : '…@'}${proxy.host}`],
    ['--binding', words.binding],
    ['--sign-in', words.signIn],
    ['--user-prefix', words.userPrefix],
    ['--rate', words.rate?.toString()],
  ];
  return [
    ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value])),
    ...(words.removeUsers ? ['--remove-users'] : []),
    ...(words.yesIMayTestThis ? ['--yes-i-may-test-this'] : []),
  ];
}
