/** Reads a report from the disk, and believes nothing of it before it is checked. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Report } from '../result.ts';
import { FEATURES } from '../target.ts';

const Count = z.int().nonnegative();
const Seen = z.enum(['accepted', 'rejected', 'errored', 'hung', 'unreachable', 'held', 'broken']);

const Exchange = z.object({
  step: z.string(),
  request: z.string(),
  status: z.int().exactOptional(),
  answer: z.string().exactOptional(),
});

const Result = z.object({
  id: z.string().min(1),
  section: z.string(),
  title: z.string(),
  duty: z.string().exactOptional(),
  level: z.enum(['must', 'should', 'policy', 'report']),
  expect: z.enum(['accept', 'reject', 'either', 'holds']),
  settled: z.string().exactOptional(),
  seen: Seen.exactOptional(),
  verdict: z.enum(['pass', 'unclean', 'fail', 'down', 'noted', 'skip', 'void']),
  standing: z.enum(['new', 'known', 'stale']).exactOptional(),
  lane: z.enum(['protocol', 'browser']),
  authenticator: z.string(),
  status: z.int().exactOptional(),
  message: z.string().exactOptional(),
  exchange: z.array(Exchange).exactOptional(),
  evidence: z.base64().exactOptional(),
  seenIn: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  attachments: z.array(z.object({ name: z.string(), path: z.string() })).exactOptional(),
  control: z.string().exactOptional(),
  ms: z.number().nonnegative(),
  catalogue: z.array(z.string()),
});

const ReportShape = z.object({
  header: z.object({
    schema: z.literal(1),
    version: z.string(),
    target: z.object({
      name: z.string(),
      origin: z.string(),
      supports: z.array(z.enum(FEATURES)),
      address: z.string().exactOptional(),
      flags: z.array(z.string()).exactOptional(),
    }),
    profile: z.string(),
    profileFile: z.string().exactOptional(),
    seed: z.string(),
    started: z.iso.datetime(),
    shard: z.object({ index: z.int().positive(), of: z.int().positive() }).exactOptional(),
    asked: z.object({ patterns: z.array(z.string()), cases: Count }).exactOptional(),
    honest: z.string().exactOptional(),
  }),
  results: z.array(Result),
  footer: z
    .object({
      pass: Count,
      fail: Count,
      down: Count.default(0),
      unclean: Count,
      noted: Count,
      skip: Count,
      void: Count,
      new: Count,
      known: Count,
      stale: Count,
      complete: z.boolean(),
      ended: z.iso.datetime(),
    })
    .exactOptional(),
});

/** A file that is no report: the message names the file, the member and what is wrong with it, in one line. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** The report that a path means: a file that ends in `.json`, or a folder with a `report.json`. */
export function reportFile(path: string): string {
  return path.endsWith('.json') ? path : join(path, 'report.json');
}

/** @throws {ReportError} when it cannot be read, is no JSON, or is no report. */
export async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ReportError(`${file} cannot be read: ${error.message}`);
  });
  return parseReport(text, file);
}

/** @throws {ReportError} */
export function parseReport(text: string, file: string): Report {
  const checked = ReportShape.safeParse(parseJson(text, file));
  if (checked.success) return checked.data;
  const { path, message } = checked.error.issues[0]!;
  throw new ReportError(`${file} is no report: ${path.join('.') || 'it'}: ${message}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReportError(`${file} is no JSON: ${(error as Error).message}`);
  }
}
