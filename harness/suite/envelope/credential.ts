/** `id`, `rawId` and `type` of the envelope (WebAuthn Level 3 §5.1). */
import { base64url, fromBase64url } from '../../encoding/bytes.ts';
import { accepts, owedAt, rejects } from '../case.ts';
import { type Cases, type Ceremony, envelope } from '../json.ts';

/** The next character of the alphabet: with a last character that has unused bits, the same bytes under another name. */
export function alias(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) + 1];
}

/** The same bytes in the alphabet of base64 (RFC 4648 §4). */
export function inStandardAlphabet(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}

const sameId = (id: unknown) => ({ id, rawId: id });

/** An authentication finds the credential by them (§7.2 steps 5 and 6); no step of a registration reads them. */
export function idCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-1.${test}`;
  return owedAt(kind === 'authentication' ? 'must' : 'should', {
    'id-missing': rejects('response-json', {
      title: 'id is missing',
      catalogue: ['env.id.missing', fido('F-1')],
      edit: envelope({ id: undefined }),
    }),
    'id-null': rejects('response-json', {
      title: 'id is null',
      catalogue: ['env.id.null'],
      edit: envelope({ id: null }),
    }),
    'id-number': rejects('response-json', {
      title: 'id is a number',
      catalogue: ['env.id.number', fido('F-2')],
      edit: envelope({ id: 42 }),
    }),
    'id-true': rejects('response-json', {
      title: 'id is true',
      seen: 'go-webauthn/webauthn@de0ae6c',
      catalogue: ['env.id.bool'],
      edit: envelope({ id: true }),
    }),
    'id-array': rejects('response-json', {
      title: 'id is an array of byte values',
      catalogue: ['env.id.array'],
      edit: envelope(({ id }) => ({ id: [...fromBase64url(id)] })),
    }),
    'id-object': rejects('response-json', {
      title: 'id is an object',
      catalogue: ['env.id.object'],
      edit: envelope({ id: {} }),
    }),
    'id-empty': rejects('response-json', {
      title: 'id is empty',
      catalogue: ['env.id.empty'],
      edit: envelope({ id: '' }),
    }),
    'id-not-base64url': rejects('base64url', {
      title: 'id and rawId have a character that base64url has not',
      level: 'should',
      catalogue: ['env.id.not-b64url', fido('F-3')],
      edit: envelope(({ id }) => sameId(`!${id}`)),
    }),
    'id-padded': rejects('base64url', {
      title: 'id and rawId have padding',
      level: 'should',
      catalogue: ['env.id.padded'],
      edit: envelope(({ id }) => sameId(`${id}=`)),
    }),
    'id-with-newline': rejects('base64url', {
      title: 'id and rawId end in a line break',
      level: 'should',
      catalogue: ['env.id.whitespace'],
      edit: envelope(({ id }) => sameId(`${id}\n`)),
    }),
    'id-alias': rejects('base64url', {
      title: 'id and rawId have unused bits set in their last character',
      level: 'should',
      authenticator: { credentialIdLength: 32 },
      catalogue: ['env.id.trailing-bits', 'cid.dup.trailing-bits'],
      edit: envelope(({ id }) => sameId(alias(id))),
    }),
    // Of ids as long as this, one in 50,000 has neither of the two characters.
    'id-standard-alphabet': rejects('base64url', {
      title: 'id and rawId have + and / for - and _',
      level: 'should',
      authenticator: { credentialIdLength: 256 },
      catalogue: ['env.id.std-alphabet'],
      edit: envelope(({ id }) => sameId(inStandardAlphabet(id))),
    }),
    'id-impossible-length': rejects('base64url', {
      title: 'id and rawId have a length that base64url never has',
      level: 'should',
      authenticator: { credentialIdLength: 33 },
      catalogue: ['env.id.mod4-1'],
      edit: envelope(({ id }) => sameId(`${id}A`)),
    }),
    'raw-id-not-id': rejects('credential-id-consistent', {
      title: 'rawId is another id than id',
      catalogue: ['env.id.ne-rawid'],
      edit: envelope((_, { random }) => ({ rawId: base64url(random('other id', 32)) })),
    }),
    'raw-id-number': rejects('response-json', {
      title: 'rawId is a number',
      catalogue: ['env.rawid.number'],
      edit: envelope({ rawId: 42 }),
    }),
    'raw-id-missing': accepts({
      title: 'rawId is missing, as in the FIDO binding',
      level: 'policy',
      catalogue: ['env.rawid.missing'],
      edit: envelope({ rawId: undefined }),
    }),
  });
}

/** §5.8.2 has one value for it, which no step of §7.1 or §7.2 looks at. */
export function typeCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-1.${test}`;
  return owedAt('should', {
    'type-missing': rejects('credential-type', {
      title: 'type is missing',
      catalogue: ['env.type.missing', fido('F-4')],
      edit: envelope({ type: undefined }),
    }),
    'type-number': rejects('credential-type', {
      title: 'type is a number',
      catalogue: ['env.type.number', fido('F-5')],
      edit: envelope({ type: 1 }),
    }),
    'type-null': rejects('credential-type', {
      title: 'type is null',
      catalogue: ['env.type.null'],
      edit: envelope({ type: null }),
    }),
    'type-empty': rejects('credential-type', {
      title: 'type is empty',
      catalogue: ['env.type.empty'],
      edit: envelope({ type: '' }),
    }),
    'type-other': rejects('credential-type', {
      title: 'type is "password"',
      catalogue: ['env.type.other', fido('F-6')],
      edit: envelope({ type: 'password' }),
    }),
    'type-underscore': rejects('credential-type', {
      title: 'type is written with an underscore',
      catalogue: ['env.type.other'],
      edit: envelope({ type: 'public_key' }),
    }),
    'type-other-case': rejects('credential-type', {
      title: 'type is written with capitals',
      catalogue: ['env.type.case'],
      edit: envelope({ type: 'Public-Key' }),
    }),
  });
}
