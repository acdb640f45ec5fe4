/** What is wrong with a ceremony, in plain words, and what to change: most telling first. */
import { DUTIES, type DutyName, specificationPlace } from '../duties.ts';
import type { Diagnosis, ExplainedDuty } from './explainCeremony.ts';
import { refusesResponse } from './explainDuties.ts';
import { textMember, webOrigin } from './explainFacts.ts';
import { type Explained, PATTERNS, type Pattern, patternsOf } from './patterns.ts';
import { isUnexplained } from './patternsRp.ts';
import { type ServerWords, serverWords } from './serverWords.ts';
import { cut } from './words.ts';

/** Patterns that are named where nothing is known for sure. */
const GUESSES = 4;

/** Whoever reads leniently here lets nobody in who ought to stay out. */
const LENIENT: ReadonlySet<DutyName> = new Set<DutyName>(['base64url', 'response-json', 'sign-count']);

export function diagnosisOf(explained: Explained): Diagnosis[] {
  const { ceremony } = explained;
  const patterns = patternsOf(explained);
  if (ceremony.error) return pageDiagnosis(explained, patterns);
  const refusals = explained.duties.filter(({ outcome }) => outcome === 'refused').sort((a, b) => rank(a) - rank(b));
  const found = refusals.map(refusal => ofRefusal(refusal, explained, patterns));
  const said = ceremony.answer?.accepted === false ? serverWords(ceremony.answer.body) : undefined;
  const heard = said ? [ofWords(said, explained, found[0])] : [];
  if (!isUnexplained(explained)) return [...found, ...heard];
  // What few RPs mind is all that there is: unless the RP says otherwise, it is what this one minds.
  const isTheSame = heard[0]?.duty === undefined || heard[0].duty === found[0]?.duty;
  const known = isTheSame ? [...found, ...heard] : [...heard, ...found];
  return [...known, ...guesses(explained, patterns)];
}

/** Form first where nothing else is wrong: many RPs read leniently, so that it may not be what they mind. */
function rank(line: ExplainedDuty): number {
  if (!refusesResponse(line)) return line.hygiene ? 3 : 2;
  return line.duty === 'base64url' ? 1 : 0;
}

function ofRefusal(line: ExplainedDuty, explained: Explained, patterns: readonly Pattern[]): Diagnosis {
  const { duty, reason, hygiene } = line;
  const pattern = patterns.find(one => one.duty === duty) ?? patterns.find(one => isOfDuty(one, duty));
  const accepted = explained.ceremony.answer?.accepted === true;
  const isFinding = accepted && refusesResponse(line) && !LENIENT.has(duty);
  const place = `${DUTIES[duty].title} (${specificationPlace(duty, explained.ceremony.kind)})`;
  const what = [
    ...(isFinding ? ['SECURITY: the RP accepted what it must refuse:'] : []),
    inWords(duty, reason!, explained),
    ...(hygiene ? ['(stricter than most RPs)'] : []),
  ].join(' ');
  const remedy = isFinding ? `check it on the server: ${place}` : (pattern?.remedy ?? `what is owed: ${place}`);
  return { duty, ...(pattern && { pattern: pattern.id }), what, remedy, sure: true };
}

/** Two duties that one pattern is about. */
function isOfDuty({ duty }: Pattern, other: DutyName): boolean {
  return (
    (duty === 'cross-origin' && other === 'top-origin') ||
    (duty === 'credential-allowed' && other === 'credential-owner')
  );
}

function inWords(duty: DutyName, reason: string, { ceremony, facts, expectation: { origins } }: Explained): string {
  const said = textMember(facts.clientData, 'origin');
  if (duty !== 'origin' || said === undefined) return reason;
  const expected = `the RP expected ${origins.join(' or ')}`;
  const page = webOrigin(ceremony.origin ?? ceremony.page);
  return page === undefined || page === said
    ? `the page ran on ${cut(said)}, ${expected}`
    : `the response was made for ${cut(said)}, on a page of ${page}; ${expected}`;
}

