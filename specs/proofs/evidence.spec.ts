/** The evidence of a finding: the response as it was handed in, and in its bytes what the case changed, all of it and no more. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { EvidenceError, unpackEvidence } from '../../harness/report/evidence.ts';
import { evidenceLines } from '../../harness/report/evidenceText.ts';
import { type EvidenceNode, evidenceTree } from '../../harness/report/evidenceTree.ts';
import type { Evidence, Result } from '../../harness/result.ts';
import { packEvidence } from '../../harness/runner/evidence.ts';
import { profileNamed } from '../../harness/runner/profile.ts';
import { run } from '../../harness/runner/run.ts';
import type { Case } from '../../harness/suite/case.ts';
import { catalogue, findCase } from '../../harness/suite/index.ts';
import type { RelyingParty, Reply, Visit } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import { VARIANTS, variantFor } from './variants.ts';

/** Characters of a response that are kept. */
const CAP = 256 * 1024;

interface YesMan {
  rp: RelyingParty;
  /** What was handed in last. */
  last?: unknown;
}

/** Says yes where the glass RP says no. */
function yesMan(config: (typeof VARIANTS)[number]['config'] = {}): YesMan {
  const honest = glass({ config, collect: true });
  const agreed = ({ seen, ...reply }: Reply): Reply => ({ ...reply, seen: seen === 'rejected' ? 'accepted' : seen });
  const man: YesMan = {
    rp: {
      name: 'yes-man',
      origin: honest.origin,
      rpId: honest.rpId,
      supports: honest.supports,
      local: true,
      async visit(): Promise<Visit> {
        const visit = await honest.visit();
        return {
          registrationOptions: visit.registrationOptions.bind(visit),
          authenticationOptions: visit.authenticationOptions.bind(visit),
          async register(response) {
            man.last = structuredClone(response);
            return agreed(await visit.register(response));
          },
          async authenticate(response) {
            man.last = structuredClone(response);
            return agreed(await visit.authenticate(response));
          },
          close: () => visit.close(),
        };
      },
    },
  };
  return man;
}

interface Found {
  one: Case;
  result: Result;
  handedIn: unknown;
}

async function found(cases: readonly Case[]): Promise<Found[]> {
  const all: Found[] = [];
  for (const variant of VARIANTS) {
    const mine = cases.filter(({ needs }) => variantFor(needs) === variant);
    if (mine.length === 0) continue;
    const man = yesMan(variant.config);
    const onResult = (result: Result) => {
      const one = findCase(result.id);
      if (one) all.push({ one, result, handedIn: man.last });
    };
    const { problems } = await run({
      rp: man.rp,
      cases: mine,
      seed: 'evidence',
      profile: profileNamed('strict'),
      onResult,
    });
    expect(problems.map(({ message }) => message)).toEqual([]);
  }
  return all;
}

interface Placed {
  member: string;
  hex: NonNullable<EvidenceNode['hex']>;
}

/** Hex nodes with the member of the response in whose bytes they count. */
function placed(nodes: readonly EvidenceNode[], member?: string): Placed[] {
  return nodes.flatMap(({ label, hex, children = [] }) => {
    const own = member === undefined && label !== 'response' ? label : member;
    return [...(hex ? [{ member: own!, hex }] : []), ...placed(children, own)];
  });
}

/** The members, each on its own: the outer ones, and those of `response`. */
function members(tree: readonly EvidenceNode[]): Placed[] {
  return tree.flatMap(node => (node.label === 'response' && !node.hex ? placed(node.children ?? []) : placed([node])));
}

function bytesOf(response: unknown, member: string): Buffer {
  const outer = response as Record<string, unknown> & { response: Record<string, unknown> };
  return Buffer.from(String(outer.response?.[member] ?? outer[member]), 'base64url');
}

const hasWas = (nodes: readonly EvidenceNode[]): boolean =>
  nodes.some(({ was, children = [] }) => was !== undefined || hasWas(children));

