/** What an authenticator keeps is found again, newest first, and only where it belongs. */
import { expect, test } from '@playwright/test';
import { type Credential, CredentialStore } from '../../harness/authenticator/credentials.ts';
import { deriveKeyPair } from '../../harness/authenticator/keys.ts';
import { utf8 } from '../../harness/encoding/bytes.ts';
import { RP_ID } from './devices.ts';

test.describe('store', () => {
  const keys = deriveKeyPair(-7, 'store', 'key');
  const credential = (id: string, user = 'u', change: Partial<Credential> = {}): Credential => ({
    id: utf8(id),
    rpId: RP_ID,
    userHandle: utf8(user),
    userName: user,
    userDisplayName: user,
    keys,
    discoverable: false,
    signCount: 0,
    backupEligible: false,
    backupState: false,
    aaguid: new Uint8Array(16),
    ...change,
  });
  const ids = (credentials: Iterable<Credential>) => [...credentials].map(({ id }) => Buffer.from(id).toString());

  test('finds by id and by user, for one RP ID only', () => {
    const store = new CredentialStore();
    for (const one of [credential('a'), credential('b'), credential('c', 'v')]) store.add(one);
    expect(store.size).toBe(3);
    expect(store.find(RP_ID, utf8('a'))?.userName).toBe('u');
    expect(store.find('other.example', utf8('a'))).toBeUndefined();
    expect(ids(store.byUser(RP_ID, utf8('u')))).toEqual(['a', 'b']);
  });

  test('a credential with the same id takes the place of the former', () => {
    const store = new CredentialStore();
    for (const user of ['u', 'v']) store.add(credential('a', user));
    expect([store.size, ids(store.byUser(RP_ID, utf8('u'))), ids(store.byUser(RP_ID, utf8('v')))]).toEqual([
      1,
      [],
      ['a'],
    ]);
  });

  test('a removed discoverable credential is nobody’s former one', () => {
    const store = new CredentialStore();
    store.add(credential('a', 'u', { discoverable: true }));
    store.remove(RP_ID, utf8('a'));
    store.add(credential('a', 'v'));
    store.add(credential('b', 'u', { discoverable: true }));
    expect([store.size, ids(store.byUser(RP_ID, utf8('v')))]).toEqual([2, ['a']]);
  });

  test('removes, and says whether there was something', () => {
    const store = new CredentialStore();
    store.add(credential('a'));
    expect([store.remove(RP_ID, utf8('a')), store.remove(RP_ID, utf8('a')), store.size]).toEqual([true, false, 0]);
    expect(store.byUser(RP_ID, utf8('u'))).toEqual([]);
  });

  test('discoverable ones come newest first, removed ones not at all', () => {
    const store = new CredentialStore();
    for (const id of ['a', 'b', 'c', 'd', 'e']) store.add(credential(id, `user ${id}`, { discoverable: true }));
    store.add(credential('hidden', 'v'));
    store.remove(RP_ID, utf8('b'));
    expect(ids(store.discoverable(RP_ID))).toEqual(['e', 'd', 'c', 'a']);
    for (const id of ['e', 'd']) store.remove(RP_ID, utf8(id));
    expect(ids(store.discoverable(RP_ID))).toEqual(['c', 'a']);
    store.add(credential('f', 'user f', { discoverable: true }));
    expect(ids(store.discoverable(RP_ID))).toEqual(['f', 'c', 'a']);
  });

  test('a discoverable credential takes the place of the same account’s', () => {
    const store = new CredentialStore();
    store.add(credential('plain'));
    for (const id of ['old', 'new']) store.add(credential(id, 'u', { discoverable: true }));
    expect(ids(store.byUser(RP_ID, utf8('u')))).toEqual(['plain', 'new']);
    expect(ids(store.discoverable(RP_ID))).toEqual(['new']);
  });
});
