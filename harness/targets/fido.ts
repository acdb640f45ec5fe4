/**
 * An RP that speaks the REST binding of the FIDO2 server certification tests, over HTTP. What it lets the harness do
 * beyond that (look at sessions and records) it may announce at `GET /touchstone`.
 */
import { z } from 'zod';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import type {
  Feature,
  RawBody,
  RelyingParty,
  Reply,
  Step,
  StoredCredential,
  User,
  Visit,
  WebAnswer,
  WebRequest,
  Wishes,
} from '../target.ts';
import { FEATURES, TargetError } from '../target.ts';
import { isLoopback } from '../verifier/loopbackFetcher.ts';
import { AskedWrongly } from './askedWrongly.ts';
import { CookieJar } from './cookies.ts';
import { type FidoAnswer, readFidoAnswer } from './fidoAnswer.ts';
import { inSmallLetters } from './headers.ts';
import { Http, inWords } from './http.ts';

const PATHS: Record<Step, string> = {
  registrationOptions: 'attestation/options',
  register: 'attestation/result',
  authenticationOptions: 'assertion/options',
  authenticate: 'assertion/result',
};

/** `clock` has no endpoint. */
const Announcement = z.object({
  touchstone: z.literal(1),
  supports: z.array(z.enum(FEATURES)).transform(list => list.filter(one => one !== 'clock')),
  rpId: z.string().min(1),
  origin: z.string().min(1),
});
type Announcement = z.infer<typeof Announcement>;

const Session = z.object({ username: z.string().optional() });
const Credentials = z.object({ credentials: z.array(z.looseObject({ id: z.string() })) });

export interface FidoOptions {
  /** Milliseconds for an answer; 10,000 by default. */
  timeout?: number;
}

/** Characters of an answer that `web` hands on. */
const WEB_BODY = 64 * 1024;

/** Milliseconds for the announcement, which most RPs do not have. */
const ANNOUNCEMENT = 2000;

/** @throws {AskedWrongly} when the address is no http or https URL. */
export async function fido(address: string, { timeout = 10_000 }: FidoOptions = {}): Promise<RelyingParty> {
  const base = baseUrl(address);
  const http = new Http(timeout);
  const sent = { method: 'GET' as const, url: new URL('touchstone', base) };
  const answer = readFidoAnswer(await http.send(sent, new CookieJar(), Math.min(timeout, ANNOUNCEMENT)));
  const announced = Announcement.safeParse(answer.json);
  return new FidoRelyingParty(address, base, http, announced.data);
}

function baseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new AskedWrongly(
      `fido:${address} is no address: write fido: and the RP's URL, such as fido:http://localhost:3000`,
    );
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The binding has these. An RP on this machine reaches the harness's listener, if it fetches at all. */
function unannounced(base: URL): Feature[] {
  return ['post', 'direct-attestation', 'extensions', ...(isLoopback(base) ? (['fetches'] as const) : [])];
}

class FidoRelyingParty implements RelyingParty {
  readonly name: string;
  readonly origin: string;
  readonly supports: ReadonlySet<Feature>;
  readonly local: boolean;
  readonly base: URL;
  readonly http: Http;
  #rpId: string;

  constructor(address: string, base: URL, http: Http, announced: Announcement | undefined) {
    this.name = `fido:${address}`;
    this.base = base;
    this.local = isLoopback(base);
    this.http = http;
    this.origin = announced?.origin ?? base.origin;
    this.#rpId = announced?.rpId ?? base.hostname;
    this.supports = new Set<Feature>([...(announced?.supports ?? unannounced(base)), 'web']);
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
      ...(signedInAs && { signedInAs }),
      ...(credentials && { credentials }),
      ...(rename && { rename }),
      ...(remove && { remove }),
      web: visit.web.bind(visit),
      close: async () => {},
    };
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

class FidoVisit {
  readonly #rp: FidoRelyingParty;
  readonly #jar = new CookieJar();

  constructor(rp: FidoRelyingParty) {
    this.#rp = rp;
  }

  async registrationOptions(user: User, want: Wishes = {}): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const selection = {
      ...(want.residentKey && { residentKey: want.residentKey, requireResidentKey: want.residentKey === 'required' }),
      ...(want.authenticatorAttachment && { authenticatorAttachment: want.authenticatorAttachment }),
      ...(want.userVerification && { userVerification: want.userVerification }),
    };
    const body = {
      username: user.name,
      displayName: user.displayName,
      ...(Object.keys(selection).length > 0 && { authenticatorSelection: selection }),
      attestation: want.attestation ?? 'none',
      ...(want.attestationFormats && { attestationFormats: want.attestationFormats }),
      ...(want.extensions && { extensions: want.extensions }),
      ...(want.conditional && { mediation: 'conditional' }),
    };
    const options = await this.#options('registrationOptions', body);
    this.#rp.learnRpId((options as { rp?: { id?: unknown } | null }).rp?.id);
    return options as unknown as PublicKeyCredentialCreationOptionsJSON;
  }