/** What is wrong with the marks of a tree, in words. */
function faults({ response, cut, changes }: Evidence, tree: readonly EvidenceNode[]): string[] {
  const wrong: string[] = [];
  const marked = new Map<string, Set<number>>();
  const decoded = new Map<string, Buffer>();
  for (const { member, hex } of members(tree)) {
    const { offset, text } = hex;
    const bytes = decoded.get(member) ?? bytesOf(response, member);
    decoded.set(member, bytes);
    if (bytes.subarray(offset, offset + text.length / 2).toString('hex') !== text)
      wrong.push(`${member} ${offset}: other bytes`);
    for (const [from, to] of hex.marked) {
      if (from < 0 || to > text.length / 2 || from >= to) wrong.push(`${member} ${offset}: a mark outside`);
      const own = marked.get(member) ?? new Set();
      marked.set(member, own);
      for (let at = offset + from; at < offset + to; at++) {
        if (own.has(at)) wrong.push(`${member}: ${at} is marked twice`);
        own.add(at);
      }
    }
  }
  const differing = changes.filter(
    ({ before, after, layer, cut }) => before !== after && layer !== 'algorithm' && !cut,
  );
  if (changes.some(({ cut }) => cut) && !tree.some(({ value = '' }) => value.includes('too long to be marked')))
    wrong.push('nothing says that a layer was cut');
  if (!cut && differing.some(({ layer }) => layer === 'response') && !hasWas(tree))
    wrong.push('nothing says what it was');
  const inBytes = differing.filter(({ layer, after }) => layer !== 'response' && after !== '');
  if (inBytes.length > 0 && differing.length === inBytes.length && marked.size === 0 && !cut)
    wrong.push('nothing is marked');
  if (differing.length === 0 && marked.size > 0) wrong.push('marked without a change');
  const [only, another] = differing;
  if (only && !another && only.layer !== 'response')
    for (const [member, at] of marked)
      wrong.push(...inexact(decoded.get(member)!, [...at], only).map(why => `${member}: ${why}`));
  return wrong;
}

/** The marks of one change are from the first byte that differs to the last one, wherever its layer stands. */
function inexact(bytes: Buffer, marks: readonly number[], { before, after }: Evidence['changes'][number]): string[] {
  const [old, now] = [Buffer.from(before, 'base64url'), Buffer.from(after, 'base64url')];
  const [from, to] = [Math.min(...marks), Math.max(...marks) + 1];
  if (marks.length !== to - from) return ['the marks have holes'];
  for (let start = bytes.indexOf(now); start >= 0 && start <= from; start = bytes.indexOf(now, start + 1))
    if (isExact(old, now, [from - start, to - start])) return [];
  return [`${from} to ${to} is not what differs`];
}

/** @param marked offsets in `now`. */
function isExact(old: Buffer, now: Buffer, [first, end]: [number, number]): boolean {
  const taken = old.length - now.length;
  const isSeam = (at: number) =>
    old.subarray(0, at).equals(now.subarray(0, at)) && old.subarray(at + taken).equals(now.subarray(at));
  if (taken > 0 && end - first === 1 && (isSeam(first) || (end === now.length && isSeam(end)))) return true;
  const tail = now.length - end;
  const replaced = old.subarray(first, old.length - tail);
  const sameAround =
    old.subarray(0, first).equals(now.subarray(0, first)) && old.subarray(old.length - tail).equals(now.subarray(end));
  return sameAround && (replaced.length === 0 || (replaced[0] !== now[first] && replaced.at(-1) !== now[end - 1]));
}

/** Whole, or where it is long its beginning, with a note of how long it was. */
function isThatResponse({ response, cut }: Evidence, handedIn: unknown): boolean {
  const whole = JSON.stringify(handedIn);
  if (whole.length <= CAP) return cut === undefined && JSON.stringify(response) === whole;
  return cut === whole.length && response === whole.slice(0, CAP);
}

