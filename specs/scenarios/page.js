/** What the scenarios' page has: ceremonies asked for in JSON and answered in JSON, whatever comes of them. */
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), byte => byte.charCodeAt(0));
  const binary = (object, ...names) => {
    const read = { ...object };
    for (const name of names) if (typeof read[name] === 'string') read[name] = bytes(read[name]);
    return read;
  };
  const list = descriptors => descriptors?.map(descriptor => binary(descriptor, 'id'));

  const extensions = ({ prf, largeBlob, ...rest }) => ({
    ...binary(rest, 'credBlob'),
    ...(prf && { prf: { ...prf, ...(prf.eval && { eval: binary(prf.eval, 'first', 'second') }) } }),
    ...(largeBlob && { largeBlob: binary(largeBlob, 'write') }),
  });

  const publicKey = options => ({
    ...binary(options, 'challenge'),
    ...(options.user && { user: binary(options.user, 'id') }),
    ...(options.excludeCredentials && { excludeCredentials: list(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: list(options.allowCredentials) }),
    ...(options.extensions && { extensions: extensions(options.extensions) }),
  });

  const failure = error =>
    error instanceof Error || error instanceof DOMException
      ? { error: { name: error.name, message: error.message, dom: error instanceof DOMException } }
      : { error: { name: 'thrown', message: String(error), dom: false } };

  /** Of the ceremony that was asked for last. */
  let controller = new AbortController();
  globalThis.abort = reason => controller.abort(reason);

  globalThis.ask = async (kind, options, { mediation, aborted, signal } = {}) => {
    controller = new AbortController();
    if (aborted) controller.abort();
    const settings = { publicKey: publicKey(options), signal: signal ?? controller.signal };
    if (mediation) settings.mediation = mediation;
    try {
      globalThis.credential = await navigator.credentials[kind](settings);
      return { json: globalThis.credential.toJSON() };
    } catch (error) {
      return failure(error);
    }
  };

  /** Begins a ceremony that is to stay open; `settled` is its answer. */
  globalThis.begin = (...asked) => {
    globalThis.settled = globalThis.ask(...asked);
  };

  /** A call of one of `PublicKeyCredential`'s own methods. */
  globalThis.call = async (name, ...args) => {
    try {
      return { value: await PublicKeyCredential[name](...args) };
    } catch (error) {
      return failure(error);
    }
  };
})();
