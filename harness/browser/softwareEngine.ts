/**
 * The devices by way of Touchstone's own client and authenticators: they answer `navigator.credentials` in the place of
 * the browser, in any browser.
 */
import type { BrowserContext } from '@playwright/test';
import { type CeremonyContext, Client } from '../authenticator/client.ts';
import type { Edits } from '../authenticator/edits.ts';
import type { Model } from '../authenticator/models/index.ts';
import type { Signal } from '../authenticator/signals.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import type { Engine, Performance, Performed, Refusal } from './engine.ts';
import { type Feature, foreignTop, isAllowed } from './frames.ts';
import type { GateSource } from './gate.ts';
import type { Capabilities, CeremonyRequest, Decision, SignalRequest } from './gatePage.ts';
import type { PageError } from './outcomes.ts';
import { type Progress, pageError, policyError } from './pageErrors.ts';
import { Passkeys } from './passkeys.ts';
import { softwareCapabilities } from './softwareCapabilities.ts';
import { SoftwareDevices } from './softwareDevices.ts';
import { fetchWellKnown } from './wellKnown.ts';

/** By Chromium's limit for allowCredentials and excludeCredentials. */
const MOST_LISTED = 64;

/** Thrown by the prompt of a ceremony that is only looked at. */
const WOULD_ASK = Symbol('the person would be asked');

/** What a request may be used with, found out once: its list of related origins is fetched no second time. */
interface Case {
  context: CeremonyContext;
  progress: Progress;
}

export class SoftwareEngine implements Engine {
  readonly name = 'software';
  readonly objects = true;
  readonly passkeys = new Passkeys();
  enrolled = true;
  readonly #devices: SoftwareDevices;
  readonly #cases = new WeakMap<CeremonyRequest, Case>();
  #context: BrowserContext | undefined;

  constructor(models: readonly Model[]) {
    this.#devices = new SoftwareDevices(this.passkeys, models);
  }

  async install(context: BrowserContext): Promise<void> {
    this.#context = context;
  }

  /** Nothing, like the next two: no page has an authenticator of its own. */
  async prepare(): Promise<void> {}

  async collect(): Promise<void> {}

  forget(): void {}

