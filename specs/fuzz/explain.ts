/**
 * What nobody ever meant to be explained: pastes, responses, logs and files of real shape, broken by seed. Every one is
 * explained, or refused with a NotUnderstood; nothing else may come of it.
 */
import { Client } from '../../harness/authenticator/client.ts';
import { explainAll } from '../../harness/diagnose/explainCeremony.ts';
import { explanationLines } from '../../harness/diagnose/explanationText.ts';
import { NotUnderstood } from '../../harness/diagnose/observed.ts';
import { observedFrom } from '../../harness/reproduce/read.ts';
import { ceremonies } from '../proofs/corpus.ts';
import { creationOptions, device, ORIGIN, requestOptions } from '../proofs/devices.ts';
import { type Random, seeded } from './random.ts';

/** Explains bytes to the end; what it gives back is looked at by nobody. */
export type Explain = (input: Uint8Array) => unknown;

/** As `touchstone explain --hex` does. */
export async function explainWhole(input: Uint8Array): Promise<string[]> {
  const explanations = await explainAll(await observedFrom(input));
  return explanations.flatMap(one => explanationLines(one, { hex: true }));
}

export interface Fuzzed {
  inputs: number;
  /** Recognised and explained, not refused. */
  explained: number;
  /** Of the slowest input, and which that was. */
  worstMs: number;
  worst: number;
  /** What is no NotUnderstood, or took too long, with the number of the input; the first ten. */
  failures: { input: number; reason: string }[];
}

/** Milliseconds that one input may take. */
const LIMIT = 2000;
/** Bytes that mutation lets an input grow to. */
const LARGEST = 256 * 1024;

/** Puts `count` inputs through `explain`; the same seed and number give the same input. */
export async function fuzzExplain(explain: Explain, count: number, seed: string): Promise<Fuzzed> {
  const seeds = await pastes();
  const result: Fuzzed = { inputs: count, explained: 0, worstMs: 0, worst: 0, failures: [] };
  for (let input = 0; input < count; input++) {
    const started = performance.now();
    const reason = await outcome(explain, mutated(seeds, seeded(`${seed}/${input}`)));
    const ms = performance.now() - started;
    if (ms > result.worstMs) Object.assign(result, { worstMs: ms, worst: input });
    if (reason === undefined) result.explained += 1;
    const fault = ms > LIMIT ? `took ${Math.round(ms)} ms` : reason;
    if (fault !== undefined && fault !== REFUSED && result.failures.length < 10)
      result.failures.push({ input, reason: fault });
  }
  return result;
}

/** One input by its number, to look at what failed. */
export async function fuzzInput(seed: string, input: number): Promise<Uint8Array> {
  return mutated(await pastes(), seeded(`${seed}/${input}`));
}

const REFUSED = 'refused';

async function outcome(explain: Explain, input: Uint8Array): Promise<string | undefined> {
  try {
    await explain(input);
    return undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return REFUSED;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Statements and keys that sign without chance, so that an input can be made again from its number. */
const MADE = [
  ['none', -257],
  ['packed-self', -257],
  ['packed-self', -8],
  ['tpm', -257],
] as const;

/** Whole inputs of every shape: from our own authenticator, and from the corpus where that is there. */
async function pastes(): Promise<Uint8Array[]> {
  const found: (string | Uint8Array)[] = [];
  for (const [attestation, alg] of MADE) {
    const client = new Client(device({ attestation, algorithms: [alg] }));
    const options = creationOptions({ attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg }] });
    const registration = await client.register(options, { origin: ORIGIN });
    const request = requestOptions({ allowCredentials: [{ type: 'public-key', id: registration.id }] });
    const login = await client.authenticate(request, { origin: ORIGIN });
    found.push(...written(options, registration), ...written(request, login));
    for (const text of Object.values({ ...registration.response, ...login.response }))
      if (typeof text === 'string') found.push(...structures(text));
  }
  for (const { attestationObject, authenticatorData, clientDataJSON } of ceremonies)
    for (const text of [attestationObject, authenticatorData, clientDataJSON])
      if (text) found.push(...structures(text));
  return found.map(one => Buffer.from(one));
}

