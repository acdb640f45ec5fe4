/**
 * The half of the gate that runs in the page. It is sent there as text, so {@link gatePage} may use nothing outside of
 * itself; the types are the few parts of the browser that it touches.
 */
import type { CredentialJSON, MakeCredential } from './pageCredential.ts';
import type { WriteJSON } from './pageJson.ts';

export interface CeremonyRequest {
  kind: 'create' | 'get';
  /** As asked, or the page's own domain. */
  rpId: string;
  /** Of the frame that asked; `null` where it is opaque. */
  origin: string;
  /** base64url ids of excludeCredentials. */
  exclude: string[];
  conditional: boolean;
  /** The page's `publicKey` as JSON: binary members unpadded base64url. */
  options: Record<string, unknown>;
  mediation?: string;
  /** Whether the document's policy lets it ask; absent where the browser does not tell. */
  allowed?: boolean;
}

/** What a page tells of its credentials afterwards; ids are base64url. */
export interface SignalRequest {
  origin: string;
  /** `signalUnknownCredential` and so on. */
  method: string;
  argument: Record<string, unknown>;
}

export type GateMessage =
  | { type: 'document' }
  | { type: 'capabilities' }
  | { type: 'prepare' }
  | { type: 'collect' }
  | { type: 'signal'; request: SignalRequest }
  | { type: 'begin'; id: string; request: CeremonyRequest }
  | { type: 'abandon'; id: string; reason: 'aborted' | 'timed out' }
  | { type: 'end'; id: string; error?: { name: string; message: string } };

/** What the page is told of the platform, whatever the browser itself has. */
export interface Capabilities {
  userVerifyingPlatformAuthenticator: boolean;
  conditionalMediation: boolean;
  /** Of `getClientCapabilities()`. */
  client: Record<string, boolean>;
}

/**
 * How Node answers `begin`: go on to the browser's own method (`{}`), fail with this error, or give the page this
 * response, made an object. After an error or a response no `end` follows.
 */
export interface Decision {
  /** A TypeError and a RangeError are just that; any other name is that of a DOMException. */
  error?: { name: string; message: string };
  response?: CredentialJSON;
}

/** How Node answers any message. */
export interface GateAnswer extends Decision {
  capabilities?: Capabilities;
}

/** Messages and answers go as JSON text: Playwright takes objects apart member by member, which takes longer. */
type Binding = ((message: string) => Promise<string>) & { gated?: true };

