/** Rate and memory a credential, from one to 100,000 credentials in the store. */
import { randomBytes } from 'node:crypto';
import { Authenticator } from '../harness/authenticator/authenticator.ts';
import { Client } from '../harness/authenticator/client.ts';
import { CredentialStore } from '../harness/authenticator/credentials.ts';
import { deriveKeyPair } from '../harness/authenticator/keys.ts';
import { base64url } from '../harness/encoding/bytes.ts';
import { median, report, rounds, type Tasks } from './measure.ts';

const SIZES = [1, 1_000, 100_000];
/** The rate at every size is at least this share of the rate at one: flat, within the noise of a shared machine. */
const FLAT = 0.8;

const origin = 'https://rp.example';
const rpId = 'rp.example';
const challenge = base64url(randomBytes(32));

// One key pair serves them all: what is measured is the store, not the making of keys.
const keys = deriveKeyPair(-7, 'bench', 'store');

function fill(store: CredentialStore, count: number): void {
  for (let i = 0; i < count; i++) {
    store.add({
      id: randomBytes(32),
      rpId,
      userHandle: randomBytes(32),
      userName: `user ${i}`,
      userDisplayName: `User ${i}`,
      keys,
      discoverable: true,
      signCount: 0,
      backupEligible: false,
      backupState: false,
      aaguid: new Uint8Array(16),
    });
  }
}

async function loginAt(size: number): Promise<() => unknown> {
  const authenticator = new Authenticator({ counter: 'none' });
  fill(authenticator.credentials, size - 1);
  const client = new Client(authenticator);
  const { id } = await client.register(
    {
      rp: { id: rpId, name: 'Bench' },
      user: { id: base64url(randomBytes(32)), name: 'bench', displayName: 'Bench' },
      challenge,
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    },
    { origin },
  );
  const options = { challenge, rpId, allowCredentials: [{ type: 'public-key', id }] };
  return () => client.authenticate(options, { origin });
}

/** Bytes of heap and buffers a credential, in a store of that size. */
function memoryAt(size: number): number {
  const used = () => {
    globalThis.gc!();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const measured = Array.from({ length: 3 }, () => {
    const before = used();
    const store = new CredentialStore();
    fill(store, size);
    const bytes = (used() - before) / size;
    return store.size === size ? bytes : Number.NaN;
  });
  return median(measured);
}

export async function benchStore(): Promise<boolean> {
  const name = (size: number) => `assertion among ${size.toLocaleString('en')}`;
  const tasks: Tasks = {};
  for (const size of SIZES) tasks[name(size)] = await loginAt(size);
  const bounds = SIZES.slice(1).map(size => ({ ours: name(size), against: name(1), atLeast: FLAT }));
  const flat = report('Assertions by size of the credential store', await rounds(tasks), bounds);
  const [small, large] = [memoryAt(1_000), memoryAt(100_000)];
  const lean = large <= small * 1.25;
  console.log(
    `  memory a credential: ${Math.round(small)} bytes among 1,000, ${Math.round(large)} among 100,000  ${lean ? 'flat' : 'NOT FLAT'}`,
  );
  return flat && lean;
}