function written(options: unknown, response: unknown): string[] {
  const json = JSON.stringify(response);
  const url = `${ORIGIN}/webauthn/finish`;
  return [
    json,
    JSON.stringify({ publicKey: options, response }),
    JSON.stringify([{ credential: json }, options]),
    `2026-01-01 10:00:00 ERROR [passkeys] wrong challenge ${json}\n{"level":"info","body":${JSON.stringify(json)}}`,
    JSON.stringify({ log: { version: '1.2', entries: [entry(url, options), entry(url, response)] } }),
    JSON.stringify({ touchstone: 'ceremonies', version: 1, ceremonies: [{ kind: 'registration', options, response }] }),
  ];
}

/** Of a HAR file. */
function entry(url: string, body: unknown) {
  const text = JSON.stringify(body);
  return {
    startedDateTime: '2026-01-01T10:00:00.000Z',
    time: 5,
    request: { method: 'POST', url, headers: [], postData: { mimeType: 'application/json', text } },
    response: { status: 400, headers: [], content: { mimeType: 'application/json', text } },
  };
}

function structures(text: string): (string | Uint8Array)[] {
  const bytes = Buffer.from(text, 'base64url');
  return [text, bytes, bytes.toString('hex'), bytes.toString('base64')];
}

type Mutation = (input: Buffer, random: Random, seeds: readonly Uint8Array[]) => Uint8Array;

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  'null',
  'true',
  '-1',
  '1e999',
  '""',
  '\\u0000',
  '\\',
  '{}',
  '"__proto__":',
];
const BYTES = [
  0x00, 0x01, 0x18, 0x1b, 0x30, 0x3b, 0x5b, 0x5f, 0x7b, 0x7f, 0x80, 0x82, 0x9f, 0xbb, 0xbf, 0xd8, 0xf9, 0xff,
];

const MUTATIONS: readonly Mutation[] = [
  function flipBit(input, random) {
    const copy = Buffer.from(input);
    if (copy.length > 0) copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  function setByte(input, random) {
    const copy = Buffer.from(input);
    if (copy.length > 0) copy[random.below(copy.length)] = random.pick(BYTES);
    return copy;
  },
  function cutOff(input, random) {
    return input.subarray(0, random.below(input.length + 1));
  },
  function cutOut(input, random) {
    const at = random.below(input.length + 1);
    return Buffer.concat([input.subarray(0, at), input.subarray(at + random.below(64))]);
  },
  function double(input, random) {
    const at = random.below(input.length + 1);
    const part = input.subarray(at, at + 1 + random.below(512));
    return Buffer.concat([
      input.subarray(0, at),
      ...Array.from({ length: 2 + random.below(30) }, () => part),
      input.subarray(at),
    ]);
  },
  function splice(input, random, seeds) {
    const other = random.pick(seeds);
    return Buffer.concat([
      input.subarray(0, random.below(input.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
  function insertToken(input, random) {
    const at = random.below(input.length + 1);
    return Buffer.concat([input.subarray(0, at), Buffer.from(random.pick(TOKENS)), input.subarray(at)]);
  },
  function nest(input, random) {
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['{"response":', '}'],
      ['x {', '}'],
    ] as const);
    const depth = 1 + random.below(random.chance(0.1) ? 5000 : 80);
    return Buffer.concat([Buffer.from(open.repeat(depth)), input, Buffer.from(close.repeat(depth))]);
  },
  function exchangeMembers(input, random) {
    const names = [
      'clientDataJSON',
      'attestationObject',
      'authenticatorData',
      'signature',
      'response',
      'challenge',
      'id',
      'rp',
    ];
    return Buffer.from(
      input.toString('latin1').replaceAll(`"${random.pick(names)}"`, `"${random.pick(names)}"`),
      'latin1',
    );
  },
  function enlargeNumber(input, random) {
    const big = random.pick(['9'.repeat(400), '1e308', '-0', '4294967296', '9007199254740993']);
    return Buffer.from(input.toString('latin1').replace(/\d+/, big), 'latin1');
  },
  function write(input, random) {
    return Buffer.from(input.toString(random.pick(['hex', 'base64', 'base64url'] as const)));
  },
  function quote(input) {
    return Buffer.from(JSON.stringify(input.toString('utf8')));
  },
];

/** One of the seeds, changed in one way or in several. */
function mutated(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let input = Buffer.from(random.pick(seeds));
  for (let changes = random.chance(0.5) ? 1 : 2 + random.below(5); changes > 0; changes--)
    input = Buffer.from(random.pick(MUTATIONS)(input, random, seeds)).subarray(0, LARGEST);
  return input;
}
