/** What a finding says on a terminal. Pure. */
import { DUTIES, specificationLink, specificationPlace } from '../duties.ts';
import { replyInWords } from '../runner/interruptions.ts';
import { caseCode, fuzzedInWords } from './code.ts';
import type { DifferenceKind } from './difference.ts';
import type { Finding } from './fuzz.ts';

const SAYS: Readonly<Record<DifferenceKind, string>> = {
  hole: 'accepts what it must refuse',
  hygiene: 'accepts what it would better refuse',
  strict: 'refuses what is right',
  crash: 'falls over',
  hang: 'does not answer',
};

/**
 * @param command what repeats findings, but for the ceremony.
 * @param printable makes what an RP said fit for a terminal.
 */
export function findingInWords(finding: Finding, command: string, printable: (text: string) => string): string {
  const { kind, duty, fuzzed, refusals, reply } = finding;
  const { ceremony } = fuzzed;
  return [
    `${kind}: ${ceremony}: the RP ${SAYS[kind]}: ${fuzzedInWords(fuzzed)}`,
    ...(duty ? [`  Neglects: ${duty}: ${DUTIES[duty].title}`] : []),
    ...(duty ? [`            ${specificationPlace(duty, ceremony)}, ${specificationLink(duty, 3, ceremony)}`] : []),
    ...refusals.map(({ duty: name, reason }) => `  Because:  ${name}: ${printable(reason)}`),
    ...(kind === 'hole' || kind === 'hygiene' ? [] : [`  Seen:     ${printable(replyInWords(reply))}`]),
    '  A case:',
    ...caseCode(fuzzed, finding)
      .split('\n')
      .map(line => `    ${line}`),
    `  Repeat:   ${repeatCommand(finding, command)}`,
  ].join('\n');
}

/** @param command the verb with target and seed. */
export function repeatCommand({ fuzzed }: Pick<Finding, 'fuzzed'>, command: string): string {
  return `${command} --replay '${JSON.stringify(fuzzed).replaceAll("'", "'\\''")}'`;
}

export function countsOfFindings(findings: readonly Pick<Finding, 'kind'>[]): string {
  const kinds = Object.keys(SAYS).map(kind => [kind, findings.filter(one => one.kind === kind).length] as const);
  const found = kinds.filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`);
  return found.length > 0 ? found.join(', ') : 'no difference';
}
