/**
 * Makes the objects that a page gets from `navigator.credentials`, out of a response in JSON. Like the gate it is sent
 * into the page as text, so {@link credentialMaker} may use nothing outside of itself.
 *
 * The prototypes' own getters and methods are taught to answer for our objects too. So `instanceof`, the tags, the lack of
 * own members and `PublicKeyCredential.prototype.toJSON.call` are what they are for the browser's objects.
 */

/** RegistrationResponseJSON or AuthenticationResponseJSON, with whatever else it may have. */
export interface CredentialJSON {
  id?: string;
  rawId?: string;
  type?: string;
  authenticatorAttachment?: string;
  clientExtensionResults?: Record<string, unknown>;
  response: {
    clientDataJSON?: string;
    attestationObject?: string;
    authenticatorData?: string;
    transports?: string[];
    publicKey?: string;
    publicKeyAlgorithm?: number;
    signature?: string;
    userHandle?: string;
  };
}

/** Makes a `PublicKeyCredential` that shows what the JSON says, and gives it back unchanged from `toJSON()`. */
export type MakeCredential = (json: CredentialJSON) => object;

interface Interfaces {
  Credential: { prototype: object };
  PublicKeyCredential: { prototype: object };
  AuthenticatorResponse: { prototype: object };
  AuthenticatorAttestationResponse: { prototype: object };
  AuthenticatorAssertionResponse: { prototype: object };
  atob(base64: string): string;
}

export function credentialMaker(): MakeCredential {
  interface State {
    json: CredentialJSON;
    response: object;
    buffers: Map<string, ArrayBuffer>;
  }
  const page = globalThis as unknown as Interfaces;
  const { atob, structuredClone } = globalThis as unknown as Pick<typeof globalThis, 'atob' | 'structuredClone'>;
  const credentials = new WeakMap<object, State>();
  const responses = new WeakMap<object, State>();

  const decoded = (text: string) => {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes.buffer;
  };

  /** The same buffer each time, as browsers give it. */
  const bufferOf = (state: State, name: string, text: unknown) => {
    if (typeof text !== 'string') return null;
    const known = state.buffers.get(name);
    if (known) return known;
    const made = decoded(text);
    state.buffers.set(name, made);
    return made;
  };

  const BINARY_RESULTS = ['first', 'second', 'blob', 'getCredBlob'];
  const results = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string' && BINARY_RESULTS.includes(name)) return decoded(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, results(member, key)]));
  };

  const teach = (
    { prototype }: { prototype: object },
    states: WeakMap<object, State>,
    members: Record<string, (state: State) => unknown>,
  ) => {
    for (const [name, answer] of Object.entries(members)) {
      const native = Object.getOwnPropertyDescriptor(prototype, name);
      const part = native?.get ? 'get' : 'value';
      const own = native?.[part] as ((this: object, ...args: unknown[]) => unknown) | undefined;
      // As a method, so that it is no constructor, like the browser's own.
      const { taught } = {
        taught(this: object, ...args: unknown[]): unknown {
          const state = states.get(this);
          return state ? answer(state) : own?.apply(this, args);
        },
      };
      Object.defineProperty(taught, 'name', { value: part === 'get' ? `get ${name}` : name });
      const shape = native ?? { configurable: true, enumerable: true, writable: true };
      Object.defineProperty(prototype, name, { ...shape, [part]: taught });
    }
  };

  teach(page.Credential, credentials, { id: ({ json }) => json.id, type: ({ json }) => json.type });
  teach(page.PublicKeyCredential, credentials, {
    rawId: state => bufferOf(state, 'rawId', state.json.rawId ?? state.json.id),
    response: ({ response }) => response,
    authenticatorAttachment: ({ json }) => json.authenticatorAttachment ?? null,
    getClientExtensionResults: ({ json }) => results(json.clientExtensionResults ?? {}),
    toJSON: ({ json }) => structuredClone(json),
  });
  const binary =
    (name: Exclude<keyof CredentialJSON['response'], 'transports' | 'publicKeyAlgorithm'>) => (state: State) =>
      bufferOf(state, name, state.json.response[name]);
  teach(page.AuthenticatorResponse, responses, { clientDataJSON: binary('clientDataJSON') });
  teach(page.AuthenticatorAttestationResponse, responses, {
    attestationObject: binary('attestationObject'),
    getAuthenticatorData: binary('authenticatorData'),
    getPublicKey: binary('publicKey'),
    getPublicKeyAlgorithm: ({ json }) => json.response.publicKeyAlgorithm,
    getTransports: ({ json }) => [...(json.response.transports ?? [])],
  });
  teach(page.AuthenticatorAssertionResponse, responses, {
    authenticatorData: binary('authenticatorData'),
    signature: binary('signature'),
    userHandle: binary('userHandle'),
  });

  return json => {
    const { prototype } =
      json.response.attestationObject === undefined
        ? page.AuthenticatorAssertionResponse
        : page.AuthenticatorAttestationResponse;
    const state: State = { json, response: Object.create(prototype), buffers: new Map() };
    const credential: object = Object.create(page.PublicKeyCredential.prototype);
    credentials.set(credential, state);
    responses.set(state.response, state);
    return credential;
  };
}
