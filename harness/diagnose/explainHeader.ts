/** What a ceremony is, in the few lines that stand above the details. */
import { aaguidText } from '../encoding/authenticatorData.ts';
import { authenticatorName } from './authenticatorNames.ts';
import { rpIdAsked, textMember } from './explainFacts.ts';
import type { ObservedCeremony } from './observed.ts';
import type { Explained } from './patterns.ts';
import { cut } from './words.ts';

type Line = readonly [label: string, value: string];

/** `2. login, refused by the RP (400)`. */
export function titleOf({ kind, error, answer, response }: ObservedCeremony, index: number): string {
  const what = kind === 'registration' ? 'registration' : 'login';
  if (error) return `${index + 1}. ${what}, ${error.name} in the page`;
  if (response === undefined && answer) return `${index + 1}. ${what}, refused in the RP’s words`;
  if (response === undefined) return `${index + 1}. ${what}, its options only`;
  if (!answer) return `${index + 1}. ${what}`;
  const status = answer.status === undefined ? 'no answer' : String(answer.status);
  return `${index + 1}. ${what}, ${answer.accepted ? 'accepted' : 'refused'} by the RP (${status})`;
}

export function headerOf({ ceremony, facts, expectation }: Explained): Line[] {
  const { page, browser, written = [], error, answer, mediation } = ceremony;
  const lines: [label: string, value: string | undefined][] = [
    ['page', page ?? facts.pageOrigin],
    ['browser', browser],
    ['RP ID', rpIdAsked(expectation.options) ?? expectation.rpId],
    ['user', textMember(expectation.options?.user, 'name')],
    ['mediation', mediation],
    ['format', facts.format],
    ['model', modelOf(facts.authData?.aaguid ?? expectation.known?.record.aaguid)],
    ['flags', flagsOf(facts.authData)],
    ['written', written.join('; ') || undefined],
    ['error', error && `${error.name}: ${error.message}`],
    ['answer', answer && `${answer.status ?? 'its words alone'}, from ${answer.url}`],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [[label, cut(value, 200)] as const]));
}

function modelOf(aaguid: Uint8Array | undefined): string | undefined {
  if (aaguid?.length !== 16) return undefined;
  if (aaguid.every(byte => byte === 0)) return 'not told (AAGUID of zeros, as under attestation none)';
  const text = aaguidText(aaguid);
  return `${authenticatorName(text) ?? 'unknown'} (${text})`;
}

/** `the person was there and verified; device-bound; signCount 3`. */
function flagsOf(data: Explained['facts']['authData']): string | undefined {
  if (!data) return undefined;
  const { up, uv, be, bs, signCount } = data;
  const person = `the person was ${up ? 'there' : 'not there'}${uv ? ' and verified' : ', not verified'}`;
  const backup = !be
    ? `device-bound${bs ? ', and yet backed up' : ''}`
    : bs
      ? 'synced, backed up'
      : 'can be synced, not backed up';
  return `${person}; ${backup}; signCount ${signCount}`;
}
