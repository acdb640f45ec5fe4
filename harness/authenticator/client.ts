/** The WebAuthn client: what a browser adds and refuses between a page and its authenticators (Level 3 §5.1.3, §5.1.4). */
import type { ClientData } from '../encoding/clientData.ts';
import type {
  AuthenticationResponseJSON,
  ExtensionsJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import type { Authenticator, SignedCeremony } from './authenticator.ts';
import { askPerson, type Prompt, type PromptRequest, throwIfAborted } from './consent.ts';
import type { Credential } from './credentials.ts';
import { startEditing } from './editing.ts';
import type { Edits } from './edits.ts';
import { clientDataLayer } from './layers.ts';
import { type RequestOptions, readCreationOptions, readRequestOptions } from './options.ts';
import { refusal } from './refusal.ts';
import { type FetchRelatedOrigins, isRelatedOrigin } from './relatedOrigins.ts';
import { callerOrigin, type Scope, scopeOf } from './relyingPartyId.ts';
import { authenticationResponse, registrationResponse } from './responses.ts';
import { type Chosen, candidates, chooseForAssertion, chooseForCreation } from './selection.ts';

/** Where a ceremony happens, and what is to go wrong in it. */
export interface CeremonyContext {
  /** The page's origin; serialised as a browser does. */
  origin: string;
  /** The origin of the top-level page, where this one is in a cross-origin frame. */
  topOrigin?: string;
  edit?: Edits;
  signal?: AbortSignal;
  mediation?: 'conditional' | 'optional' | 'required';
  /** Without it, related origins are not supported. */
  fetchRelatedOrigins?: FetchRelatedOrigins;
  /** Without it, the person consents at once. */
  prompt?: Prompt;
}

type Kind = PromptRequest['kind'];

const TYPE = { registration: 'webauthn.create', authentication: 'webauthn.get' } as const;

export class Client {
  readonly #authenticators: readonly Authenticator[];

  constructor(authenticators: Authenticator | readonly Authenticator[]) {
    this.#authenticators = [authenticators].flat();
  }

  /**
   * `navigator.credentials.create()`, JSON in and out. Throws a TypeError (a member is missing, `user.id` is not 1 to 64
   * bytes) or a DOMException by the names of §5.1.3.1: EncodingError, NotAllowedError, SecurityError, NotSupportedError
   * (no algorithm in common), InvalidStateError (an excluded credential), ConstraintError (a resident key or user
   * verification that no authenticator has), AbortError.
   */
  async register(
    options: PublicKeyCredentialCreationOptionsJSON,
    context: CeremonyContext,
  ): Promise<RegistrationResponseJSON> {
    const wanted = readCreationOptions(options);
    const conditional = context.mediation === 'conditional';
    if (conditional && context.topOrigin !== undefined) {
      throw refusal('NotAllowedError', 'a conditional create is not allowed in a cross-origin frame');
    }
    const scope = ownScope(wanted, context) ?? (await relatedScope(wanted, context));
    if (context.prompt) await consent('registration', scope, wanted, context);
    const algorithm = context.edit?.algorithm?.(wanted.algorithms);
    const authenticators = candidates(this.#authenticators, wanted.hints, wanted.attachment);
    const chosen = chooseForCreation(
      authenticators,
      { ...wanted, rpId: scope.rpId, algorithm },
      wanted.userVerification,
    );
    const { authenticator, credential } = chosen;
    const ceremony = startCeremony('registration', { scope, chosen, challenge: wanted.challenge, context });
    const attested = await authenticator.makeCredential(credential, ceremony, wanted.formats);
    const extensions = clientExtensions(wanted.extensions, credential);
    return posted(
      registrationResponse(authenticator.settings, credential, ceremony.clientDataJSON, { attested, extensions }),
      ceremony,
    );
  }

  /**
   * `navigator.credentials.get()`, JSON in and out. Throws as {@link register} does, by the names of §5.1.4.3: whatever
   * no authenticator can do is a NotAllowedError here.
   */
  async authenticate(
    options: PublicKeyCredentialRequestOptionsJSON,
    context: CeremonyContext,
  ): Promise<AuthenticationResponseJSON> {
    const wanted = readRequestOptions(options);
    const scope = ownScope(wanted, context) ?? (await relatedScope(wanted, context));
    if (context.prompt) await consent('authentication', scope, wanted, context);
    const search = { rpId: scope.rpId, allow: wanted.allow, conditional: context.mediation === 'conditional' };
    const chosen = chooseForAssertion(candidates(this.#authenticators, wanted.hints), search, wanted.userVerification);
    const ceremony = startCeremony('authentication', { scope, chosen, challenge: wanted.challenge, context });
    const assertion = chosen.authenticator.getAssertion(chosen.credential, ceremony);
    return posted(
      authenticationResponse(chosen.authenticator.settings, chosen.credential, ceremony.clientDataJSON, assertion),
      ceremony,
    );
  }
}

/** What both kinds of options have. */
type Wanted = Pick<RequestOptions, 'rpId' | 'timeout' | 'userVerification'>;

/** Undefined where only a list of related origins can allow the RP ID. */
function ownScope({ rpId }: Wanted, { origin, signal }: CeremonyContext): Scope | undefined {
  throwIfAborted(signal);
  const scope = scopeOf(origin, rpId);
  return scope.own ? scope : undefined;
}

/** §5.1.3 step 8: the RP ID's list of related origins, asked for anew in every ceremony. */
async function relatedScope(
  { rpId }: Wanted,
  { origin, signal, fetchRelatedOrigins }: CeremonyContext,
): Promise<Scope> {
  const scope = scopeOf(origin, rpId);
  if (!fetchRelatedOrigins || !isRelatedOrigin(scope.origin, await fetchRelatedOrigins(scope.rpId))) {
    throw refusal('SecurityError', `the RP ID ${scope.rpId} is not for ${scope.origin}`);
  }
  throwIfAborted(signal);
  return scope;
}

async function consent(
  kind: Kind,
  { rpId }: Scope,
  { timeout, userVerification }: Wanted,
  context: CeremonyContext,
): Promise<void> {
  const { prompt, signal } = context;
  if (prompt) await askPerson(prompt, { kind, rpId, userVerification }, { timeout, signal });
}

interface Ceremony extends SignedCeremony {
  clientDataJSON: Uint8Array;
}

interface CeremonyParts {
  scope: Scope;
  chosen: Chosen;
  challenge: string;
  context: CeremonyContext;
}

/** Collects the client data, with which the signed part begins. */
function startCeremony(kind: Kind, { scope, chosen, challenge, context }: CeremonyParts): Ceremony {
  const { edit, topOrigin, mediation } = context;
  const { authenticator, credential, userVerified } = chosen;
  const { origin, rpIdHash } = scope;
  const editing =
    edit &&
    startEditing(edit, {
      kind,
      origin,
      challenge,
      credential,
      random: (label, length) => authenticator.random(label, length),
    });
  const data: ClientData = { type: TYPE[kind], challenge, origin, crossOrigin: topOrigin !== undefined };
  if (topOrigin !== undefined) data.topOrigin = callerOrigin(topOrigin).origin;
  const { clientDataJSON, clientDataHash } = clientDataLayer(data, editing);
  const userPresent = !(kind === 'registration' && mediation === 'conditional');
  return { clientDataJSON, clientDataHash, rpIdHash, userPresent, userVerified, editing };
}

/** §10.1.3, the one client extension that every client has: an output only where it was asked for. */
function clientExtensions({ credProps }: Record<string, unknown>, { discoverable }: Credential): ExtensionsJSON {
  return credProps === true ? { credProps: { rk: discoverable } } : {};
}

/** The last hook. What it gives goes out as it is, whatever it is. */
function posted<T extends RegistrationResponseJSON | AuthenticationResponseJSON>(
  response: T,
  { editing }: Ceremony,
): T {
  if (!editing?.hooks.response) return response;
  return editing.hooks.response(
    response as RegistrationResponseJSON & AuthenticationResponseJSON,
    editing.context,
  ) as T;
}
