/** The evidence of a result, unpacked. It may come from a report that somebody else wrote: it is bounded, and checked. */
import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Evidence } from '../result.ts';

/** Bytes of JSON; what the runner packs stays below 3 MiB. */
const UNPACKED = 4 * 1024 * 1024;

const Bytes = z.string().regex(/^[\w-]*$/);

const Shape = z.object({
  response: z.unknown().exactOptional(),
  cut: z.int().positive().exactOptional(),
  // One for each hook of an edit, of which there are fewer.
  changes: z
    .array(z.object({ layer: z.string(), before: Bytes, after: Bytes, cut: z.literal(true).exactOptional() }))
    .max(32),
});

/** Evidence that cannot be read: the message says why. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
}

/** Unpacks what the runner packed. @throws {EvidenceError} for what is not that, or more than 4 MiB. */
export function unpackEvidence(packed: string): Evidence {
  const shaped = Shape.safeParse(parsed(inflated(packed)));
  if (!shaped.success) throw new EvidenceError(`the evidence has another form: ${z.prettifyError(shaped.error)}`);
  return shaped.data;
}

function inflated(packed: string): string {
  try {
    return inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: UNPACKED }).toString('utf8');
  } catch (error) {
    throw new EvidenceError(`the evidence cannot be unpacked: ${(error as Error).message}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EvidenceError('the evidence is no JSON');
  }
}
