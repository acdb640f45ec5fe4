/** The WebAuthn client: what a browser adds and refuses between a page and its authenticators (Level 3 §5.1.3, §5.1.4). */

import type { ClientData } from '../encoding/clientData.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import { authorizedAppId } from './applicationId.ts';
import type { Authenticator } from './authenticator.ts';
import { clientCapabilities } from './capabilities.ts';
import {
  agreed,
  creationInputs,
  creationScope,
  prfValuesFor,
  scopeUsed,
  verification,
  withSalts,
} from './clientExtensions.ts';
import { askPerson, type Prompt, type PromptRequest, throwIfAborted } from './consent.ts';
import { startEditing } from './editing.ts';
import type { Edits } from './edits.ts';
import { creationResults, requestResults } from './extensionResults.ts';
import type { ExtensionInputs } from './extensions.ts';
import { clientDataLayer } from './layers.ts';
import type { SignedCeremony } from './operations.ts';
import { type RequestOptions, readCreationOptions, readRequestOptions } from './options.ts';
import { refusal } from './refusal.ts';
import { type FetchRelatedOrigins, isRelatedOrigin } from './relatedOrigins.ts';
import { callerOrigin, type Scope, scopeOf } from './relyingPartyId.ts';
import { authenticationResponse, registrationResponse } from './responses.ts';
import { type Chosen, candidates, chooseForAssertion, chooseForCreation } from './selection.ts';
import { checkSignal, heed, type Signal } from './signals.ts';

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

const MEDIATIONS = ['conditional', 'optional', 'required', 'silent'];

const TYPE = { registration: 'webauthn.create', authentication: 'webauthn.get' } as const;

export class Client {
  readonly #authenticators: readonly Authenticator[];

  constructor(authenticators: Authenticator | readonly Authenticator[]) {
    this.#authenticators = [authenticators].flat();
  }

  /** `PublicKeyCredential.getClientCapabilities()`, as it is in that context. */
  capabilities({ fetchRelatedOrigins }: Pick<CeremonyContext, 'fetchRelatedOrigins'> = {}): Record<string, boolean> {
    return clientCapabilities(this.#authenticators, fetchRelatedOrigins !== undefined);
  }

  /**
   * `PublicKeyCredential.signal…()` (§5.1.10), heard by all devices. Throws a TypeError where an id is no base64url, and
   * as {@link register} does where the RP ID is not for the origin.
   */
  async signal(signal: Signal, context: Pick<CeremonyContext, 'origin' | 'fetchRelatedOrigins'>): Promise<void> {
    checkSignal(signal);
    if (!ownScope(signal, context)) await relatedScope(signal, context);
    for (const authenticator of this.#authenticators) heed(authenticator, signal);
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
    checkMediation(context);
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
      { ...wanted, ...creationScope(wanted, scope), algorithm },
      wanted.userVerification,
    );
    const { authenticator, credential } = chosen;
    const parts = { scope, chosen, challenge: wanted.challenge, context };
    const agreement = agreed(wanted.extensions.prf?.eval, parts);
    const inputs = withSalts(creationInputs(wanted.extensions), agreement);
    const ceremony = startCeremony('registration', parts, inputs);
    const attested = await authenticator.makeCredential(credential, ceremony, wanted.formats);
    const extensions = creationResults(wanted.extensions, credential, { outputs: attested.outputs, agreement });
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
    checkMediation(context);
    const wanted = readRequestOptions(options);
    const scope = ownScope(wanted, context) ?? (await relatedScope(wanted, context));
    if (context.prompt) await consent('authentication', scope, wanted, context);
    const asked = wanted.extensions;
    const appId = asked.appid === undefined ? undefined : authorizedAppId(asked.appid, scope.origin);
    const conditional = context.mediation === 'conditional';
    const search = { rpId: scope.rpId, appId, allow: wanted.allow, conditional };
    const chosen = chooseForAssertion(candidates(this.#authenticators, wanted.hints), search, verification(wanted));
    const { authenticator, credential } = chosen;
    const parts = { scope: scopeUsed(scope, credential.rpId), chosen, challenge: wanted.challenge, context };
    const agreement = agreed(prfValuesFor(asked, credential), parts);
    const ceremony = startCeremony(
      'authentication',
      parts,
      withSalts({ ...(asked.getCredBlob && { readBlob: true }) }, agreement),
    );
    const assertion = authenticator.getAssertion(credential, ceremony);
    const extensions = requestResults(asked, credential, { outputs: assertion.outputs, agreement, appId });
    return posted(
      authenticationResponse(authenticator.settings, credential, ceremony.clientDataJSON, { assertion, extensions }),
      ceremony,
    );
  }
}

/** `immediate` is of a later draft: an unknown member of the enumeration, as in any client of Level 3. */
function checkMediation({ mediation = 'optional' }: CeremonyContext): void {
  if (!MEDIATIONS.includes(mediation)) throw new TypeError(`mediation is "${mediation}"`);
}

/** What both kinds of options have. */
type Wanted = Pick<RequestOptions, 'rpId' | 'timeout' | 'userVerification'>;

/** Undefined where only a list of related origins can allow the RP ID. */
function ownScope({ rpId }: Pick<Wanted, 'rpId'>, { origin, signal }: CeremonyContext): Scope | undefined {
  throwIfAborted(signal);
  const scope = scopeOf(origin, rpId);
  return scope.own ? scope : undefined;
}

/** §5.1.3 step 8: the RP ID's list of related origins, asked for anew in every ceremony. */
async function relatedScope(
  { rpId }: Pick<Wanted, 'rpId'>,
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
function startCeremony(
  kind: Kind,
  { scope, chosen, challenge, context }: CeremonyParts,
  extensions: ExtensionInputs,
): Ceremony {
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
  return { clientDataJSON, clientDataHash, rpIdHash, userPresent, userVerified, extensions, editing };
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
