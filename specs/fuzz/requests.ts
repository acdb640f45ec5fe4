/** Requests that are wrong in one way or in several, drawn from the routes, the pages' forms and what a script would send. */
import type { PortalRequest } from '../../fixtures/portalClient.ts';
import type { Actor, Cast } from './actors.ts';
import type { Random } from './random.ts';
import type { Route } from './routes.ts';
import { MARK, spoilt, spoiltForm, strange, strangePart, TEXTS } from './values.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const TYPES = [
  'text/plain',
  'application/json; charset=nonsense',
  'application/json; charset=utf-16',
  'application/jsonp',
  'application/x-www-form-urlencoded; charset=nonsense',
  'multipart/form-data; boundary=x',
  MARK,
  '',
];

/** Bytes that are no text in any encoding, and documents that are not whole. */
const BODIES: (string | Uint8Array)[] = [
  new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  new Uint8Array([0xff, 0xfe, 0x7b, 0x00]),
  new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0x00]),
  '{"response":',
  '{}{}',
  '[',
  'null',
  '"x"',
  MARK,
  `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  `username=${'x'.repeat(300_000)}`,
  JSON.stringify({ username: 'x'.repeat(300_000) }),
];

/** Headers that are not what a browser or our pages send. */
const HEADERS: readonly Record<string, string>[] = [
  { accept: MARK },
  { accept: 'text/html' },
  { accept: 'image/png' },
  { 'user-agent': `${MARK}${'x'.repeat(4000)}` },
  { 'user-agent': '(((((((((((((((((((((((((Windows' },
  { 'x-forwarded-for': MARK },
  { 'x-forwarded-for': `::ffff:999.1.1.1, ${'1.1.1.1,'.repeat(200)}` },
  { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' },
  { cookie: 'portal=s%3A%00.x; =; ;;' },
  { cookie: `portal-1=${'x'.repeat(6000)}` },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': MARK },
  { origin: 'null' },
  { origin: `http://${MARK}` },
  { 'sec-fetch-site': 'cross-site' },
  { referer: `http://localhost/${MARK}` },
  { range: 'bytes=0-1,5-' },
  { 'if-none-match': MARK },
];

/** What the pages' scripts and programs of the binding send JSON to. */
const SCRIPTED = /\/(options|result|ended)$/;

/** Draws one request of an actor. */
export function draw(actor: Actor, routes: readonly Route[], { ids, actors }: Cast, random: Random): PortalRequest {
  const forms = random.chance(0.1) ? actors.flatMap(({ forms }) => forms) : actor.forms;
  const scripted = routes.filter(({ path }) => SCRIPTED.test(path));
  const route = random.pick(random.chance(0.3) ? scripted : routes);
  const form = random.chance(0.45) && forms.length > 0 ? random.pick(forms) : undefined;
  const method = form ? 'POST' : random.chance(0.1) ? random.pick(METHODS) : random.pick(route.methods);
  const path = (form?.action ?? filled(route.path, ids, random)) + query(random);
  const headers: Record<string, string> = {
    accept: random.chance(0.5) ? 'text/html' : 'application/json',
    // Addresses are many, so that the limits on failures do not stand before everything else.
    'x-forwarded-for': `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`,
    ...(actor.cookie !== undefined && { cookie: actor.cookie }),
  };
  const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : bodyFor(actor, form?.fields, forms, random);
  if (body) headers['content-type'] = body.type;
  if (random.chance(0.15)) Object.assign(headers, random.pick(HEADERS));
  return { method, path, headers, ...(body && { body: body.bytes }) };
}

/** The route's address, with something in the place of each parameter. */
function filled(path: string, ids: readonly string[], random: Random): string {
  const part = () => (random.chance(0.65) ? encodeURIComponent(random.pick(ids)) : strangePart(random));
  return path.replace(/[:*]\w+/g, part).replace(/[{}]/g, '');
}

function query(random: Random): string {
  if (random.chance(0.85)) return '';
  return `?${random.pick(['a', 'username', 'name', '__proto__', 'a[b]', 'a[]'])}=${strangePart(random)}`;
}

interface Body {
  type: string;
  bytes: string | Uint8Array;
}

function bodyFor(
  { honest }: Actor,
  fields: Readonly<Record<string, string>> | undefined,
  forms: readonly { fields: Record<string, string> }[],
  random: Random,
): Body {
  const own = fields ?? (forms.length > 0 && random.chance(0.5) ? random.pick(forms).fields : {});
  const kind = random.below(10);
  if (kind === 0) return { type: random.pick(TYPES), bytes: random.pick(BODIES) };
  if (kind === 1) return { type: random.chance(0.5) ? JSON_TYPE : FORM_TYPE, bytes: random.pick(BODIES) };
  if (fields ? kind < 8 : kind < 5) return { type: FORM_TYPE, bytes: spoiltForm(own, random) };
  const whole = { ...own, ...honest, username: 'visitor', name: 'x', why: 'cancelled' };
  const value = random.chance(0.1) ? strange(random) : random.chance(0.15) ? whole : spoilt(whole, random);
  return { type: JSON_TYPE, bytes: JSON.stringify(value) ?? random.pick(TEXTS) };
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