  async authenticationOptions(user?: User, want: Wishes = {}): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const body = {
      ...(user && { username: user.name }),
      ...(want.userVerification && { userVerification: want.userVerification }),
      ...(want.extensions && { extensions: want.extensions }),
    };
    const options = await this.#options('authenticationOptions', body);
    this.#rp.learnRpId(options.rpId);
    return options as unknown as PublicKeyCredentialRequestOptionsJSON;
  }

  register(response: RegistrationResponseJSON): Promise<Reply> {
    return this.post('register', JSON.stringify(bothSpellings(response)));
  }

  authenticate(response: AuthenticationResponseJSON): Promise<Reply> {
    return this.post('authenticate', JSON.stringify(bothSpellings(response)));
  }

  async post(step: Step, body: RawBody, headers?: Record<string, string>): Promise<Reply> {
    return (await this.#post(step, body, headers)).reply;
  }

  async web({ method, to, headers, body }: WebRequest): Promise<WebAnswer> {
    const posted = method === 'POST' ? this.#ownHeaders() : {};
    const sent = {
      method,
      url: isPath(to) ? new URL(to, this.#rp.base) : this.#url(PATHS[to]),
      headers: { ...posted, ...inSmallLetters(headers) },
      ...(body !== undefined && { body }),
    };
    const answer = await this.#rp.http.send(sent, this.#jar);
    if ('failed' in answer) throw new TargetError('web', answer.failed, answer.failed.message ?? inWords(sent));
    const { status, cookies, text } = answer;
    return { status, headers: answer.headers, cookies, body: text.slice(0, WEB_BODY) };
  }

  async signedInAs(): Promise<string | undefined> {
    return (await this.#look('GET', 'touchstone/session', Session)).username;
  }

  async credentials(user: User): Promise<StoredCredential[]> {
    const path = `touchstone/credentials?username=${encodeURIComponent(user.name)}`;
    return (await this.#look('GET', path, Credentials)).credentials;
  }

  async rename(credentialId: string, name: string): Promise<void> {
    await this.#look('POST', credentialPath(credentialId), z.unknown(), { name });
  }

  async remove(credentialId: string): Promise<void> {
    await this.#look('DELETE', credentialPath(credentialId), z.unknown());
  }

  async #options(step: Step, body: unknown): Promise<Record<string, unknown>> {
    const { reply, json } = await this.#post(step, JSON.stringify(body));
    if (reply.seen === 'accepted' && json) {
      const { status, errorMessage, ...options } = json;
      return options;
    }
    const { status = 0, message = reply.seen } = reply;
    const request = inWords({ method: 'POST', url: this.#url(PATHS[step]) });
    const said = message.startsWith(request) ? message : `${request}: ${message}`;
    const nobodyThere = status === 404 || status === 405 || status === 415;
    throw new TargetError(step, reply, said, nobodyThere ? 'address' : 'answer');
  }

  async #post(step: Step, body: RawBody, headers?: Record<string, string>): Promise<FidoAnswer> {
    const sent = {
      method: 'POST' as const,
      url: this.#url(PATHS[step]),
      headers: { ...this.#ownHeaders(), ...inSmallLetters(headers) },
      body,
    };
    return readFidoAnswer(await this.#rp.http.send(sent, this.#jar));
  }

  /** Asks one of the endpoints that the RP announced. Throws when it does not keep its word. */
  async #look<T>(method: 'GET' | 'POST' | 'DELETE', path: string, shape: z.ZodType<T>, body?: object): Promise<T> {
    const headers = { origin: this.#rp.origin, ...(body && { 'content-type': 'application/json' }) };
    const sent = { method, url: this.#url(path), headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await this.#rp.http.send(sent, this.#jar);
    const { reply, json } = readFidoAnswer(answer);
    if ('failed' in answer || answer.status >= 300) throw new Error(`${inWords(sent)}: ${reply.message ?? reply.seen}`);
    return shape.parse(json);
  }

  /** Of a POST by a page of the RP's own. */
  #ownHeaders(): Record<string, string> {
    return { origin: this.#rp.origin, 'content-type': 'application/json' };
  }

  #url(path: string): URL {
    return new URL(path, this.#rp.base);
  }
}

const credentialPath = (id: string) => `touchstone/credentials/${encodeURIComponent(id)}`;

const isPath = (to: WebRequest['to']): to is `/${string}` => to.startsWith('/');

/** The binding names the member `getClientExtensionResults`, WebAuthn `clientExtensionResults`: RPs read one or the other. */
function bothSpellings(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('clientExtensionResults' in response)) return response;
  return { ...response, getClientExtensionResults: response.clientExtensionResults };
}
