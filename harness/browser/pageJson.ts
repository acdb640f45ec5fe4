/**
 * Writes the options of a page as JSON. It is sent into the page as text, so {@link jsonWriter} may use nothing outside of
 * itself.
 */

/** Makes of a value what the JSON forms have for it: binary members are unpadded base64url, functions are left out. */
export type WriteJSON = (value: unknown) => unknown;

export function jsonWriter(): WriteJSON {
  const { btoa } = globalThis as unknown as Pick<typeof globalThis, 'btoa'>;

  const base64url = (source: ArrayBuffer | ArrayBufferView) => {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };

  /** Members may be inherited, as dictionaries are read. */
  const json = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]')
      return base64url(value as ArrayBuffer);
    if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, json);
    const members: Record<string, unknown> = {};
    for (const name in value) {
      const member = json((value as Record<string, unknown>)[name]);
      if (member !== undefined && typeof member !== 'function') members[name] = member;
    }
    return members;
  };

  return json;
}