interface Signal {
  aborted: boolean;
  reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface PublicKeyOptions {
  rp?: { id?: string };
  rpId?: string;
  timeout?: number;
  excludeCredentials?: Iterable<{ id: ArrayBuffer | ArrayBufferView }>;
}

interface CredentialOptions {
  publicKey?: PublicKeyOptions;
  signal?: Signal;
  mediation?: string;
}

type Method = (...args: unknown[]) => Promise<unknown>;

interface PageGlobals {
  CredentialsContainer?: { prototype: Record<'create' | 'get', Method> };
  PublicKeyCredential?: Record<string, Method | undefined>;
  DOMException: new (message: string, name: string) => Error;
  AbortSignal: { abort(reason: unknown): Signal };
  location: { hostname: string };
  origin: string;
  crypto: { randomUUID(): string };
  document: { featurePolicy?: { allowsFeature(name: string): boolean } };
}

/**
 * Puts itself in front of `navigator.credentials.create` and `get`, and asks Node first. With `maker`, Node's answer is
 * the credential itself, and what is asked or told of the device goes to Node alone; without, the browser's own method
 * follows, and has the device set up before it is asked about.
 */
export function gatePage(
  [binding, notAllowed]: [string, { name: string; message: string }],
  writer: () => WriteJSON,
  maker?: () => MakeCredential,
): void {
  const globals = globalThis as unknown as PageGlobals & Record<string, Binding>;
  const container = globals.CredentialsContainer?.prototype;
  const statics = globals.PublicKeyCredential;
  const bound = globals[binding];
  if (!container || !statics || !bound || bound.gated) return;
  // A document that loads while the gate is installed is reached on two ways.
  bound.gated = true;
  const { DOMException, AbortSignal, location, origin, crypto, document } = globals;
  const json = writer();
  const makeCredential = maker?.();
  const { parse, stringify } = JSON;
  const tell = async (message: GateMessage): Promise<GateAnswer> => parse(await bound(stringify(message)));
  /** For what no answer is waited for; a test that ends meanwhile is no error of the page. */
  const mention = (message: GateMessage) => {
    tell(message).catch(() => {});
  };

  const requestOf = (kind: 'create' | 'get', publicKey: PublicKeyOptions, mediation: string | undefined) => {
    const options = json(publicKey) as Record<string, unknown>;
    const allowed = document.featurePolicy?.allowsFeature(`publickey-credentials-${kind}`);
    return {
      kind,
      rpId: String((kind === 'create' ? publicKey.rp?.id : publicKey.rpId) ?? location.hostname),
      origin,
      exclude: ((options.excludeCredentials ?? []) as { id: string }[]).map(({ id }) => id),
      conditional: mediation === 'conditional',
      options,
      ...(mediation === undefined ? {} : { mediation }),
      ...(allowed === undefined ? {} : { allowed }),
    };
  };

  const failure = ({ name, message }: { name: string; message: string }) => {
    if (name === 'TypeError') return new TypeError(message);
    return name === 'RangeError' ? new RangeError(message) : new DOMException(message, name);
  };

  /** Waits for Node, but no longer than the page does. */
  const decided = (id: string, answer: Promise<Decision>, signal: Signal | undefined, timeout: number | undefined) =>
    new Promise<Decision>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        finish();
      };
      const abandon = (reason: 'aborted' | 'timed out', error: unknown) => {
        mention({ type: 'abandon', id, reason });
        settle(() => reject(error));
      };
      const aborted = () => abandon('aborted', signal?.reason);
      const late = () => abandon('timed out', failure(notAllowed));
      const timer = timeout === undefined ? undefined : setTimeout(late, timeout);
      signal?.addEventListener('abort', aborted);
      answer.then(
        decision => settle(() => (decision.error ? reject(failure(decision.error)) : resolve(decision))),
        error => settle(() => reject(error)),
      );
    });

  /**
   * The browser's own refusals of what it is handed: a call that is aborted from the start comes as far as these, and
   * shows nothing.
   */
  const checkNatively = async (native: Method, self: unknown, options: CredentialOptions) => {
    const reason = {};
    try {
      await native.call(self, { ...options, signal: AbortSignal.abort(reason) });
    } catch (error) {
      if (error !== reason) throw error;
    }
  };

  const put = (target: object, name: string, method: Method) => {
    Object.defineProperty(method, 'name', { value: name });
    Object.defineProperty(target, name, { value: method, configurable: true, enumerable: true, writable: true });
  };

  for (const kind of ['create', 'get'] as const) {
    const native = container[kind];
    put(container, kind, async function (this: unknown, ...args) {
      const asked = (args[0] ?? {}) as CredentialOptions;
      const { publicKey, signal, mediation } = asked;
      if (!publicKey || signal?.aborted) return native.apply(this, args);
      if (makeCredential) {
        await checkNatively(native, this, asked);
        // The page may have given up meanwhile, when nobody heard it yet.
        signal?.throwIfAborted();
      }
      let request: CeremonyRequest | undefined;
      try {
        request = requestOf(kind, publicKey, mediation);
      } catch {
        // Options that are not what they ought to be: the browser's own method says so best.
        return native.apply(this, args);
      }
      const id = crypto.randomUUID();
      const timeout = request.conditional ? undefined : publicKey.timeout;
      const { response } = await decided(id, tell({ type: 'begin', id, request }), signal, timeout);
      if (response && makeCredential) return makeCredential(response);
      try {
        const credential = await native.apply(this, args);
        await tell({ type: 'end', id });
        return credential;
      } catch (thrown) {
        const { name, message } = Object(thrown) as { name?: unknown; message?: unknown };
        await tell({ type: 'end', id, error: { name: String(name), message: String(message) } });
        throw thrown;
      }
    });
  }

  const asking: Record<string, (capabilities: Capabilities) => unknown> = {
    isUserVerifyingPlatformAuthenticatorAvailable: told => told.userVerifyingPlatformAuthenticator,
    isConditionalMediationAvailable: told => told.conditionalMediation,
    getClientCapabilities: told => ({ ...told.client }),
  };
  for (const [name, answer] of Object.entries(asking)) {
    const native = statics[name];
    if (!native && !makeCredential) continue;
    put(statics, name, async function (this: unknown, ...args) {
      const { capabilities } = await tell({ type: 'capabilities' });
      return capabilities ? answer(capabilities) : native?.apply(this, args);
    });
  }

  for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails']) {
    const native = statics[name];
    if (native && !makeCredential) {
      put(statics, name, async function (this: unknown, ...args) {
        await tell({ type: 'prepare' });
        try {
          return await native.apply(this, args);
        } finally {
          await tell({ type: 'collect' });
        }
      });
    } else if (makeCredential) {
      put(statics, name, async (...args) => {
        const argument = json(args[0] ?? {}) as Record<string, unknown>;
        const { error } = await tell({ type: 'signal', request: { origin, method: name, argument } });
        if (error) throw failure(error);
      });
    }
  }

  mention({ type: 'document' });
}
