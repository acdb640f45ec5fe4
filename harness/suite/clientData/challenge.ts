/** `challenge` of client data (WebAuthn Level 3 §7.1 step 8, §7.2 step 11): equal to the base64url text that was issued. */
import { base64url, concat, fromBase64url, hex, utf8 } from '../../encoding/bytes.ts';
import type { Reply } from '../../target.ts';
import { accepts, either, type FlowContext, rejects } from '../case.ts';
import { alias, inStandardAlphabet } from '../envelope/credential.ts';
import type { Cases, Ceremony } from '../json.ts';
import { members, text } from './edit.ts';

const bytes = (challenge: string) => fromBase64url(challenge, 'challenge');

/** Capitals and small letters changed about. */
export const swapCase = (words: string) =>
  words.replace(/[a-z]/gi, letter => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

/** Where the alphabets do not differ, the case cannot be put: the runner takes it as an algorithm that is not offered. */
const standard = members(({ challenge }) => {
  const written = inStandardAlphabet(challenge);
  if (written !== challenge) return { challenge: written };
  throw new DOMException('no challenge has a character in which the alphabets differ', 'NotSupportedError');
});

/** Asks until a challenge has one of the two characters in which the alphabets differ; of 32 bytes, three in four have. */
async function standardAlphabet(flow: FlowContext, kind: Ceremony): Promise<Reply> {
  const device = flow.authenticator();
  const visit = await flow.visit();
  if (kind === 'registration') {
    const options = await issued(() => visit.registrationOptions(flow.user()));
    return visit.register(await device.create(options, standard));
  }
  await flow.register(visit, flow.user(), device, { honest: true });
  const options = await issued(() => visit.authenticationOptions(flow.user()));
  return visit.authenticate(await device.get(options, standard));
}

async function issued<Options extends { challenge: string }>(ask: () => Promise<Options>): Promise<Options> {
  let options = await ask();
  for (let more = 0; more < 24 && inStandardAlphabet(options.challenge) === options.challenge; more++)
    options = await ask();
  return options;
}

export function challengeCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-2.${test}`;
  return {
    'challenge-missing': rejects('challenge', {
      title: 'challenge is missing',
      catalogue: ['cdj.chal.missing', fido('F-6')],
      edit: members({ challenge: undefined }),
    }),
    'challenge-null': rejects('challenge', {
      title: 'challenge is null',
      catalogue: ['cdj.chal.nonstring'],
      edit: members({ challenge: null }),
    }),
    'challenge-number': rejects('challenge', {
      title: 'challenge is a number',
      catalogue: ['cdj.chal.nonstring', fido('F-7')],
      edit: members({ challenge: 42 }),
    }),
    'challenge-true': rejects('challenge', {
      title: 'challenge is true',
      catalogue: ['cdj.chal.nonstring'],
      edit: members({ challenge: true }),
    }),
    'challenge-array': rejects('challenge', {
      title: 'challenge is an array that holds the right challenge',
      catalogue: ['cdj.chal.nonstring'],
      edit: members(({ challenge }) => ({ challenge: [challenge] })),
    }),
    'challenge-empty': rejects('challenge', {
      title: 'challenge is empty',
      seen: 'MasterKale/SimpleWebAuthn#3',
      catalogue: ['cdj.chal.empty', fido('F-8')],
      edit: members({ challenge: '' }),
    }),
    'challenge-not-base64url': rejects('challenge', {
      title: 'challenge is no base64url',
      catalogue: ['cdj.chal.not-b64url', fido('F-9')],
      edit: members({ challenge: '***' }),
    }),
    'challenge-other': rejects('challenge', {
      title: 'challenge is another one of the same length',
      seen: 'CVE-2026-28787',
      catalogue: ['cdj.chal.wrong', fido('F-10')],
      edit: members(({ challenge }, { random }) => ({
        challenge: base64url(random('other challenge', bytes(challenge).length)),
      })),
    }),
    'challenge-first-half': rejects('challenge', {
      title: 'challenge is the first half of the right one',
      catalogue: ['cdj.chal.prefix'],
      edit: members(({ challenge }) => ({
        challenge: base64url(bytes(challenge).subarray(0, bytes(challenge).length >> 1)),
      })),
    }),
    'challenge-extended': rejects('challenge', {
      title: 'challenge is the right one and a byte more',
      catalogue: ['cdj.chal.extended'],
      edit: members(({ challenge }) => ({ challenge: base64url(concat(bytes(challenge), Uint8Array.of(0))) })),
    }),
    'challenge-padded': rejects('challenge', {
      title: 'challenge is the right one with padding',
      level: 'should',
      catalogue: ['cdj.chal.padded'],
      edit: members(({ challenge }) => ({ challenge: `${challenge}=` })),
    }),
    'challenge-with-newline': rejects('challenge', {
      title: 'challenge is the right one and a line break',
      level: 'should',
      catalogue: ['cdj.chal.whitespace'],
      edit: members(({ challenge }) => ({ challenge: `${challenge}\n` })),
    }),
    'challenge-other-case': rejects('challenge', {
      title: 'challenge has the case of its letters swapped',
      catalogue: ['cdj.chal.case'],
      edit: members(({ challenge }) => ({ challenge: swapCase(challenge) })),
    }),
    'challenge-alias': rejects('challenge', {
      title: 'challenge has unused bits set in its last character',
      level: 'should',
      catalogue: ['cdj.chal.trailing-bits'],
      edit: members(({ challenge }) => ({ challenge: alias(challenge) })),
    }),
    'challenge-standard-alphabet': rejects('challenge', {
      title: 'challenge has + and / for - and _',
      level: 'should',
      catalogue: ['cdj.chal.std-alphabet'],
      steps: flow => standardAlphabet(flow, kind),
    }),
    'challenge-hex': rejects('challenge', {
      title: 'challenge is written in hexadecimal digits',
      catalogue: ['cdj.chal.hex'],
      edit: members(({ challenge }) => ({ challenge: hex(bytes(challenge)) })),
    }),
    'challenge-encoded-twice': either({
      title: 'challenge is encoded twice',
      level: 'report',
      reason: 'a common slip of integrations, where RP and page agree on encoding the text once more',
      catalogue: ['cdj.chal.double'],
      edit: members(({ challenge }) => ({ challenge: base64url(utf8(challenge)) })),
    }),
    'challenge-escaped': accepts({
      title: 'challenge is written with a JSON escape',
      level: 'should',
      catalogue: ['cdj.chal.escaped'],
      edit: text((json, { challenge }) =>
        json.replace(
          `"${challenge}"`,
          `"\\u${challenge.charCodeAt(0).toString(16).padStart(4, '0')}${challenge.slice(1)}"`,
        ),
      ),
    }),
  };
}
