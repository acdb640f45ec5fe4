/** JSON that nests without end, has numbers of a million digits, ids of megabytes, and texts that slow expressions down. */
import type { Edits } from '../../authenticator/edits.ts';
import type { DutyName } from '../../duties.ts';
import { utf8 } from '../../encoding/bytes.ts';
import type { RawBody } from '../../target.ts';
import { type Declaration, either, type FlowContext, rejects } from '../case.ts';
import { appended, members, text } from '../clientData/edit.ts';
import { begun } from '../flow/begun.ts';
import { type Cases, type Ceremony, changed, envelope } from '../json.ts';

const DEEP = 100_000;
const DIGITS = 1_000_000;
const deepJson = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
const bigNumber = '7'.repeat(DIGITS);
/** 12 MiB of bytes. */
const ID_CHARACTERS = 16 * 1024 * 1024;

type More = Pick<Declaration, 'title' | 'catalogue' | 'level' | 'needs' | 'discoverable' | 'steps'> & { edit?: Edits };
const stressed = (duty: DutyName, declaration: More) => rejects(duty, { ...declaration, stress: true });

/** Posts a response as `write` writes it from the honest one. */
const posting = (kind: Ceremony, write: (honest: object) => RawBody) => async (flow: FlowContext) => {
  if (kind === 'registration') {
    const visit = await flow.visit();
    const response = await flow.authenticator().create(await visit.registrationOptions(flow.user()));
    return visit.post!('register', write(response));
  }
  const { device, visit, options } = await begun(flow);
  return visit.post!('authenticate', write(await device.get(options)));
};

/** The response with one member more, or another one, in its JSON spelling. */
const withMember = (kind: Ceremony, name: string, json: string) =>
  posting(kind, honest => {
    const others = JSON.stringify(changed(honest, { [name]: undefined }));
    return `${others.slice(0, -1)},${JSON.stringify(name)}:${json}}`;
  });

/** The first bytes one at a time, ten a second for half a second; the rest at once. */
async function* slowly(body: string): AsyncGenerator<Uint8Array> {
  const [bytes, first] = [utf8(body), 5];
  for (let index = 0; index < first; index++) {
    yield bytes.subarray(index, index + 1);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  yield bytes.subarray(first);
}

export function jsonStressCases(kind: Ceremony): Cases {
  const needs = ['post'] as const;
  return {
    'body-deep-member': stressed('response-json', {
      title: 'rawId of the response is nested 100,000 deep',
      needs,
      catalogue: ['dos.json.deep'],
      steps: withMember(kind, 'rawId', deepJson),
    }),
    'body-huge-number': stressed('response-json', {
      title: 'id is a number of a million digits',
      needs,
      catalogue: ['dos.json.bignum'],
      steps: withMember(kind, 'id', bigNumber),
    }),
    'client-data-deep': stressed('origin', {
      title: 'origin of the client data is nested 100,000 deep',
      catalogue: ['dos.json.deep-cdj'],
      edit: text(json => json.replace(/"origin":"[^"]*"/, `"origin":${deepJson}`)),
    }),
    'client-data-huge-number': stressed('type', {
      title: 'type of the client data is a number of a million digits',
      catalogue: ['dos.json.bignum'],
      edit: text(json => json.replace(/"type":"[^"]*"/, `"type":${bigNumber}`)),
    }),
    'client-data-many-members': stressed('client-data-members', {
      title: 'the client data has one member 20,000 times',
      level: 'should',
      catalogue: ['dos.json.deep-cdj'],
      edit: appended(Array.from({ length: 20_000 }, () => '"x":0').join()),
    }),
    'id-of-16-megabytes': stressed(kind === 'registration' ? 'credential-id-attested' : 'credential-known', {
      title: 'id and rawId have 8 million characters each',
      catalogue: ['dos.b64.huge'],
      ...(kind === 'authentication' && { discoverable: true }),
      edit: envelope(() => ({ id: 'A'.repeat(ID_CHARACTERS / 2), rawId: 'A'.repeat(ID_CHARACTERS / 2) })),
    }),
    'origin-for-expressions': stressed('origin', {
      title: 'origin has 50,000 labels, and a character that no host has',
      catalogue: ['dos.json.deep-cdj'],
      edit: members(({ origin }) => ({ origin: `https://${'a.'.repeat(50_000)}${new URL(origin).host}!` })),
    }),
    'type-for-expressions': stressed('type', {
      title: 'type ends in 100,000 blanks and a letter',
      catalogue: ['dos.json.deep-cdj'],
      edit: members(({ type }) => ({ type: `${type}${' '.repeat(100_000)}x` })),
    }),
    'id-for-expressions': stressed('base64url', {
      title: 'id has 100,000 padding signs and a letter after it',
      level: 'should',
      catalogue: ['dos.b64.huge'],
      edit: envelope(({ id }) => ({ id: `${id}${'='.repeat(100_000)}A` })),
    }),
    'body-slow': either({
      title: 'the body comes slowly: five bytes in its first half second',
      level: 'report',
      reason: 'how long a body may take is for the server to say',
      stress: true,
      needs,
      catalogue: ['dos.body.slow'],
      steps: posting(kind, honest => slowly(JSON.stringify(honest))),
    }),
  };
}
