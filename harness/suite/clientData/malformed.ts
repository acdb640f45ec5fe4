/** clientDataJSON that is not one JSON object, says a thing twice, or says it in the wrong place (RFC 8259). */
import { concat } from '../../encoding/bytes.ts';
import { ccdToString, encodeClientData } from '../../encoding/clientData.ts';
import { rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { appended, honestText, members, prepended, text } from './edit.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

const utf16be = (words: string) => Uint8Array.from(Buffer.from(words, 'utf16le').swap16());

/** Bytes that are not one JSON object. */
export function malformedCases(): Cases {
  return {
    'no-bytes': rejects('client-data-json', {
      title: 'clientDataJSON has no bytes',
      catalogue: ['cdj.json.empty'],
      edit: { clientData: () => new Uint8Array() },
    }),
    truncated: rejects('client-data-json', {
      title: 'clientDataJSON has lost its last byte',
      catalogue: ['cdj.json.truncated'],
      edit: text(json => json.slice(0, -1)),
    }),
    'two-byte-order-marks': rejects('client-data-json', {
      title: 'clientDataJSON begins with two byte order marks',
      catalogue: ['cdj.enc.bom2'],
      edit: { clientData: data => concat(BOM, BOM, encodeClientData(data)) },
    }),
    'utf-16-little-endian': rejects('client-data-json', {
      title: 'clientDataJSON is UTF-16, little-endian',
      catalogue: ['cdj.enc.utf16'],
      edit: { clientData: data => new Uint8Array(Buffer.from(honestText(data), 'utf16le')) },
    }),
    'utf-16-big-endian': rejects('client-data-json', {
      title: 'clientDataJSON is UTF-16, big-endian',
      catalogue: ['cdj.enc.utf16'],
      edit: { clientData: data => utf16be(honestText(data)) },
    }),
    'nul-after-object': rejects('client-data-json', {
      title: 'NUL bytes follow the object',
      catalogue: ['cdj.enc.nul-tail'],
      edit: text(json => `${json}\0\0`),
    }),
    'text-after-object': rejects('client-data-json', {
      title: 'text follows the object',
      catalogue: ['cdj.json.tail-garbage'],
      edit: text(json => `${json}x`),
    }),
    'second-object': rejects('client-data-json', {
      title: 'a second object follows the object',
      catalogue: ['cdj.json.tail-garbage'],
      edit: text(json => json + json),
    }),
    comment: rejects('client-data-json', {
      title: 'a comment stands in the JSON',
      catalogue: ['cdj.json.comment'],
      edit: text(json => json.replace('{', '{/* */')),
    }),
    'trailing-comma': rejects('client-data-json', {
      title: 'a comma follows the last member',
      catalogue: ['cdj.json.trailing-comma'],
      edit: text(json => json.replace(/}$/, ',}')),
    }),
    'single-quotes': rejects('client-data-json', {
      title: 'strings stand in single quotation marks',
      catalogue: ['cdj.json.single-quote'],
      edit: text(json => json.replaceAll('"', "'")),
    }),
    'not-a-number': rejects('client-data-json', {
      title: 'a member is NaN',
      catalogue: ['cdj.json.nan'],
      edit: appended('"extra":NaN'),
    }),
    array: rejects('client-data-json', {
      title: 'the object stands in an array',
      catalogue: ['cdj.json.array'],
      edit: text(json => `[${json}]`),
    }),
    null: rejects('client-data-json', {
      title: 'clientDataJSON is null',
      catalogue: ['cdj.json.null'],
      edit: text(() => 'null'),
    }),
    string: rejects('client-data-json', {
      title: 'clientDataJSON is a JSON string that holds the JSON',
      catalogue: ['cdj.json.null'],
      edit: text(json => JSON.stringify(json)),
    }),
    number: rejects('client-data-json', {
      title: 'clientDataJSON is a number',
      catalogue: ['cdj.json.null'],
      edit: text(() => '1'),
    }),
    'empty-object': rejects('client-data-json', {
      title: 'clientDataJSON is an empty object',
      catalogue: ['cdj.json.empty-object'],
      edit: text(() => '{}'),
    }),
    nested: rejects('client-data-json', {
      title: 'the members stand one level down, none at the top',
      catalogue: ['cdj.json.nested-evil'],
      edit: text(json => `{"clientData":${json}}`),
    }),
  };
}

/** Members that stand twice: the wrong value first, so that a reader who takes the last one sees nothing wrong. */
export function duplicateCases(): Cases {
  return {
    'duplicate-type': rejects('client-data-members', {
      title: 'type stands twice, another one first',
      level: 'should',
      catalogue: ['cdj.json.dup-type'],
      edit: prepended('"type":"webauthn.other"'),
    }),
    'duplicate-challenge': rejects('client-data-members', {
      title: 'challenge stands twice, another one first',
      level: 'should',
      catalogue: ['cdj.json.dup-challenge-last'],
      edit: prepended('"challenge":"AAAAAAAAAAAAAAAAAAAAAA"'),
    }),
    'duplicate-origin': rejects('client-data-members', {
      title: 'origin stands twice, another one first',
      level: 'should',
      catalogue: ['cdj.json.dup-origin'],
      edit: prepended('"origin":"https://evil.example"'),
    }),
    'duplicate-origin-escaped': rejects('client-data-members', {
      title: 'origin stands twice, another one first and with an escaped name',
      level: 'should',
      catalogue: ['cdj.json.dup-escaped'],
      edit: prepended('"\\u006frigin":"https://evil.example"'),
    }),
    'duplicate-challenge-wrong-last': rejects('client-data-members', {
      title: 'challenge stands twice, another one last',
      level: 'should',
      catalogue: ['cdj.json.dup-challenge-first'],
      edit: appended('"challenge":"AAAAAAAAAAAAAAAAAAAAAA"'),
    }),
    'duplicate-equal': rejects('client-data-members', {
      title: 'challenge stands twice with the same value',
      level: 'should',
      catalogue: ['cdj.json.dup-challenge-last'],
      edit: prepended(({ challenge }) => `"challenge":${ccdToString(challenge)}`),
    }),
  };
}

/** The required members are there for a careless reader only. */
export function misplacedCases(): Cases {
  return {
    'origin-from-prototype': rejects('origin', {
      title: '__proto__ carries the right origin, origin another one',
      catalogue: ['cdj.json.extra-proto'],
      edit: text((json, { origin }) =>
        json
          .replace(ccdToString(origin), '"https://evil.example"')
          .replace(/}$/, `,"__proto__":{"origin":${ccdToString(origin)}}}`),
      ),
    }),
    'origin-name-in-capitals': rejects('origin', {
      title: 'the name of the member origin is in capitals',
      catalogue: ['cdj.json.key-case'],
      edit: members(({ origin }) => ({ origin: undefined, ORIGIN: origin })),
    }),
    'challenge-name-in-capitals': rejects('challenge', {
      title: 'the name of the member challenge is in capitals',
      catalogue: ['cdj.json.key-case'],
      edit: members(({ challenge }) => ({ challenge: undefined, CHALLENGE: challenge })),
    }),
    'type-name-in-capitals': rejects('type', {
      title: 'the name of the member type is in capitals',
      catalogue: ['cdj.json.key-case'],
      edit: members(({ type }) => ({ type: undefined, TYPE: type })),
    }),
    'evil-origin-right-origin-in-capitals': rejects('origin', {
      title: 'origin is another site, ORIGIN the right one',
      catalogue: ['cdj.json.key-case-dup'],
      edit: members(({ origin }) => ({ origin: 'https://evil.example', ORIGIN: origin })),
    }),
  };
}
