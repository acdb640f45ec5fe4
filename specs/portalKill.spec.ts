/** The portal killed outright in the middle of many registrations: what it acknowledged is there, and nothing is there by half. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { PortalAgent, syncedDevice } from '../fixtures/portalClient.ts';
import { type PortalProcess, portalProcess } from '../fixtures/portalProcess.ts';
import { type RoundRobin, roundRobin } from '../fixtures/proxy.ts';
import { type RunningPortal, serve } from '../fixtures/rp/main.ts';
import { rules } from '../fixtures/rules.ts';
import type { Client } from '../harness/authenticator/client.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../harness/encoding/json.ts';

interface Site {
  file: string;
  front: RoundRobin;
  /** Adds people to the database; nobody is sent to it. */
  office: RunningPortal;
  /** Starts a process and sends everybody there. */
  start(): Promise<PortalProcess>;
}

const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-kill-'));
    const file = join(folder, 'portal.db');
    const front = await roundRobin();
    const office = await serve({
      file,
      origin: front.url,
      rules: rules({ registering: [['code']], signingIn: [['passkey']] }),
    });
    const started: PortalProcess[] = [];
    const start = async () => {
      const one = await portalProcess(file, front.url, ['--fido']);
      started.push(one);
      front.serveBy([one.listening]);
      return one;
    };
    await use({ file, front, office, start });
    await Promise.all(started.map(one => one.kill()));
    await office.close();
    await front.close();
    rmSync(folder, { recursive: true });
  },
});

test.describe.configure({ mode: 'default', timeout: 180_000 });

/** Somebody who registers one key: what was sent, and whether the portal said that it is registered. */
interface Registration {
  name: string;
  device: Client;
  /** The id of the credential, once it was sent. */
  sent?: string;
  acknowledged: boolean;
}

type Way = (registration: Registration, url: string) => Promise<void>;

/** Under the FIDO binding. */
const underTheBinding: Way = async (registration, url) => {
  const agent = new PortalAgent(url);
  const { name, device } = registration;
  const options = await agent.ask<PublicKeyCredentialCreationOptionsJSON>('/attestation/options', {
    username: name,
    displayName: name,
  });
  const response = await device.register(options, { origin: url });
  registration.sent = response.id;
  await agent.ask('/attestation/result', response);
};

/** Signs in under the FIDO binding; throws where that comes to nothing. */
async function signInUnderTheBinding({ name, device }: Registration, url: string): Promise<void> {
  const agent = new PortalAgent(url);
  const options = await agent.ask<PublicKeyCredentialRequestOptionsJSON>('/assertion/options', { username: name });
  await agent.ask('/assertion/result', await device.authenticate(options, { origin: url }));
}

/** The way of a person, behind the policy. */
function behindThePolicy(codes: ReadonlyMap<string, () => string>): Way {
  return async (registration, url) => {
    const { name, device } = registration;
    const agent = new PortalAgent(url);
    await agent.begin(name, 'register');
    await agent.prove('code', codes.get(name)!());
    const options = await agent.ask<PublicKeyCredentialCreationOptionsJSON>('/passkeys/options', {});
    const response = await device.register(options, { origin: url });
    registration.sent = response.id;
    await agent.ask('/passkeys/result', { response });
  };
}

async function signInAsPerson({ name, device }: Registration, url: string): Promise<void> {
  const agent = new PortalAgent(url);
  await agent.signInWithPasskey(device, name);
  const { text } = await agent.get('/account');
  expect(text).toContain(name);
}

/** At once, at most so many at a time; kills the process when so many are acknowledged, with the others on their way. */
async function registerUntilKilled(
  registrations: readonly Registration[],
  { way, url, kill, after }: { way: Way; url: string; kill(): Promise<void>; after: number },
): Promise<void> {
  const waiting = [...registrations];
  let acknowledged = 0;
  let killed: Promise<void> | undefined;
  const lane = async () => {
    for (let next = waiting.shift(); next && !killed; next = waiting.shift()) {
      try {
        await way(next, url);
        next.acknowledged = true;
        acknowledged += 1;
      } catch (error) {
        if (!killed) throw error;
      }
      if (acknowledged === after) killed ??= kill();
    }
  };
  await Promise.all(Array.from({ length: 12 }, lane));
  await killed;
}

