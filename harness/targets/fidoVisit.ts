/** One user agent's dealings with an RP over HTTP, by the FIDO binding or what a file has made of it. */
import { z } from 'zod';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import {
  NotCarried,
  type RawBody,
  type Reply,
  type Step,
  type StoredCredential,
  TargetError,
  type User,
  type WebAnswer,
  type WebRequest,
  type Wishes,
} from '../target.ts';
import type { Access } from './access.ts';
import type { CookieJar } from './cookies.ts';
import { readFidoAnswer, readOptionsIn } from './fidoAnswer.ts';
import { type Binding, filledBody, filledPath, type Route, type Values } from './fidoBinding.ts';
import { inSmallLetters } from './headers.ts';
import { type Http, type HttpAnswer, inWords } from './http.ts';
import { unmetWish } from './pageWishes.ts';
import { type SignIn, signedIn } from './signIn.ts';

const Session = z.object({ username: z.string().optional() });
const Credentials = z.object({ credentials: z.array(z.looseObject({ id: z.string() })) });

/** Characters of an answer that `web` hands on. */
const WEB_BODY = 64 * 1024;

type OptionsStep = 'registrationOptions' | 'authenticationOptions';
type ResultStep = Exclude<Step, OptionsStep>;

/** What the visits of an RP share. */
export interface FidoParty {
  readonly origin: string;
  readonly base: URL;
  readonly http: Http;
  readonly binding: Binding;
  readonly access: Access | undefined;
  readonly signIn: SignIn | undefined;
  newJar(): CookieJar;
  learnRpId(rpId: unknown): void;
}

export class FidoVisit {
  readonly #rp: FidoParty;
  readonly #jar: CookieJar;
  /** Of the ceremony that began last. */
  #begun: Values = {};
  #signedIn: string | undefined;

  constructor(rp: FidoParty) {
    this.#rp = rp;
    this.#jar = rp.newJar();
  }

  async registrationOptions(user: User, want: Wishes = {}): Promise<PublicKeyCredentialCreationOptionsJSON> {
    await this.#signIn(user);
    const selection = {
      ...(want.residentKey && { residentKey: want.residentKey, requireResidentKey: want.residentKey === 'required' }),
      ...(want.authenticatorAttachment && { authenticatorAttachment: want.authenticatorAttachment }),
      ...(want.userVerification && { userVerification: want.userVerification }),
    };
    const options = await this.#options('registrationOptions', want, {
      username: user.name,
      displayName: user.displayName,
      residentKey: want.residentKey,
      userVerification: want.userVerification,
      authenticatorSelection: Object.keys(selection).length > 0 ? selection : undefined,
      attestation: want.attestation ?? 'none',
      attestationFormats: want.attestationFormats,
      extensions: want.extensions,
      mediation: want.conditional ? 'conditional' : undefined,
    });
    this.#rp.learnRpId((options as { rp?: { id?: unknown } | null }).rp?.id);
    return options as unknown as PublicKeyCredentialCreationOptionsJSON;
  }

  async authenticationOptions(user?: User, want: Wishes = {}): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await this.#options('authenticationOptions', want, {
      username: user?.name,
      userVerification: want.userVerification,
      extensions: want.extensions,
    });
    this.#rp.learnRpId(options.rpId);
    return options as unknown as PublicKeyCredentialRequestOptionsJSON;
  }

  register(response: RegistrationResponseJSON): Promise<Reply> {
    return this.#result('register', response);
  }

  authenticate(response: AuthenticationResponseJSON): Promise<Reply> {
    return this.#result('authenticate', response);
  }

  async post(step: Step, body: RawBody, headers?: Record<string, string>): Promise<Reply> {
    return readFidoAnswer(await this.#send(step, {}, body, headers), this.#rp.binding).reply;
  }

  async web({ method, to, headers, body }: WebRequest): Promise<WebAnswer> {
    const posted = method === 'POST' ? this.#ownHeaders() : {};
    const sent = {
      method,
      url: isPath(to) ? new URL(to, this.#rp.base) : this.#url(this.#rp.binding.routes[to].path),
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

  /** Signs in as whom the user's module says, once for each user. */
  async #signIn(user: User): Promise<void> {
    const { signIn, access, base: url, http } = this.#rp;
    if (!signIn || !access || this.#signedIn === user.name) return;
    const why = await signedIn(signIn, { user, url, http, jar: this.#jar, secrets: access.secrets });
    if (why !== undefined) {
      const reply: Reply = { seen: 'errored', message: why, ms: 0 };
      throw new TargetError('registrationOptions', reply, why);
    }
    this.#signedIn = user.name;
  }

  async #options(step: OptionsStep, want: Wishes, values: Values): Promise<Record<string, unknown>> {
    const { binding } = this.#rp;
    const { method, path, options: member } = binding.routes[step];
    const answer = await this.#send(step, values, bodyOf(binding.routes[step], values));
    const own = member !== undefined || binding.accepted !== undefined;
    const { reply, json } = own ? readOptionsIn(answer, member, binding) : readFidoAnswer(answer, binding);
    if (reply.seen === 'accepted' && json) {
      this.#begun = { ...values, answer: 'text' in answer ? JSON.parse(answer.text) : undefined };
      const { status, errorMessage, ...options } = json;
      if (!binding.plain) refuseUnmet(step, want, options);
      return options;
    }
    const { status = 0, message = reply.seen } = reply;
    const request = inWords({ method, url: this.#url(filledPath(path, values)) });
    const said = message.startsWith(request) ? message : `${request}: ${message}`;
    const nobodyThere = status === 404 || status === 405 || status === 415;
    throw new TargetError(step, reply, said, nobodyThere ? 'address' : 'answer');
  }

  async #result(step: ResultStep, response: unknown): Promise<Reply> {
    const { binding } = this.#rp;
    const values = { ...this.#begun, response: bothSpellings(response) };
    return readFidoAnswer(await this.#send(step, values, bodyOf(binding.routes[step], values)), binding).reply;
  }

  #send(step: Step, values: Values, body: RawBody | undefined, headers?: Record<string, string>): Promise<HttpAnswer> {
    const { path, method } = this.#rp.binding.routes[step];
    const sent = {
      method,
      url: this.#url(filledPath(path, values)),
      headers: { ...this.#ownHeaders(), ...inSmallLetters(headers) },
      ...(body !== undefined && { body }),
    };
    return this.#rp.http.send(sent, this.#jar);
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

/** A GET has none. */
function bodyOf({ method, body }: Route, values: Values): string | undefined {
  return method === 'GET' ? undefined : JSON.stringify(filledBody(body, values));
}

/** Routes of another shape may not let a case ask for what it wants. @throws {NotCarried} */
function refuseUnmet(step: OptionsStep, want: Wishes, options: Record<string, unknown>): void {
  const kind = step === 'registrationOptions' ? 'create' : 'get';
  const unmet = unmetWish(want, { kind, options, conditional: want.conditional ?? false });
  if (unmet !== undefined) throw new NotCarried(unmet);
}

/** The binding names the member `getClientExtensionResults`, WebAuthn `clientExtensionResults`: RPs read one or the other. */
function bothSpellings(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('clientExtensionResults' in response)) return response;
  return { ...response, getClientExtensionResults: response.clientExtensionResults };
}
