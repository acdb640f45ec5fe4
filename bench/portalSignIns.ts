/** Sign-ins at the portal, all in flight at once, on processes that share one database file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortalAgent, syncedDevice } from '../fixtures/portalClient.ts';
import { type PortalProcess, portalProcess } from '../fixtures/portalProcess.ts';
import { roundRobin } from '../fixtures/proxy.ts';
import { type AddedPerson, serve } from '../fixtures/rp/main.ts';
import { rules } from '../fixtures/rules.ts';
import type { Client } from '../harness/authenticator/client.ts';
import { median } from './measure.ts';

export interface SignInLoad {
  /** That serve it, in turn for each request. */
  processes: number;
  people: number;
  /** User agents of each person, all of which sign in. */
  agents: number;
}

export interface SignInFigures extends SignInLoad {
  /** Why a sign-in came to nothing, for each that did. */
  lost: string[];
  /** Whom a sign-in ended as, for each that ended as somebody else. */
  crossed: string[];
  /** From the first request to the last answer. */
  seconds: number;
  /** Seconds that one sign-in took. */
  median: number;
  slowest: number;
}

/** Codes cost next to nothing to check, passwords much on purpose: what is measured is the portal. */
const RULES = rules({ registering: [['code']], signingIn: [['passkey']] });

interface Owner {
  name: string;
  device: Client;
}

/** What came of one sign-in. */
interface Outcome {
  owner: Owner;
  seconds: number;
  /** The names that the account page shows. */
  seen?: string[];
  lost?: string;
}

const NAME = /load-\d{3}/g;

/** Makes people and their passkeys, then signs all of them in at once. */
export async function portalSignIns(load: SignInLoad): Promise<SignInFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'portal-load-'));
  const file = join(folder, 'portal.db');
  const front = await roundRobin();
  const running: PortalProcess[] = [];
  try {
    // Adds people to the shared file, and serves nobody.
    const office = await serve({ file, origin: front.url, rules: RULES });
    try {
      for (let count = 0; count < load.processes; count++) running.push(await portalProcess(file, front.url));
      front.serveBy(running.map(({ listening }) => listening));
      const owners: Owner[] = [];
      for (const index of Array(load.people).keys()) {
        const person = await office.addPerson({ name: `load-${String(index).padStart(3, '0')}` });
        owners.push(await withPasskey(person, front.url));
      }
      return { ...load, ...(await allAtOnce(owners, load.agents, front.url)) };
    } finally {
      await office.close();
    }
  } finally {
    await front.close();
    await Promise.all(running.map(one => one.kill()));
    await rm(folder, { recursive: true });
  }
}

async function withPasskey({ name, code }: AddedPerson, url: string): Promise<Owner> {
  const device = syncedDevice();
  await new PortalAgent(url).registerPasskey(device, name, 'code', code());
  return { name, device };
}

type Measured = Omit<SignInFigures, keyof SignInLoad>;

async function allAtOnce(owners: readonly Owner[], agents: number, url: string): Promise<Measured> {
  const began = performance.now();
  const turns = owners.flatMap(owner =>
    Array.from({ length: agents }, (_, agent) => ({ owner, named: agent % 2 === 0 })),
  );
  const outcomes = await Promise.all(turns.map(({ owner, named }) => signIn(owner, named, url)));
  const times = outcomes.map(({ seconds }) => seconds);
  return {
    lost: outcomes.flatMap(({ owner, lost }) => (lost === undefined ? [] : [`${owner.name}: ${lost}`])),
    crossed: outcomes.flatMap(({ owner, seen }) =>
      seen && seen.join() !== owner.name ? [`${owner.name} sees ${seen.join(', ') || 'nobody'}`] : [],
    ),
    seconds: (performance.now() - began) / 1000,
    median: median(times),
    slowest: Math.max(...times),
  };
}

/** `named`: the user name is typed first. */
async function signIn(owner: Owner, named: boolean, url: string): Promise<Outcome> {
  const began = performance.now();
  const agent = new PortalAgent(url);
  const seconds = () => (performance.now() - began) / 1000;
  try {
    await agent.signInWithPasskey(owner.device, named ? owner.name : undefined);
    const { text } = await agent.get('/account');
    return { owner, seconds: seconds(), seen: [...new Set(text.match(NAME))] };
  } catch (error) {
    return { owner, seconds: seconds(), lost: String(error) };
  }
}

/** One line of figures. */
export function inWords({ processes, people, agents, lost, crossed, seconds, ...times }: SignInFigures): string {
  const count = people * agents;
  const where = processes === 1 ? 'one process' : `${processes} processes`;
  const rate = (count / seconds).toFixed(0);
  const took = `median ${times.median.toFixed(1)} s, slowest ${times.slowest.toFixed(1)} s`;
  return `${count} sign-ins at once on ${where}: ${seconds.toFixed(1)} s (${rate} a second; ${took}), ${lost.length} lost, ${crossed.length} crossed`;
}

export async function benchPortal(): Promise<boolean> {
  console.log('\nSign-ins at the portal');
  let met = true;
  for (const processes of [1, 2]) {
    const figures = await portalSignIns({ processes, people: 100, agents: 5 });
    console.log(`  ${inWords(figures)}`);
    met &&= figures.lost.length === 0 && figures.crossed.length === 0;
  }
  return met;
}
