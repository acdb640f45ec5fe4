/** Unusual encodings and members of clientDataJSON (WebAuthn Level 3 §5.8.1, §7.1 steps 5 and 6; RFC 8259). */
import { concat, utf8 } from '../../encoding/bytes.ts';
import { ccdToString, encodeClientData } from '../../encoding/clientData.ts';
import { accepts, either } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { appended, honestText, members, text } from './edit.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

/** Unusual, and right: what a reader of JSON must or may as well put up with. */
export function tolerableCases(): Cases {
  return {
    'letter-of-level-3': accepts({
      title: 'clientDataJSON is serialised by the letter of Level 3',
      catalogue: ['cdj.limited.ok'],
      edit: text(
        (_, { type, challenge, origin }) =>
          `{"type":${ccdToString(type)},"challenge":${ccdToString(challenge)},"origin":${ccdToString(origin)},"crossOrigin":false}`,
      ),
    }),
    'byte-order-mark': accepts({
      title: 'clientDataJSON begins with a byte order mark',
      level: 'should',
      catalogue: ['cdj.enc.bom'],
      edit: { clientData: data => concat(BOM, encodeClientData(data)) },
    }),
    'pretty-printed': accepts({
      title: 'clientDataJSON is indented; the hash is over its bytes',
      level: 'should',
      catalogue: ['cdj.json.ws'],
      edit: text(json => JSON.stringify(JSON.parse(json), null, 2)),
    }),
    'line-break-after-object': accepts({
      title: 'a line break follows the object',
      level: 'should',
      catalogue: ['cdj.json.tail-ws'],
      edit: text(json => `${json}\n`),
    }),
    'other-order': accepts({
      title: 'members stand in reverse order',
      level: 'should',
      catalogue: ['cdj.json.key-order'],
      edit: text(json => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).reverse()))),
    }),
    'escaped-name': accepts({
      title: 'the name of the member challenge has a JSON escape',
      level: 'should',
      catalogue: ['cdj.json.key-escaped'],
      edit: text(json => json.replace('"challenge"', '"\\u0063hallenge"')),
    }),
    'origin-in-capitals-besides': accepts({
      title: 'origin is right, and a member ORIGIN names another site',
      catalogue: ['cdj.json.key-case-dup'],
      edit: members({ ORIGIN: 'https://evil.example' }),
    }),
    'extra-text': accepts({
      title: 'a member that browsers add warns against templates',
      catalogue: ['cdj.json.extra-string'],
      edit: members({
        other_keys_can_be_added_here: 'do not compare clientDataJSON against a template. See https://goo.gl/yabPex',
      }),
    }),
    'extra-nested': accepts({
      title: 'an unknown member has nested objects and arrays',
      catalogue: ['cdj.json.extra-nested'],
      edit: members({ extra: { list: [1, { deeper: [null, true] }] } }),
    }),
    'extra-legacy': accepts({
      title: 'members of early drafts are there',
      catalogue: ['cdj.json.extra-legacy'],
      edit: members({ hashAlgorithm: 'SHA-256', clientExtensions: {}, authenticatorExtensions: {} }),
    }),
    'extra-future': accepts({
      title: 'a member of a later draft is there',
      catalogue: ['cdj.json.extra-remote'],
      edit: members({ remoteClientDataJSON: 'e30' }),
    }),
    'extra-controls': accepts({
      title: 'an unknown member has all control characters, escaped',
      catalogue: ['cdj.json.ccd-escapes'],
      edit: members({ extra: String.fromCharCode(...Array(32).keys()) }),
    }),
    'extra-long': accepts({
      title: 'an unknown member has 16 KiB',
      level: 'should',
      catalogue: ['cdj.json.extra-long'],
      edit: members({ extra: 'x'.repeat(16_384) }),
    }),
    'token-binding-supported': accepts({
      title: 'tokenBinding says supported, as older browsers did',
      level: 'should',
      catalogue: ['cdj.tb.supported'],
      edit: members({ tokenBinding: { status: 'supported' } }),
    }),
    'token-binding-not-supported': accepts({
      title: 'tokenBinding says not-supported',
      level: 'should',
      catalogue: ['cdj.tb.not-supported'],
      edit: members({ tokenBinding: { status: 'not-supported' } }),
    }),
    'token-binding-null': accepts({
      title: 'tokenBinding is null',
      level: 'should',
      catalogue: ['cdj.tb.null'],
      edit: members({ tokenBinding: null }),
    }),
  };
}

const RESERVED = 'Level 3 reserves tokenBinding and lets it be ignored; FIDO certification wants it refused';

/** Where the specification leaves it open, or two authorities disagree. */
export function openCases(kind: Ceremony): Cases {
  const fido = `fido.${kind === 'registration' ? 'Att' : 'Ass'}-2`;
  return {
    'token-binding-text': either({
      title: 'tokenBinding is a text',
      level: 'report',
      reason: RESERVED,
      catalogue: ['cdj.tb.nonobject', `${fido}.F-15`],
      edit: members({ tokenBinding: 'supported' }),
    }),
    'token-binding-without-status': either({
      title: 'tokenBinding has no status',
      level: 'report',
      reason: RESERVED,
      catalogue: ['cdj.tb.status-missing', `${fido}.F-16`],
      edit: members({ tokenBinding: {} }),
    }),
    'token-binding-unknown-status': either({
      title: 'tokenBinding has an unknown status',
      level: 'report',
      reason: RESERVED,
      catalogue: ['cdj.tb.status-invalid', `${fido}.F-17`],
      edit: members({ tokenBinding: { status: 'sometimes' } }),
    }),
    'token-binding-present': either({
      title: 'tokenBinding says present, on a connection without it',
      level: 'report',
      reason: 'Level 2 has it verified, Level 3 reserves the member, and no browser has token binding any more',
      seen: 'report-uri/passkeys-php',
      catalogue: ['cdj.tb.present'],
      edit: members({ tokenBinding: { status: 'present', id: 'AAAA' } }),
    }),
    'invalid-utf8-in-extra': either({
      title: 'an unknown member has a byte that is not UTF-8',
      level: 'report',
      reason: 'UTF-8 decode puts U+FFFD in its place; stricter decoders refuse',
      catalogue: ['cdj.enc.invalid-utf8'],
      edit: {
        clientData(data) {
          const [before, after] = honestText({ ...data, extra: '|' }).split('|');
          return concat(utf8(before!), Uint8Array.of(0xff), utf8(after!));
        },
      },
    }),
    'lone-surrogate': either({
      title: 'an unknown member has half a surrogate pair, escaped',
      level: 'report',
      reason: 'JSON allows the escape; no client serialises it',
      catalogue: ['cdj.json.lone-surrogate'],
      edit: appended('"extra":"\\ud800"'),
    }),
    'extreme-numbers': either({
      title: 'unknown members have numbers that no double holds',
      level: 'report',
      reason: 'JSON sets no range for numbers',
      catalogue: ['cdj.json.number-edge'],
      edit: appended('"extra":[1e400,-0,18446744073709551616]'),
    }),
    'deeply-nested': either({
      title: 'an unknown member is nested 5,000 deep',
      level: 'report',
      reason: 'a parser may bound the depth, but has to survive it',
      catalogue: ['cdj.json.deep'],
      edit: appended(`"extra":${'['.repeat(5_000)}${']'.repeat(5_000)}`),
    }),
  };
}
