/**
 * The half of the recorder that runs in the page. It is sent there as text, so {@link recorderPage} may use nothing outside
 * of itself; the types are the few parts of the browser that it touches.
 */
import type { WriteJSON } from '../browser/pageJson.ts';

export interface AskedMessage {
  type: 'asked';
  id: string;
  kind: 'create' | 'get';
  /** The page's `publicKey` as JSON: binary members unpadded base64url. */
  options: unknown;
  mediation?: unknown;
  /** Of the frame that asked; `null` where it is opaque. */
  origin: string;
}

export interface AnsweredMessage {
  type: 'answered';
  id: string;
  /** What the page got: its `toJSON()`; absent where the browser has none. */
  response?: unknown;
  error?: { name: string; message: string };
}

export type RecorderMessage = AskedMessage | AnsweredMessage;

type Binding = ((message: string) => Promise<unknown>) & { recording?: true };

type Method = (...args: unknown[]) => Promise<unknown>;

interface PageGlobals {
  CredentialsContainer?: { prototype: Record<'create' | 'get', Method> };
  navigator: { credentials?: object };
  origin: string;
  crypto: { randomUUID(): string };
}

/**
 * Puts itself in front of `navigator.credentials.create` and `get`: on the object itself, so that it stays in front of
 * whatever stands in their prototype, however late that came. The page gets the very same credential or error as without
 * it, and in the same order; a rejection that it leaves alone stays its own.
 */
export function recorderPage(binding: string, writer: () => WriteJSON): void {
  const globals = globalThis as unknown as PageGlobals & Record<string, Binding>;
  const methods = globals.CredentialsContainer?.prototype;
  const credentials = globals.navigator.credentials;
  const bound = globals[binding];
  if (!methods || !credentials || !bound || bound.recording) return;
  // A document that loads while the recorder is installed is reached on two ways.
  bound.recording = true;
  const { crypto, origin } = globals;
  const { stringify } = JSON;
  const { apply } = Reflect;
  // Before any library of the page can change them.
  const { then } = Promise.prototype;
  const json = writer();

  /** Whatever goes wrong here is none of the page's business. */
  const tell = (message: () => RecorderMessage) => {
    try {
      apply(then, bound(stringify(message())), [undefined, () => {}]);
    } catch {}
  };

  const asked = (kind: 'create' | 'get', options: unknown): string | undefined => {
    const id = crypto.randomUUID();
    try {
      const { publicKey, mediation } = options as { publicKey?: unknown; mediation?: unknown };
      if (!publicKey) return undefined;
      const written = json(publicKey);
      tell(() => ({ type: 'asked', id, kind, options: written, mediation, origin }));
      return id;
    } catch {
      // No options at all, or such as throw when they are read: the browser's own method says so best.
      return undefined;
    }
  };

  const answered = (id: string, credential: unknown) =>
    tell(() => ({ type: 'answered', id, response: json((credential as { toJSON?(): unknown } | null)?.toJSON?.()) }));

  const failed = (id: string, thrown: unknown) =>
    tell(() => {
      const { name, message } = Object(thrown) as { name?: unknown; message?: unknown };
      // A page may abort with a reason of its own, which is any value.
      return { type: 'answered', id, error: { name: String(name), message: String(message ?? thrown) } };
    });

  for (const kind of ['create', 'get'] as const) {
    // A proxy has the name, the length and the text of the browser's own.
    const watched = new Proxy(methods[kind], {
      apply(_, self, args: unknown[]) {
        const id = asked(kind, args[0]);
        const answer = apply(methods[kind], self, args);
        if (id === undefined) return answer;
        return apply(then, answer, [
          (credential: unknown) => {
            answered(id, credential);
            return credential;
          },
          (thrown: unknown) => {
            failed(id, thrown);
            throw thrown;
          },
        ]);
      },
    });
    Object.defineProperty(credentials, kind, { value: watched, configurable: true, writable: true });
  }
}