function pageDiagnosis({ ceremony: { reason, error } }: Explained, patterns: readonly Pattern[]): Diagnosis[] {
  const told = reason === undefined ? [] : [{ what: `the virtual device says: ${reason}`, sure: true }];
  const fitting = patterns.map(one => ofPattern(one)).sort((one, other) => Number(other.sure) - Number(one.sure));
  if (told.length + fitting.length > 0) return [...told, ...fitting];
  return [{ what: `the page got ${error!.name}: ${cut(error!.message, 200)}`, sure: true }];
}

function ofPattern({ id, duty, cause, remedy, unsure }: Pattern): Diagnosis {
  return { ...(duty && { duty }), pattern: id, what: cause, remedy, sure: !unsure };
}

/** Nothing that was seen is wrong, and the RP refused all the same. */
function guesses(explained: Explained, patterns: readonly Pattern[]): Diagnosis[] {
  const open = explained.duties.filter(({ outcome }) => outcome === 'missing' || outcome === 'unchecked');
  const names = open.map(({ duty }) => duty).join(', ');
  const what = `nothing that can be checked here is wrong: the reason is on the RP's side${names ? `, or in ${names}, which cannot be checked` : ''}`;
  // What leads to a duty that is open tells more than that nothing else is wrong.
  const leading = patterns.filter(({ duty }) => duty !== undefined);
  const others = patterns.filter(({ duty }) => duty === undefined).slice(0, GUESSES);
  const perhaps = (one: Pattern) => ({ ...ofPattern(one), sure: false });
  return [...leading.map(perhaps), { what, sure: true }, ...others.map(perhaps)];
}

/** What the RP says of it, beside what was found. */
function ofWords(words: ServerWords, explained: Explained, first: Diagnosis | undefined): Diagnosis {
  const { duty, quote, origins } = words;
  if (origins && explained.ceremony.response === undefined) return ofOrigins(origins, explained);
  const own = explained.duties.find(line => line.duty === duty)?.outcome;
  if (first?.duty === duty) return { duty, what: `the RP says the same: “${quote}”`, sure: true };
  if (own === 'refused') return { duty, what: `the RP says “${quote}”, which is wrong here as well`, sure: true };
  const seen =
    own === 'passed'
      ? 'by what was seen here it is right: the RP expects something else'
      : 'it could not be checked here';
  const remedy = own === 'passed' ? settingOf(duty, explained) : PATTERNS.find(one => one.duty === duty)?.remedy;
  return { duty, what: `the RP says “${quote}”: ${duty}; ${seen}`, ...(remedy && { remedy }), sure: false };
}

/** All that is known is what the RP says: as if the response had said so. */
function ofOrigins({ found, expected }: NonNullable<ServerWords['origins']>, explained: Explained): Diagnosis {
  const told: Explained = {
    ...explained,
    facts: { ...explained.facts, clientData: { origin: found } },
    expectation: { ...explained.expectation, origins: expected },
    refused: new Set<DutyName>(['origin']),
  };
  const pattern = patternsOf(told).find(({ duty }) => duty === 'origin');
  const what = inWords('origin', '', told);
  return { duty: 'origin', ...(pattern && { pattern: pattern.id, remedy: pattern.remedy }), what, sure: true };
}

/** What to compare in the RP's configuration. */
function settingOf(duty: DutyName, { facts, expectation }: Explained): string | undefined {
  const { clientData } = facts;
  if (duty === 'origin') return `the page ran on ${textMember(clientData, 'origin')}: add it to the allowed origins`;
  if (duty === 'rp-id-hash') return `the options said ${expectation.rpId}: verify with the same RP ID`;
  if (duty === 'user-verified')
    return `the options asked for ${expectation.expected.userVerification}: verify with the same, not with more`;
  if (duty === 'challenge')
    return 'the challenge is the one of these options: the RP compares with that of another session or tab';
  return undefined;
}
