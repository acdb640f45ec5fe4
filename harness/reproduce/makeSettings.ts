/** Reads settings of an authenticator that somebody wrote by hand. */
import { z } from 'zod';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

const statements = ['packed-self', 'packed', 'tpm', 'fido-u2f', 'apple', 'android-key', 'android-safetynet'] as const;

const schema = z.strictObject({
  aaguid: z.string().exactOptional(),
  algorithms: z.array(z.int()).exactOptional(),
  attachment: z.enum(['platform', 'cross-platform']).exactOptional(),
  transports: z.array(z.string()).exactOptional(),
  userVerification: z.boolean().exactOptional(),
  userVerified: z.boolean().exactOptional(),
  alwaysVerifies: z.boolean().exactOptional(),
  residentKeys: z.boolean().exactOptional(),
  alwaysDiscoverable: z.boolean().exactOptional(),
  keepsAaguid: z.boolean().exactOptional(),
  attestation: z.enum(['none', 'compound', ...statements]).exactOptional(),
  compoundOf: z.array(z.enum(statements)).exactOptional(),
  backupEligible: z.boolean().exactOptional(),
  backupState: z.boolean().exactOptional(),
  counter: z.enum(['per-credential', 'random-step', 'global', 'none']).exactOptional(),
  counterStart: z.int().exactOptional(),
  counterStep: z.int().exactOptional(),
  credentialIdLength: z.int().exactOptional(),
  extensions: z
    .array(z.enum(['hmac-secret', 'hmac-secret-mc', 'largeBlobKey', 'credProtect', 'credBlob', 'minPinLength']))
    .exactOptional(),
  pinProtocol: z.union([z.literal(1), z.literal(2)]).exactOptional(),
  minPinLength: z.int().exactOptional(),
  minPinLengthRpIds: z.union([z.array(z.string()), z.literal('all')]).exactOptional(),
}) satisfies z.ZodType<Partial<AuthenticatorSettings>>;

/** @throws {AskedWrongly} in one line that names the setting. */
export function readSettings(text: string): Partial<AuthenticatorSettings> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AskedWrongly('--authenticator: no JSON, such as {"algorithms":[-257],"counter":"none"}');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new AskedWrongly(`--authenticator: ${[...first!.path, first!.message].join(': ')}`);
}
