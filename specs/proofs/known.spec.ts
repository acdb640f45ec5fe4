/**
 * The baselines of the libraries: with them a run agrees, and without any one of their lines it does not. And the two
 * findings that let somebody in.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import fido2lib from '../../fixtures/libraries/fido2-lib.ts';
import oslo from '../../fixtures/libraries/oslo.ts';
import passwordlessId from '../../fixtures/libraries/passwordless-id.ts';
import simplewebauthn from '../../fixtures/libraries/simplewebauthn.ts';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { EditContext } from '../../harness/authenticator/edits.ts';
import { EXIT, exitCodeOf } from '../../harness/cli/exitCode.ts';
import { concat, fromHex, sha256 } from '../../harness/encoding/bytes.ts';
import { type Baseline, checkBaseline, parseBaseline } from '../../harness/runner/baseline.ts';
import { DEFAULT_GATE, strictly } from '../../harness/runner/gate.ts';
import { matchesId } from '../../harness/runner/patterns.ts';
import { run } from '../../harness/runner/run.ts';
import type { Case } from '../../harness/suite/case.ts';
import { catalogue, findCase } from '../../harness/suite/index.ts';
import type { RelyingParty } from '../../harness/target.ts';

const LIBRARIES: readonly [string, () => RelyingParty][] = [
  ['simplewebauthn', simplewebauthn],
  ['fido2-lib', fido2lib],
  ['passwordless-id', passwordlessId],
  ['oslo', oslo],
];

function baselineOf(library: string): Baseline {
  const file = new URL(`../../fixtures/known/${library}.txt`, import.meta.url);
  return parseBaseline(readFileSync(fileURLToPath(file), 'utf8'));
}

const STRICT = strictly(DEFAULT_GATE);

/** What is kept out only by falling over counts, too. */
async function exitCode(make: () => RelyingParty, cases: readonly Case[], known: Baseline) {
  const outcome = await run({ rp: make(), cases, seed: 'touchstone', known });
  const differing = outcome.report.results.filter(({ standing }) => standing === 'new' || standing === 'stale');
  return {
    code: exitCodeOf(outcome, STRICT),
    differing: differing.map(({ id, standing }) => `${id} ${standing}`),
    known: outcome.report.footer?.known,
  };
}

for (const [library, make] of LIBRARIES) {
  test(`with its baseline, ${library} agrees`, async () => {
    const baseline = baselineOf(library);
    checkBaseline(
      baseline,
      catalogue.map(({ id }) => id),
    );
    const { code, differing, known } = await exitCode(make, catalogue, baseline);
    expect(differing).toEqual([]);
    expect(code).toBe(EXIT.agrees);
    expect(known).toBeGreaterThanOrEqual(baseline.length);
  });

  test(`without any one line of its baseline, ${library} does not agree`, { tag: '@rest' }, async () => {
    const baseline = baselineOf(library);
    for (const line of baseline) {
      const cases = catalogue.filter(({ id }) => matchesId(line.pattern, id));
      const without = await exitCode(
        make,
        cases,
        baseline.filter(other => other !== line),
      );
      expect(without.code, `without ${line.text}`).toBe(EXIT.differs);
      expect((await exitCode(make, cases, [line])).code, line.text).toBe(EXIT.agrees);
    }
  });
}

/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2). */
const DIGEST_INFO = fromHex('3031300d060960864801650304020105000420');

/** The padded block of PKCS #1 version 1.5 as it is: the signature under an exponent of one. */
function unsigned({ authenticatorData, clientDataHash, publicKey }: EditContext): Uint8Array {
  const size = Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url').length;
  const payload = concat(DIGEST_INFO, sha256(concat(authenticatorData!, clientDataHash!)));
  return concat(Uint8Array.of(0, 1), new Uint8Array(size - payload.length - 3).fill(0xff), Uint8Array.of(0), payload);
}

/** R is the identity, S is zero: the signature of every message under the key that is the identity. */
const identity = (): Uint8Array<ArrayBuffer> => Uint8Array.from([1, ...new Array<number>(63).fill(0)]);

/** Whether Web Crypto verifies that signature; the specification of Ed25519 there has it refuse points of small order. */
async function runtimeTakesIdentity(): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', identity().slice(0, 32), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, identity().slice(), new Uint8Array(1));
}

// Why these stay `must`, though no step of §7.1 has an RP look at the key: who has no private key signs in.
for (const { key, make, alg, sign, open } of [
  { key: 'rsa-exponent-one', make: simplewebauthn, alg: -257, sign: unsigned, open: async () => true },
  { key: 'rsa-exponent-one', make: fido2lib, alg: -257, sign: unsigned, open: async () => true },
  { key: 'rsa-exponent-one', make: passwordlessId, alg: -257, sign: unsigned, open: async () => true },
  { key: 'ed25519-identity', make: simplewebauthn, alg: -8, sign: identity, open: runtimeTakesIdentity },
])
  test(`${make().name} lets in who signs without a private key, where the runtime does: ${key}`, async () => {
    const rp = make();
    const visit = await rp.visit();
    const user = { name: 'forged', displayName: 'Forged' };
    const client = new Client(new Authenticator({ algorithms: [alg] }));
    const creation = await visit.registrationOptions(user);
    const edit = findCase(`registration/public-key/${key}`)!.edit!;
    const registered = await visit.register(await client.register(creation, { origin: rp.origin, edit }));
    expect(registered.seen).toBe('accepted');
    const forged = await client.authenticate(await visit.authenticationOptions(user), {
      origin: rp.origin,
      edit: { signature: (_, context) => sign(context) },
    });
    expect((await visit.authenticate(forged)).seen).toBe((await open()) ? 'accepted' : 'rejected');
  });
