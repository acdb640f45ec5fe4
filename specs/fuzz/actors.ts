/** Who sends the requests: people and strangers, each with something under way or not. */
import { PortalAgent, syncedDevice } from '../../fixtures/portalClient.ts';
import type { AddedPerson, RunningPortal } from '../../fixtures/rp/main.ts';
import type { Method } from '../../fixtures/rp/policy/engine.ts';
import { rules } from '../../fixtures/rules.ts';
import type { Client } from '../../harness/authenticator/client.ts';

export interface Actor {
  who: string;
  cookie: string | undefined;
  /** What a page's script would send now, were it honest. */
  honest: Record<string, unknown>;
  /** Forms of the pages that it sees. */
  forms: Form[];
}

export interface Form {
  action: string;
  fields: Record<string, string>;
}

export interface Cast {
  actors: Actor[];
  /** What stands in addresses: ids of keys, rules, requests, people; tokens. */
  ids: string[];
  employee: AddedPerson;
  admin: AddedPerson;
}

/** The first method that a sign-in asks for; the others are fallbacks. */
function rulesWith(first: Method) {
  return rules({
    registering: [['password'], ['code', 'push']],
    signingIn: [[first], ['passkey'], ['password'], ['code'], ['push']],
  });
}

/** Adds the people, and brings each actor to where it stands. */
export async function cast(portal: RunningPortal): Promise<Cast> {
  portal.setRules(rulesWith('password'));
  const employee = await portal.addPerson({ displayName: 'Erin' });
  const admin = await portal.addPerson({ displayName: 'Alex', role: 'admin' });
  const device = syncedDevice();
  const id = await new PortalAgent(portal.url).registerPasskey(device, employee.name, 'password', employee.password);
  const actors = [
    await actor('a stranger', new PortalAgent(portal.url)),
    ...(await signingIn(portal, employee, device)),
    await enrolling(portal, employee),
    await signedIn('an employee', portal, employee),
    await signedIn('an administrator', portal, admin),
    await underTheBinding(portal),
  ];
  portal.setRules(rulesWith('passkey'));
  const token = new URL(employee.phoneUrl).pathname.split('/').at(-1)!;
  return { actors, ids: [id, token, employee.name, admin.name, '1', '2'], employee, admin };
}

/** With a sign-in under way, at each method. */
async function signingIn(portal: RunningPortal, { name }: AddedPerson, device: Client): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const method of ['password', 'code', 'push', 'passkey'] as const) {
    portal.setRules(rulesWith(method));
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    const honest = method === 'passkey' ? await assertion(agent, device) : {};
    actors.push(await actor(`somebody at the ${method}`, agent, honest));
  }
  return actors;
}

async function assertion(agent: PortalAgent, device: Client): Promise<Record<string, unknown>> {
  const options = await agent.ask<Parameters<Client['authenticate']>[0]>('/sign-in/passkey/options', {});
  return { response: await device.authenticate(options, { origin: agent.url }) };
}

async function enrolling(portal: RunningPortal, { name, password }: AddedPerson): Promise<Actor> {
  const agent = new PortalAgent(portal.url);
  await agent.begin(name, 'register');
  await agent.prove('password', password);
  const options = await agent.ask<Parameters<Client['register']>[0]>('/passkeys/options', {});
  // The first key of the employee is another device's.
  const response = await syncedDevice().register(options, { origin: portal.url });
  return actor('somebody who makes a passkey', agent, { response });
}

async function signedIn(who: string, portal: RunningPortal, { name, password }: AddedPerson): Promise<Actor> {
  portal.setRules(rulesWith('password'));
  const agent = new PortalAgent(portal.url);
  await agent.signInBy('password', name, password);
  return actor(who, agent);
}

/** The binding takes the response itself for the body. */
async function underTheBinding(portal: RunningPortal): Promise<Actor> {
  const agent = new PortalAgent(portal.url);
  const named = { username: 'visitor', displayName: 'Visitor' };
  const options = await agent.ask<Parameters<Client['register']>[0]>('/attestation/options', named);
  const response = await syncedDevice().register(options, { origin: portal.url });
  return actor('a visitor of the binding', agent, { ...named, ...response });
}

async function actor(who: string, agent: PortalAgent, honest: Record<string, unknown> = {}): Promise<Actor> {
  const forms = await formsOf(agent);
  return { who, cookie: agent.cookie, honest, forms };
}

const PAGES_AT_MOST = 40;

/** The forms of every page that can be reached by links from the first. */
async function formsOf(agent: PortalAgent): Promise<Form[]> {
  const forms = new Map<string, Form>();
  const seen = new Set<string>();
  const waiting = ['/', '/sign-in/step', '/passkeys/new', '/account', '/admin'];
  for (let path = waiting.shift(); path !== undefined && seen.size < PAGES_AT_MOST; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { text, headers } = await agent.get(path);
    if (headers.location !== undefined) waiting.push(String(headers.location));
    for (const [, link] of text.matchAll(/href="(\/[^"#]*)"/g)) if (!link!.startsWith('/assets')) waiting.push(link!);
    for (const form of formsIn(text, path)) forms.set(`${form.action} ${Object.keys(form.fields)}`, form);
  }
  return [...forms.values()];
}

function formsIn(text: string, path: string): Form[] {
  return [...text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: attribute(attributes, 'action') ?? path,
    fields: Object.fromEntries(
      [...inside.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/g)]
        .map(([, own = '']) => [attribute(own, 'name') ?? '', attribute(own, 'value') ?? 'x'])
        .filter(([name]) => name !== ''),
    ),
  }));
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll('&amp;', '&');
}
