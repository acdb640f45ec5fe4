/** What the portal's store does when the account of a passkey is no longer there. */
import { expect, test } from '@playwright/test';
import { openDatabase } from '../fixtures/rp/database.ts';
import { Refused } from '../fixtures/rp/errors.ts';
import { databaseStore } from '../fixtures/rp/store.ts';

test('a passkey for an account that was removed meanwhile is refused, and nothing is kept', async () => {
  const database = openDatabase(':memory:');
  const store = databaseStore(database, 'people');
  const record = {
    id: Uint8Array.of(1),
    publicKey: Uint8Array.of(2),
    userHandle: Uint8Array.of(3),
    signCount: 0,
    uvInitialized: true,
    transports: [],
    backupEligible: false,
    backupState: false,
    aaguid: new Uint8Array(16),
  };
  expect(() => store.addCredential(record)).toThrow(Refused);
  expect(await store.credentialsOf(record.userHandle)).toEqual([]);
  database.close();
});
