/** What is secret or personal in names, texts and addresses. Pure. */

/** What stands in its place. */
export const TAKEN_OUT = '…';

/** Told of each thing that is taken out: what kind it was, never the thing itself. */
export type Note = (kind: string) => void;

const SECRET_NAME =
  /pass(word|wd|phrase|code)|pwd|secret|token|jwt|csrf|xsrf|cookie|authorization|api[-_]?key|session|bearer/i;
/** Names that codes for people have, and programs' error codes too: those are words or numbers of JSON. */
const CODE_NAME = /^(code|pin|otp|totp|mfa|2fa)$|[-_](code|pin|otp)$|(Code|Pin|Otp)$/;
const CODE = /^\d{4,10}$/;
const PERSON_NAME =
  /^(user_?name|display_?name|user_?display_?name|login|identifier|account|e-?mail|email_?address|phone)$/i;

/** Begins where no word goes on, so that it is looked for once in each word. */
const JWT = /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g;
/** Bounded, so that long texts without an @ cost no more than their length. */
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}/g;
/** A session's id, a token, a UUID: long, of letters and digits. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])[\w~-]{20,}$/i;

/** Members of an object that has a secret's name. */
const SECRET_PART = /^(\d+|id|key|value|data|raw|access|refresh)$/i;

/** What kind of thing a member of that name is, in an object of the name `parent`; undefined for what may be kept. */
export function secretByName(name: string, value: string, parent = ''): string | undefined {
  if (SECRET_NAME.test(name) || (SECRET_NAME.test(parent) && SECRET_PART.test(name))) return 'a secret, by its name';
  return CODE_NAME.test(name) && CODE.test(value) ? 'a code' : undefined;
}

export function isPersonName(name: string): boolean {
  return PERSON_NAME.test(name);
}

/** Without tokens and e-mail addresses, wherever they stand in it. */
export function withoutShapes(text: string, note: Note): string {
  return without(without(text, JWT, 'a token', note), EMAIL, 'an e-mail address', note);
}

function without(text: string, pattern: RegExp, kind: string, note: Note): string {
  const left = text.replace(pattern, TAKEN_OUT);
  if (left !== text) note(kind);
  return left;
}

/** An address without user, password, fragment, and whatever in its path and query could let somebody in. */
export function withoutSecrets(address: string, note: Note, keepNames: boolean): string {
  if (!URL.canParse(address)) return withoutShapes(address, note);
  const url = new URL(address);
  if (url.protocol === 'about:') return address;
  if (!/^https?:$/.test(url.protocol)) return `${url.protocol}${TAKEN_OUT}`;
  if (url.username || url.password || url.hash) note('a part of an address');
  const path = url.pathname.split('/').map(part => secretPart(part, note));
  const query = url.search && `?${fields(url.search.slice(1), note, keepNames)}`;
  return `${url.origin}${path.join('/')}${query}`;
}

function secretPart(encoded: string, note: Note): string {
  const text = decoded(encoded);
  if (!RANDOM.test(text)) return withoutShapes(text, () => {}) === text ? encoded : taken('a part of an address', note);
  return taken('a part of an address', note);
}

function taken(kind: string, note: Note): string {
  note(kind);
  return TAKEN_OUT;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The query of an address: what is kept stays as it was written. */
function fields(query: string, note: Note, keepNames: boolean): string {
  return query
    .split('&')
    .map(field => {
      const [name = '', ...rest] = field.split('=');
      const value = rest.join('=');
      const person = !keepNames && value !== '' && isPersonName(decoded(name));
      const kind = secretByName(decoded(name), decoded(value)) ?? (person ? 'the name of a user' : undefined);
      return kind === undefined
        ? [name, ...(rest.length > 0 ? [secretPart(value, note)] : [])].join('=')
        : `${name}=${taken(kind, note)}`;
    })
    .join('&');
}