for (const kind of ['registration', 'authentication'] as const) {
  test(`every rejecting case of ${kind} with an edit leaves the response, and marks what it changed in it`, async () => {
    test.setTimeout(240_000);
    const cases = catalogue.filter(one => one.kind === kind && one.expect === 'reject' && one.edit && !one.stress);
    const wrong: string[] = [];
    let looked = 0;
    for (const { one, result, handedIn } of await found(cases)) {
      if (result.verdict === 'skip') continue;
      looked += 1;
      const evidence = result.evidence === undefined ? undefined : unpackEvidence(result.evidence);
      if (!evidence || !isThatResponse(evidence, handedIn))
        wrong.push(`${one.id}: ${result.verdict}, another response`);
      else wrong.push(...faults(evidence, evidenceTree(kind, evidence)).map(why => `${one.id}: ${why}`));
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(300);
  });
}

async function onlyResult(id: string, rp: RelyingParty): Promise<Result> {
  const { report } = await run({ rp, cases: [findCase(id)!], seed: 'evidence' });
  return report.results.find(result => result.id === id)!;
}

test('what passes has no evidence; a flow has the response that was judged, and no changes', async () => {
  const passed = await onlyResult('authentication/client-data/other-origin', glass());
  expect([passed.verdict, passed.evidence]).toEqual(['pass', undefined]);
  const man = yesMan();
  const flow = await onlyResult('flow/challenge/second-registration-of-one-challenge', man.rp);
  expect(flow.verdict).toBe('fail');
  expect(unpackEvidence(flow.evidence!)).toEqual({ response: man.last, changes: [] });
});

test('a control that is not accepted shows what was handed in', async () => {
  const { rp } = yesMan();
  const handedIn: unknown[] = [];
  const deaf: RelyingParty = {
    ...rp,
    async visit() {
      const visit = await rp.visit();
      const register = async (response: unknown): Promise<Reply> => {
        handedIn.push(response);
        return { seen: 'rejected', ms: 1 };
      };
      return { ...visit, register };
    },
  };
  const { report } = await run({
    rp: deaf,
    cases: [findCase('authentication/client-data/other-origin')!],
    seed: 'evidence',
  });
  const [control, one] = report.results;
  expect(unpackEvidence(control!.evidence!)).toEqual({ response: expect.anything(), changes: [] });
  expect(handedIn).toContainEqual(unpackEvidence(control!.evidence!).response);
  expect([one!.verdict, one!.evidence]).toEqual(['void', undefined]);
});

test('results say where the same was seen, and why it is either', async () => {
  const { rp } = yesMan();
  expect((await onlyResult('flow/challenge/replayed-authentication', rp)).seenIn).toBe('CVE-2025-53102');
  const either = findCase('flow/challenge/older-of-two-tabs')!;
  expect((await onlyResult(either.id, glass())).reason).toBe(either.reason);
});

const deflated = (value: unknown) => deflateRawSync(JSON.stringify(value)).toString('base64');

test('packing keeps everything; what is not that is refused, in bounded memory', () => {
  const evidence: Evidence = {
    response: { id: 'é"\u0000' },
    changes: [{ layer: 'signature', before: 'AA', after: 'AQ' }],
  };
  const packed = packEvidence(evidence);
  expect(unpackEvidence(packed)).toEqual(evidence);
  const hostile: Record<string, string> = {
    empty: '',
    'cut off': Buffer.from(packed, 'base64').subarray(0, -3).toString('base64'),
    'not deflated': Buffer.from(JSON.stringify(evidence)).toString('base64'),
    'no JSON': deflateRawSync('{"changes":[').toString('base64'),
    'another form': deflated({ response: {} }),
    'changes without bytes': deflated({ changes: [{ layer: 'signature', before: '<b>', after: 'AQ' }] }),
    'too many changes': deflated({ changes: Array.from({ length: 33 }, () => evidence.changes[0]) }),
    'a bomb': deflateRawSync(Buffer.alloc(64 * 1024 * 1024, '[')).toString('base64'),
  };
  for (const [what, text] of Object.entries(hostile)) expect(() => unpackEvidence(text), what).toThrow(EvidenceError);
  expect(() => unpackEvidence(hostile['a bomb']!)).toThrow(/larger than 4194304 bytes/);
});

test('what cannot be read is shown as far as it goes', async () => {
  const honest = await onlyResult('registration/attestation-object/truncated', yesMan().rp);
  const { response } = unpackEvidence(honest.evidence!) as { response: { response: Record<string, string> } };
  const object = Buffer.from(response.response.attestationObject!, 'base64url');
  // Every length and every byte in turn.
  for (let at = 0; at < object.length; at++) {
    for (const bytes of [object.subarray(0, at), Buffer.from(object).fill(object[at]! ^ 0xff, at, at + 1)]) {
      const changed = {
        ...response,
        response: { ...response.response, attestationObject: bytes.toString('base64url') },
      };
      const evidence = { response: changed, changes: [] };
      expect(faults(evidence, evidenceTree('registration', evidence)), `byte ${at}`).toEqual([]);
    }
  }
  let deep: unknown = 0;
  for (let depth = 0; depth < 50_000; depth++) deep = [deep];
  for (const odd of [null, 'text', 7, [], deep, { response: null }, { response: { clientDataJSON: 7 } }, { id: deep }])
    expect(evidenceTree('registration', { response: odd, changes: [] })).toEqual(expect.any(Array));
});

test('on a terminal the changed bytes stand out, and nothing of the response is obeyed', async () => {
  const { evidence } = await onlyResult('authentication/client-data/other-origin', yesMan().rp);
  const tree = evidenceTree('authentication', unpackEvidence(evidence!));
  const plain = evidenceLines(tree, { colour: false }).join('\n');
  expect(plain).toMatch(
    /origin: https:\/\/evil\.example\n\s+005a {2}22 68 74 74 70 73 3a 2f 2f 65 76 69 6c .*\n\s+\^\^ \^\^/,
  );
  expect(evidenceLines(tree, { colour: true }).join('\n')).toContain('\u001b[7m65 76 69 6c\u001b[27m');
  const lines = evidenceLines([{ label: 'a\u001b[2J', value: '\u202e', was: '\n' }], { colour: false });
  expect(lines).toEqual(['a\\u001b[2J: \\u202e (was \\u000a)']);
});
