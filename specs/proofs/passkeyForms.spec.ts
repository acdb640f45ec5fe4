/** Passkeys go into other forms and come back whole. */
import { generateKeyPairSync } from 'node:crypto';
import { chromium, expect, test } from '@playwright/test';
import { completed, fromCdp, readPasskeys, toCdp, toStorageState } from '../../harness/browser/passkeyForms.ts';
import { type Passkey, Passkeys } from '../../harness/browser/passkeys.ts';

/** Every member there is, none at its default. */
function whole(): Passkey {
  return completed({
    rpId: 'login.example.test',
    id: Buffer.from('an id with _ and - in base64url ?>').toString('base64url'),
    userHandle: Buffer.from('handle').toString('base64url'),
    userName: 'alice',
    userDisplayName: 'Alice Ü.',
    discoverable: false,
    signCount: 41,
    backupEligible: true,
    backupState: true,
    largeBlob: Buffer.from('blob').toString('base64url'),
  });
}

const software = (): Partial<Passkey> => ({
  algorithm: -7,
  aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96',
  kept: { protection: 2, secrets: { verified: 'AAAA', unverified: 'BBBB' }, credBlob: 'CCCC', takesLargeBlob: true },
});

test('a credential of CDP and back: nothing is lost that it has a place for', () => {
  const passkey = whole();
  const credential = toCdp(passkey);
  expect(credential.credentialId).toBe(Buffer.from(passkey.id, 'base64url').toString('base64'));
  expect(fromCdp(credential)).toEqual(passkey);
  const synced: Passkey = { ...passkey, signCount: 0, counts: false };
  expect(toCdp(synced).signCount).toBe(-1);
  expect(fromCdp(toCdp(synced))).toEqual(synced);
});

test('our own file loses nothing at all', () => {
  const passkeys = [{ ...whole(), ...software() }, completed({ rpId: 'example.test' })];
  const file = JSON.parse(JSON.stringify({ touchstone: 1, passkeys }));
  expect(readPasskeys(file)).toEqual(passkeys);
});

test('a storage state loses nothing, and takes the counter that Playwright has gone on with', () => {
  const passkey: Passkey = { ...whole(), ...software() };
  const state = JSON.parse(JSON.stringify(toStorageState([passkey])));
  state.credentials[0].signCount += 1;
  expect(readPasskeys(state)).toEqual([{ ...passkey, signCount: passkey.signCount + 1 }]);
});

test("Playwright's authenticator takes a storage state of ours, and gives one that is read", async () => {
  const { findBrowser } = await import('../../scripts/browser.mjs');
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const passkey = completed({ rpId: 'login.example.test', userName: 'alice', signCount: 7 });
    const context = await browser.newContext({ storageState: toStorageState([passkey]) });
    const state = await context.storageState({ credentials: true });
    const { userName, ...rest } = passkey;
    expect(userName).toBe('alice');
    expect(readPasskeys(state)).toEqual([rest]);
  } finally {
    await browser.close();
  }
});

test('what is no passkey is refused with the member that is wrong', () => {
  const passkey = whole();
  const load = (change: object) => () => readPasskeys({ touchstone: 1, passkeys: [{ ...passkey, ...change }] });
  expect(load({ id: 'with+slash/=' })).toThrow('its id is no unpadded base64url');
  expect(load({ privateKey: 'AAAA' })).toThrow('privateKey is no PKCS#8');
  expect(load({ rpId: '' })).toThrow('it has no rpId');
  expect(load({ signCount: -1 })).toThrow('signCount');
  expect(load({ discoverable: true, userHandle: undefined })).toThrow('it is discoverable, and has no userHandle');
  expect(load({ userHandle: 'a=' })).toThrow('userHandle is no unpadded base64url');
  expect(() => readPasskeys({ touchstone: 2, passkeys: [] } as never)).toThrow('reads version 1');
  expect(() => readPasskeys({ cookies: [] } as never)).toThrow('storage state taken with { credentials: true }');
});

test('RSA and Ed25519 keys are passkeys too', () => {
  for (const { privateKey } of [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ed25519')]) {
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
    const passkey = completed({ rpId: 'example.test', privateKey: pkcs8 });
    expect(readPasskeys(JSON.parse(JSON.stringify(toStorageState([passkey]))))).toEqual([passkey]);
  }
});

test('of an account there is one discoverable passkey, and every change is told', () => {
  const passkeys = new Passkeys();
  const told: string[] = [];
  const stop = passkeys.on(({ type, passkey, by }) => told.push(`${type} ${passkey.id} ${by}`));
  const account = { rpId: 'example.test', userHandle: 'AAAA' };
  passkeys.add(completed({ ...account, id: 'AAAA' }), 'page');
  passkeys.add(completed({ ...account, id: 'BBBB', discoverable: false }), 'test');
  passkeys.add(completed({ ...account, id: 'CCCC' }), 'page');
  passkeys.update('CCCC', { signCount: 3 }, 'test');
  passkeys.update('AAAA', { signCount: 3 }, 'test');
  passkeys.remove('BBBB', 'test');
  stop();
  passkeys.remove('CCCC', 'test');
  expect(told).toEqual([
    'added AAAA page',
    'added BBBB test',
    'removed AAAA page',
    'added CCCC page',
    'updated CCCC test',
    'removed BBBB test',
  ]);
  expect(passkeys.all()).toEqual([]);
});
