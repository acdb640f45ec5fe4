/** The suite in process, and how soon the first verdict of a new process is there. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { run } from '../harness/runner/run.ts';
import type { Case } from '../harness/suite/case.ts';
import { catalogue } from '../harness/suite/index.ts';
import { glass } from '../harness/targets/glass.ts';
import { median } from './measure.ts';

const CASES_PER_SECOND = 1_000;
const FIRST_VERDICT_MS = 1_000;

async function casesPerSecond(what: string, cases: readonly Case[], atLeast?: number): Promise<boolean> {
  const rates: number[] = [];
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    const { report } = await run({ rp: glass(), cases, seed: 'bench' });
    rates.push((report.results.length / (performance.now() - started)) * 1000);
  }
  const rate = median(rates);
  const met = atLeast === undefined || rate >= atLeast;
  const verdict = atLeast === undefined ? '' : `≥ ${atLeast.toLocaleString('en')}  ${met ? 'met' : 'NOT MET'}`;
  console.log(`  ${what}: ${cases.length} cases, ${Math.round(rate).toLocaleString('en')} a second  ${verdict}`);
  return met;
}

/** A whole process that runs one case: its first verdict was there before it ended. */
async function firstVerdict(): Promise<boolean> {
  const cli = fileURLToPath(new URL('../harness/cli/main.js', import.meta.url));
  const out = await mkdtemp(join(tmpdir(), 'touchstone-bench-'));
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    await promisify(execFile)(process.execPath, [cli, 'run', catalogue[0]!.id, '--rp', 'glass', '--out', out]);
    times.push(performance.now() - started);
  }
  await rm(out, { recursive: true });
  const time = median(times);
  const met = time <= FIRST_VERDICT_MS;
  console.log(`  a process with one verdict: ${Math.round(time)} ms  ≤ 1,000  ${met ? 'met' : 'NOT MET'}`);
  return met;
}

function isCertified({ needs, authenticator }: Case): boolean {
  const asksForRoots = needs.some(need => ['attestation-roots', 'metadata-blob', 'attestation-type'].includes(need));
  return asksForRoots || !['none', 'packed-self'].includes(authenticator?.attestation ?? 'none');
}

export async function benchSuite(): Promise<boolean> {
  console.log('\nThe suite against the glass RP');
  // A certified statement costs RSA signatures and the reading of certificates, a hundred times an ES256 signature; an
  // ML-DSA signature in JavaScript costs three hundred times one.
  const certified = catalogue.filter(isCertified);
  const postQuantum = catalogue.filter(one => !isCertified(one) && one.id.includes('ml-dsa'));
  // What is put under stress is large, and waits on purpose.
  const plain = catalogue.filter(one => !certified.includes(one) && !postQuantum.includes(one) && !one.stress);
  const met = [
    await casesPerSecond('without certificates and ML-DSA', plain, CASES_PER_SECOND),
    await casesPerSecond('certified attestation and metadata', certified),
    await casesPerSecond('ML-DSA', postQuantum),
    await firstVerdict(),
  ];
  return met.every(Boolean);
}