interface Kept {
  /** Credential ids, base64url. */
  ids: string[];
  /** Accounts of the realm that are registered and have no key. */
  keyless: number;
}

/** What the file holds, looked at directly; throws where SQLite finds it damaged. */
function kept(file: string, realm: 'people' | 'fido'): Kept {
  const database = new Database(file, { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
    const ids = database
      .prepare<[string], Buffer>(
        `SELECT c.id FROM credentials c JOIN accounts a ON a.handle = c.account
         WHERE a.realm = ? AND a.registered IS NOT NULL`,
      )
      .pluck()
      .all(realm);
    const keyless = database
      .prepare(
        `SELECT count(*) FROM accounts WHERE realm = ? AND registered IS NOT NULL
         AND handle NOT IN (SELECT account FROM credentials) AND handle NOT IN (SELECT account FROM people)`,
      )
      .pluck()
      .get(realm) as number;
    const all = database.prepare('SELECT count(*) FROM credentials').pluck().get() as number;
    expect(all, 'every key belongs to a registered account').toBe(ids.length);
    return { ids: ids.map(id => id.toString('base64url')), keyless };
  } finally {
    database.close();
  }
}

/** Kills it some times over; then every key that is there signs in, and every acknowledged one is there. */
async function killAndLook(
  { file, front, start }: Site,
  realm: 'people' | 'fido',
  rounds: { registrations: Registration[]; after: number; way: Way }[],
  signIn: Way,
): Promise<string> {
  for (const { registrations, after, way } of rounds) {
    const { kill } = await start();
    await registerUntilKilled(registrations, { way, url: front.url, kill, after });
  }
  const all = rounds.flatMap(({ registrations }) => registrations);
  const { ids, keyless } = kept(file, realm);
  expect(keyless).toBe(0);
  const sent = new Map(all.map(one => [one.sent, one]));
  expect(
    ids.filter(id => !sent.has(id)),
    'nothing is there that was not sent',
  ).toEqual([]);
  const acknowledged = all.filter(one => one.acknowledged);
  expect(acknowledged.filter(({ sent }) => !ids.includes(sent!))).toEqual([]);

  await start();
  const refused: string[] = [];
  for (const id of ids) await signIn(sent.get(id)!, front.url).catch(error => refused.push(String(error)));
  expect(refused).toEqual([]);
  return `${all.length} registrations, ${rounds.length} kills: ${acknowledged.length} acknowledged, ${ids.length} there`;
}

const KILLED_AFTER = [7, 25, 40, 3];

test('under the binding, keys are there whole or not at all', async ({ site }) => {
  const rounds = KILLED_AFTER.map((after, round) => ({
    after,
    way: underTheBinding,
    registrations: Array.from({ length: after + 30 }, (_, index) => candidate(`visitor-${round}-${index}`)),
  }));
  console.log(await killAndLook(site, 'fido', rounds, signInUnderTheBinding));
});

test('behind the policy, keys are there whole or not at all', async ({ site }) => {
  const codes = new Map<string, () => string>();
  const rounds = [];
  for (const [round, after] of KILLED_AFTER.entries()) {
    const registrations: Registration[] = [];
    for (const index of Array(after + 14).keys()) {
      const { name, code } = await site.office.addPerson({ name: `person-${round}-${index}` });
      codes.set(name, code);
      registrations.push(candidate(name));
    }
    rounds.push({ after, way: behindThePolicy(codes), registrations });
  }
  console.log(await killAndLook(site, 'people', rounds, signInAsPerson));
});

function candidate(name: string): Registration {
  return { name, device: syncedDevice(), acknowledged: false };
}
