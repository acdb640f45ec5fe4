/**
 * The half of the gate that runs in the page. It is sent there as text, so {@link gatePage} may use nothing outside of
 * itself; the types are the few parts of the browser that it touches.
 */

export interface CeremonyRequest {
  kind: 'create' | 'get';
  /** As asked, or the page's own domain. */
  rpId: string;
  origin: string;
  /** base64url ids of excludeCredentials. */
  exclude: string[];
  conditional: boolean;
}

export type GateMessage =
  | { type: 'document' }
  | { type: 'prepare' }
  | { type: 'collect' }
  | { type: 'begin'; id: string; request: CeremonyRequest }
  | { type: 'abandon'; id: string }
  | { type: 'end'; id: string };

/** How Node answers `begin`: go on to the browser's own method, or fail with this error. */
export interface Decision {
  error?: { name: string; message: string };
}

interface Signal {
  aborted: boolean;
  reason: unknown;
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
  location: { hostname: string; origin: string };
  crypto: { randomUUID(): string };
  btoa(binary: string): string;
}

/**
 * Puts itself in front of `navigator.credentials.create` and `get`: asks Node first, then calls the browser's own
 * method. What asks about the authenticator, or signals to it, first has it set up.
 */
export function gatePage([binding, notAllowed]: [string, { name: string; message: string }]): void {
  const globals = globalThis as unknown as PageGlobals & Record<string, (message: GateMessage) => Promise<Decision>>;
  const container = globals.CredentialsContainer?.prototype;
  const statics = globals.PublicKeyCredential;
  if (!container || !statics) return;
  const { DOMException, location, crypto, btoa } = globals;
  const tell = (message: GateMessage) => globals[binding]!(message);
  /** For what no answer is waited for; a test that ends meanwhile is no error of the page. */
  const mention = (message: GateMessage) => {
    tell(message).catch(() => {});
  };

  const base64url = (source: ArrayBuffer | ArrayBufferView) => {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    return btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');
  };

  const requestOf = (kind: 'create' | 'get', publicKey: PublicKeyOptions, mediation: string | undefined) => ({
    kind,
    rpId: String(publicKey.rp?.id ?? publicKey.rpId ?? location.hostname),
    origin: location.origin,
    exclude: [...(publicKey.excludeCredentials ?? [])].map(({ id }) => base64url(id)),
    conditional: mediation === 'conditional',
  });

  /** Waits for Node, but no longer than the page does. */
  const decided = (id: string, answer: Promise<Decision>, signal: Signal | undefined, timeout: number | undefined) =>
    new Promise<void>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        finish();
      };
      const abandon = (reason: unknown) => {
        mention({ type: 'abandon', id });
        settle(() => reject(reason));
      };
      const aborted = () => abandon(signal?.reason);
      const fail = ({ name, message }: { name: string; message: string }) => new DOMException(message, name);
      const timer = timeout === undefined ? undefined : setTimeout(() => abandon(fail(notAllowed)), timeout);
      signal?.addEventListener('abort', aborted);
      answer.then(({ error }) => settle(() => (error ? reject(fail(error)) : resolve())), reject);
    });

  for (const kind of ['create', 'get'] as const) {
    const native = container[kind];
    const gated: Method = async function (this: unknown, ...args) {
      const { publicKey, signal, mediation } = (args[0] ?? {}) as CredentialOptions;
      let request: CeremonyRequest | undefined;
      try {
        if (publicKey && !signal?.aborted) request = requestOf(kind, publicKey, mediation);
      } catch {
        // Options that are not what they ought to be: the browser's own method says so best.
      }
      if (!request) return native.apply(this, args);
      const id = crypto.randomUUID();
      await decided(
        id,
        tell({ type: 'begin', id, request }),
        signal,
        request.conditional ? undefined : publicKey?.timeout,
      );
      try {
        return await native.apply(this, args);
      } finally {
        await tell({ type: 'end', id });
      }
    };
    Object.defineProperty(gated, 'name', { value: kind });
    container[kind] = gated;
  }

  const around = (name: string, after: 'collect' | undefined) => {
    const native = statics[name];
    if (!native) return;
    const gated: Method = async function (this: unknown, ...args) {
      await tell({ type: 'prepare' });
      try {
        return await native.apply(this, args);
      } finally {
        if (after) await tell({ type: after });
      }
    };
    Object.defineProperty(gated, 'name', { value: name });
    statics[name] = gated;
  };
  around('isUserVerifyingPlatformAuthenticatorAvailable', undefined);
  around('isConditionalMediationAvailable', undefined);
  around('getClientCapabilities', undefined);
  around('signalUnknownCredential', 'collect');
  around('signalAllAcceptedCredentials', 'collect');
  around('signalCurrentUserDetails', 'collect');

  mention({ type: 'document' });
}