  capabilities(): Capabilities {
    return softwareCapabilities(this.#devices.attached(this.enrolled));
  }

  async signal(_source: GateSource, request: SignalRequest): Promise<Decision> {
    const found = this.#caseOf(request.origin, undefined);
    try {
      const signal = signalOf(request);
      await this.#client().signal(signal, found.context);
      this.#devices.reportAll(signal.rpId);
      return {};
    } catch (error) {
      return { error: pageError(error, found.progress) };
    }
  }

  async refuses({ frame }: GateSource, request: CeremonyRequest): Promise<Refusal | undefined> {
    const { kind, origin, options } = request;
    const feature: Feature = `publickey-credentials-${kind}`;
    if (!(request.allowed ?? (await isAllowed(frame, feature, origin))))
      return { error: policyError(feature), reason: 'Permissions-Policy' };
    const tooLong = longList(options);
    if (tooLong) return { error: tooLong, reason: 'options that are wrong' };
    const found = this.#caseOf(origin, foreignTop(frame, origin));
    this.#cases.set(request, found);
    try {
      await this.#run(this.#client(), request, { ...found.context, prompt: () => Promise.reject(WOULD_ASK) });
    } catch (error) {
      if (error === WOULD_ASK) return undefined;
      return { error: pageError(error, found.progress), reason: reasonOf(error) };
    }
    return undefined;
  }

  async perform({ frame }: GateSource, request: CeremonyRequest, performance: Performance): Promise<Performed> {
    const { origin, rpId } = request;
    const { context, progress } = this.#cases.get(request) ?? this.#caseOf(origin, foreignTop(frame, origin));
    const { chosen, client } = this.#chosen(request, performance.choice);
    const edit = flagEdits(performance);
    try {
      const response = await this.#run(client, chosen, {
        ...context,
        ...(edit && { edit }),
        prompt: async () => {
          progress.asked = true;
          return true;
        },
      });
      this.#devices.report(rpId, response.id);
      return { response };
    } catch (error) {
      return { error: pageError(error, progress), reason: reasonOf(error) };
    }
  }

  #client(): Client {
    return new Client(this.#devices.attached(this.enrolled));
  }

  #caseOf(origin: string, topOrigin: string | undefined): Case {
    const progress: Progress = { asked: false };
    let fetched: ReturnType<typeof fetchWellKnown> | undefined;
    const context: CeremonyContext = {
      origin,
      ...(topOrigin !== undefined && { topOrigin }),
      fetchRelatedOrigins: async rpId => {
        fetched ??= fetchWellKnown(this.#context!.request, rpId);
        const document = await fetched;
        // Chromium does not look for the list of nobody.
        if (rpId !== '') progress.listStatus = document.status;
        return document;
      },
    };
    return { context, progress };
  }

  /** The person's choice comes first of what is allowed, on the device that has it. */
  #chosen(request: CeremonyRequest, choice: string | undefined): { chosen: CeremonyRequest; client: Client } {
    const holder = choice === undefined ? undefined : this.#devices.holder({ rpId: request.rpId, id: choice });
    const attached = this.#devices.attached(this.enrolled);
    if (request.kind === 'create' || !holder || !attached.includes(holder))
      return { chosen: request, client: new Client(attached) };
    const picked = { type: 'public-key', id: choice! };
    const listed = (request.options as unknown as PublicKeyCredentialRequestOptionsJSON).allowCredentials ?? [];
    const allowCredentials = [picked, ...listed.filter(({ id }) => id !== choice)];
    return { chosen: { ...request, options: { ...request.options, allowCredentials } }, client: new Client(holder) };
  }

  async #run(
    client: Client,
    { kind, options, conditional }: CeremonyRequest,
    context: CeremonyContext,
  ): Promise<RegistrationResponseJSON | AuthenticationResponseJSON> {
    const asked: CeremonyContext = { ...context, ...(conditional && { mediation: 'conditional' }) };
    return kind === 'create'
      ? client.register(options as unknown as PublicKeyCredentialCreationOptionsJSON, asked)
      : client.authenticate(options as unknown as PublicKeyCredentialRequestOptionsJSON, asked);
  }
}

/** A flag is cleared before the signature, so that the signature stays right. */
function flagEdits({ userVerified, userPresent }: Performance): Edits | undefined {
  if (userVerified && userPresent) return undefined;
  return {
    authenticatorData: data => ({ ...data, up: data.up && userPresent, uv: data.uv && userVerified }),
  };
}

function longList(options: Readonly<Record<string, unknown>>): PageError | undefined {
  const name = ['allowCredentials', 'excludeCredentials'].find(member => {
    const list = options[member];
    return Array.isArray(list) && list.length > MOST_LISTED;
  });
  if (name === undefined) return undefined;
  const message = `The \`${name}\` attribute exceeds the maximum allowed size (${MOST_LISTED}).`;
  return { name: 'RangeError', message };
}

function reasonOf(error: unknown): string {
  return (error as Error).message;
}

/** Throws a TypeError for a member that is missing, as WebIDL would. */
function signalOf({ method, argument }: SignalRequest): Signal {
  const text = (name: string) => {
    if (argument[name] !== undefined) return String(argument[name]);
    throw new TypeError(
      `Failed to execute '${method}' on 'PublicKeyCredential': Failed to read the '${name}' property: Required member is undefined.`,
    );
  };
  const rpId = text('rpId');
  if (method === 'signalUnknownCredential')
    return { kind: 'unknown-credential', rpId, credentialId: text('credentialId') };
  const userId = text('userId');
  if (method === 'signalCurrentUserDetails')
    return { kind: 'current-user-details', rpId, userId, name: text('name'), displayName: text('displayName') };
  text('allAcceptedCredentialIds');
  const ids = (argument.allAcceptedCredentialIds as unknown[]).map(String);
  return { kind: 'all-accepted-credentials', rpId, userId, allAcceptedCredentialIds: ids };
}
