/** The ceremony file: recorded ceremonies as JSON, in one versioned form. docs/ceremony-file.md tells of it. */
import { z } from 'zod';
import { NotUnderstood, type Observed, type ObservedCeremony } from '../diagnose/observed.ts';
import { visible } from '../diagnose/tree.ts';
import { replaceFile } from '../report/replaceFile.ts';
import type { Redacted } from './redact.ts';

const VERSION = 1;
/** Bytes: that of hundreds of ceremonies. */
const LARGEST = 64 * 2 ** 20;

const milliseconds = z.number().describe('milliseconds since the epoch');
const text = z.string().exactOptional();
const status = z.int().min(100).max(999).exactOptional();

const exchange = z
  .object({
    method: z.string(),
    url: z.string(),
    at: milliseconds,
    ms: z.number().describe('milliseconds until the answer was there').exactOptional(),
    page: text,
    origin: text.describe("the request's Origin header"),
    requestType: text,
    request: text.describe('body'),
    status: status.describe('absent where no answer came'),
    answerType: text,
    answer: text.describe('body'),
  })
  .describe('one request and its answer, of those that carry WebAuthn');

const ceremony = z.object({
  kind: z.enum(['registration', 'authentication']),
  options: z
    .record(z.string(), z.unknown())
    .describe('as PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON')
    .exactOptional(),
  response: z
    .unknown()
    .describe('as RegistrationResponseJSON or AuthenticationResponseJSON: what was sent, or what the page got')
    .exactOptional(),
  written: z.array(z.string()).describe('how the response was written otherwise than Level 3 does').exactOptional(),
  error: z
    .object({ name: z.string(), message: z.string() })
    .describe('what the page got in place of a credential')
    .exactOptional(),
  reason: text.describe('what the virtual device says of that error'),
  mediation: text,
  page: text.describe('address of the page'),
  origin: text.describe('of the frame that asked'),
  topOrigin: text.describe('of the top-level page, where that is another'),
  askedAt: milliseconds.exactOptional(),
  answeredAt: milliseconds.exactOptional(),
  sentAt: milliseconds.exactOptional(),
  answer: z
    .object({ url: z.string(), status, body: text, accepted: z.boolean() })
    .describe('to what the response was sent, and what came back')
    .exactOptional(),
  browser: text,
  exchanges: z.array(exchange),
}) satisfies z.ZodType<ObservedCeremony>;

const ceremonyFile = z
  .object({
    touchstone: z.literal('ceremonies'),
    version: z.literal(VERSION),
    recorded: z.string().describe('when, ISO 8601'),
    browser: z.string().describe('name and version'),
    ceremonies: z.array(ceremony),
    redacted: z.array(z.string()).describe('what was taken out: where, and what kind of thing it was'),
  })
  .describe('Passkey ceremonies as a browser saw them. Binary members are unpadded base64url.');

export type CeremonyFile = z.infer<typeof ceremonyFile>;

/** Of what a recorder gave, as of now. */
export function ceremonyFileOf({ ceremonies, redacted }: Redacted, browser: string): CeremonyFile {
  const recorded = new Date().toISOString();
  return { touchstone: 'ceremonies', version: VERSION, recorded, browser, ceremonies, redacted };
}

export function ceremonyFileText(file: CeremonyFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Whole or not at all. Throws Node's file errors. */
export async function writeCeremonyFile(path: string, file: CeremonyFile): Promise<void> {
  await replaceFile(path, ceremonyFileText(file));
}

/** @throws {NotUnderstood} for what is no ceremony file, one of another version, or one with a member that is wrong. */
export function readCeremonyFile(bytes: Uint8Array): Observed {
  if (bytes.length > LARGEST)
    throw new NotUnderstood(`A ceremony file of ${bytes.length} bytes: more than ${LARGEST} are not read.`);
  const value = parsed(bytes);
  const { touchstone, version } = Object(value) as { touchstone?: unknown; version?: unknown };
  if (touchstone !== 'ceremonies')
    throw new NotUnderstood(
      'This is no ceremony file: it has no "touchstone": "ceremonies". Make one with touchstone record.',
    );
  if (version !== VERSION)
    throw new NotUnderstood(
      `A ceremony file of version ${visible(JSON.stringify(version) ?? 'none')}: this Touchstone reads version ${VERSION}.`,
    );
  const read = ceremonyFile.safeParse(value);
  if (!read.success) throw new NotUnderstood(wrongMember(read.error));
  const { browser, recorded, ceremonies } = read.data;
  return { source: `ceremony file, recorded in ${browser} at ${recorded}`, ceremonies, pieces: [], notes: [] };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new NotUnderstood(
      `A ceremony file is JSON, and this is none (${visible((error as Error).message)}). Make one with touchstone record.`,
    );
  }
}

function wrongMember({ issues }: z.ZodError): string {
  const [{ path, message }] = issues as [z.core.$ZodIssue];
  const place = path.reduce<string>(
    (before, part) => (typeof part === 'number' ? `${before}[${part}]` : `${before}.${String(part)}`),
    '',
  );
  return `A ceremony file of version ${VERSION}, up to ${visible(place.slice(1, 201))}: ${visible(message)}. docs/ceremony-file.md says what is expected.`;
}

/** The form of the file as JSON Schema, draft 2020-12. */
export function ceremonyFileSchema(): object {
  return z.toJSONSchema(ceremonyFile, { io: 'input' });
}
