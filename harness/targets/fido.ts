/**
 * An RP that speaks the REST binding of the FIDO2 server certification tests, over HTTP. What it lets the harness do
 * beyond that (look at sessions and records) it may announce at `GET /touchstone`.
 */
import { z } from 'zod';
import { FEATURES, type Feature, type RelyingParty, type Visit } from '../target.ts';
import { isLoopback } from '../verifier/loopbackFetcher.ts';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';
import { goesTo } from './cookieFile.ts';
import { CookieJar } from './cookies.ts';
import { readFidoAnswer } from './fidoAnswer.ts';
import { type Binding, FIDO_BINDING, filledBody, filledPath, type Route } from './fidoBinding.ts';
import { type FidoParty, FidoVisit } from './fidoVisit.ts';
import { Http, type HttpRequest, inWords } from './http.ts';
import type { RemoveUser } from './removal.ts';
import { type SignIn, signInFrom } from './signIn.ts';

/** `clock` has no endpoint. */
const Announcement = z.object({
  touchstone: z.literal(1),
  supports: z.array(z.enum(FEATURES)).transform(list => list.filter(one => one !== 'clock')),
  rpId: z.string().min(1),
  origin: z.string().min(1),
});
type Announcement = z.infer<typeof Announcement>;

export interface FidoOptions {
  /** Milliseconds for an answer; 10,000 by default. */
  timeout?: number;
  access?: Access;
}

export interface FidoTarget extends RelyingParty {
  /** Where the binding has a route for it. */
  removeUser?: RemoveUser;
}

/** Milliseconds for the announcement, which most RPs do not have. */
const ANNOUNCEMENT = 2000;

/** @throws {AskedWrongly} when the address is no http or https URL, or what `access` names is of no use there. */
export async function fido(address: string, { timeout = 10_000, access }: FidoOptions = {}): Promise<FidoTarget> {
  const base = fidoUrl(address);
  const cookies = access ? cookiesFor(base, access.cookies) : [];
  const signIn = access?.signIn === undefined ? undefined : await signInFrom(access.signIn);
  const http = new Http(timeout, { ...access, origin: base.origin });
  const newJar = () => {
    const jar = new CookieJar();
    for (const cookie of cookies) jar.add(cookie);
    return jar;
  };
  const sent = { method: 'GET' as const, url: new URL('touchstone', base) };
  const answer = readFidoAnswer(await http.send(sent, newJar(), Math.min(timeout, ANNOUNCEMENT)));
  const announced = Announcement.safeParse(answer.json);
  const binding = access?.binding ?? FIDO_BINDING;
  return new FidoRelyingParty({ address, base, http, newJar, binding, announced: announced.data, access, signIn });
}

/** Those of the file that go to the RP. @throws {AskedWrongly} when there are some, and none does. */
function cookiesFor(base: URL, cookies: Access['cookies']): Access['cookies'] {
  const found = cookies.filter(cookie => goesTo(cookie, base, Date.now()));
  if (cookies.length === 0 || found.length > 0) return found;
  const domains = [...new Set(cookies.map(({ domain }) => domain))].slice(0, 3).join(', ');
  throw new AskedWrongly(
    `--cookie-file: of its ${cookies.length} cookies none goes to ${base.origin}: they are for ${domains}, have expired, or want https`,
  );
}

/** The RP's URL, which ends in a slash. @throws {AskedWrongly} */
export function fidoUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new AskedWrongly(
      `fido:${address} is no address: write fido: and the RP's URL, such as fido:http://localhost:3000`,
    );
  if (url.username !== '' || url.password !== '')
    throw new AskedWrongly(
      `fido:${url.origin}: leave user and password out of the address: --header 'Authorization: Basic …' sends them`,
    );
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The binding has these. An RP on this machine reaches the harness's listener, if it fetches at all. */
function unannounced(base: URL): Feature[] {
  return ['post', 'direct-attestation', 'extensions', ...(isLoopback(base) ? (['fetches'] as const) : [])];
}

interface FidoParts {
  address: string;
  base: URL;
  http: Http;
  newJar(): CookieJar;
  binding: Binding;
  announced: Announcement | undefined;
  access: Access | undefined;
  signIn: SignIn | undefined;
}

class FidoRelyingParty implements FidoTarget, FidoParty {
  readonly name: string;
  readonly origin: string;
  readonly supports: ReadonlySet<Feature>;
  readonly local: boolean;
  readonly base: URL;
  readonly http: Http;
  readonly binding: Binding;
  readonly signIn: SignIn | undefined;
  readonly access: Access | undefined;
  readonly removeUser?: RemoveUser;
  readonly newJar: () => CookieJar;
  #rpId: string;

  constructor({ address, base, http, newJar, binding, announced, access, signIn }: FidoParts) {
    this.name = `fido:${address}`;
    this.base = base;
    this.local = isLoopback(base);
    this.http = http;
    this.binding = binding;
    this.access = access;
    this.signIn = signIn;
    this.newJar = newJar;
    this.origin = binding.origin ?? announced?.origin ?? base.origin;
    this.#rpId = binding.rpId ?? announced?.rpId ?? base.hostname;
    const claimed = [...(announced?.supports ?? unannounced(base)), 'web' as const];
    this.supports = new Set<Feature>(claimed.filter(one => binding.plain || (one !== 'post' && one !== 'web')));
    const { removeUser } = binding;
    if (removeUser) this.removeUser = name => this.#remove(removeUser, name);
  }

  /** As announced, or as the options said last. */
  get rpId(): string {
    return this.#rpId;
  }

  learnRpId(rpId: unknown): void {
    if (typeof rpId === 'string') this.#rpId = rpId;
  }

  async visit(): Promise<Visit> {
    const visit = new FidoVisit(this);
    const offer = <T>(feature: Feature, member: T): T | undefined => (this.supports.has(feature) ? member : undefined);
    const post = offer('post', visit.post.bind(visit));
    const web = offer('web', visit.web.bind(visit));
    const signedInAs = offer('session', visit.signedInAs.bind(visit));
    const credentials = offer('credentials', visit.credentials.bind(visit));
    const rename = offer('rename', visit.rename.bind(visit));
    const remove = offer('remove', visit.remove.bind(visit));
    return {
      registrationOptions: visit.registrationOptions.bind(visit),
      register: visit.register.bind(visit),
      authenticationOptions: visit.authenticationOptions.bind(visit),
      authenticate: visit.authenticate.bind(visit),
      ...(post && { post }),
      ...(web && { web }),
      ...(signedInAs && { signedInAs }),
      ...(credentials && { credentials }),
      ...(rename && { rename }),
      ...(remove && { remove }),
      close: async () => {},
    };
  }

  close(): Promise<void> {
    return this.http.close();
  }

  /** As nobody in particular: what lets that pass is in the headers and cookies of the access. */
  async #remove({ path, method, body }: Route, username: string): Promise<void> {
    const filled = filledBody(body, { username });
    const sent: HttpRequest = {
      method,
      url: new URL(filledPath(path, { username }), this.base),
      headers: { origin: this.origin, ...(filled !== undefined && { 'content-type': 'application/json' }) },
      ...(filled !== undefined && { body: JSON.stringify(filled) }),
    };
    const answer = await this.http.send(sent, this.newJar());
    if ('failed' in answer) throw new Error(answer.failed.message);
    if (answer.status >= 300) throw new Error(`${inWords(sent)}: answered ${answer.status}`);
  }
}
