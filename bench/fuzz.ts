/** How soon the fuzzer finds each duty that bytes can show, taken out of the glass RP; and that it finds nothing in the whole one. */
import type { DutyName } from '../harness/duties.ts';
import { fuzz } from '../harness/fuzz/fuzz.ts';
import { glass } from '../harness/targets/glass.ts';
import { median } from './measure.ts';

/** Milliseconds for one duty. */
const AT_MOST = 10_000;
const SHARE = 0.8;
const MEDIAN_MS = 2_000;

/**
 * Duties that an edit of the fuzzer can trip. Left out: those on options, sessions' life and records, which are no bytes of
 * a response (but for the situations that the fuzzer has); on metadata and revocation, whose documents it does not edit; on
 * policies that the glass RP does not have; on what certificates say, which would have to be issued anew; and the structures
 * of a TPM and the key of a U2F statement, where the signed name and the signature refuse what an edit of theirs leaves.
 */
const SHOWN_BY_BYTES: readonly DutyName[] = [
  'response-json',
  'base64url',
  'credential-type',
  'credential-id-consistent',
  'credential-allowed',
  'credential-known',
  'user-handle',
  'client-data-json',
  'client-data-members',
  'type',
  'challenge',
  'origin',
  'cross-origin',
  'top-origin',
  'attestation-object',
  'authenticator-data',
  'rp-id-hash',
  'user-present',
  'user-verified',
  'backup-state',
  'backup-eligibility',
  'credential-id-attested',
  'credential-id-length',
  'credential-id-unique',
  'public-key',
  'public-key-form',
  'algorithm',
  'key-algorithm',
  'rsa-key',
  'attestation-format',
  'none-statement',
  'packed-statement',
  'packed-algorithm',
  'packed-signature',
  'packed-aaguid',
  'tpm-statement',
  'tpm-certinfo-magic',
  'tpm-certinfo-type',
  'tpm-extra-data',
  'tpm-attested-name',
  'tpm-signature',
  'tpm-aaguid',
  'fido-u2f-statement',
  'fido-u2f-signature',
  'apple-statement',
  'apple-nonce',
  'android-key-statement',
  'android-key-signature',
  'android-safetynet-statement',
  'android-safetynet-signature',
  'attestation-trust',
  'signature',
  'sign-count',
  'challenge-single-use',
  'challenge-session',
  'challenge-ceremony',
];

/** Milliseconds until a finding names the duty; undefined where none did in time. */
async function timeToFind(duty: DutyName): Promise<number | undefined> {
  const enough = new AbortController();
  const { findings } = await fuzz({
    rp: glass({ without: new Set([duty]) }),
    seed: 'bench',
    time: AT_MOST,
    signal: enough.signal,
    onFinding: finding => {
      if (finding.duty === duty) enough.abort();
    },
  });
  return findings.find(finding => finding.duty === duty)?.after;
}

export async function benchFuzz(): Promise<boolean> {
  console.log('\nThe fuzzer against the glass RP');
  const times: number[] = [];
  for (const duty of SHOWN_BY_BYTES) {
    const time = await timeToFind(duty);
    if (time !== undefined) times.push(time);
    console.log(`  without ${duty.padEnd(30)} ${time === undefined ? 'not found' : `${Math.round(time)} ms`}`);
  }
  const [share, middle] = [times.length / SHOWN_BY_BYTES.length, median(times)];
  const whole = await fuzz({ rp: glass(), seed: 'bench', time: AT_MOST });
  const met = share >= SHARE && middle <= MEDIAN_MS && whole.findings.length === 0;
  const rate = Math.round((whole.ceremonies / whole.ms) * 1000);
  console.log(
    `  ${times.length} of ${SHOWN_BY_BYTES.length} duties found, median ${Math.round(middle)} ms; the whole one: ` +
      `${whole.findings.length} findings, ${rate.toLocaleString('en')} ceremonies a second  ${met ? 'met' : 'NOT MET'}`,
  );
  return met;
}
