/** Reports as JUnit XML, as Jenkins, GitLab and others read it: a suite is a section, red is what fails the run. Pure. */
import type { Report, ReportHeader, Result } from '../result.ts';
import { DEFAULT_GATE, stoppedBy } from '../runner/gate.ts';
import { printable } from './terminal.ts';
import { dutyInWords, expectedInWords, repeatLine, seenInWords } from './words.ts';

/** A repeat line can be long, and is of no use when it is cut. */
const LINE = 2000;

interface Suite {
  name: string;
  started: string;
  cases: TestCase[];
}

interface TestCase {
  name: string;
  ms: number;
  /** Nothing for a pass. */
  outcome?: { element: 'failure' | 'error' | 'skipped'; message: string; text: string };
}

/**
 * What is new or stale is a `failure`, what could not be judged an `error`, what is known or was left out `skipped`; what is
 * `unclean` or `noted` fails no run, and is not shown. A run that was cut off has an error of its own.
 */
export function junitXml(reports: readonly Report[]): string {
  const suites = reports.flatMap(report => suitesOf(report, reports.length > 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="touchstone"${attributes(totals(suites.flatMap(({ cases }) => cases)))}>`,
    ...suites.map(suiteXml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suitesOf({ header, results, footer }: Report, named: boolean): Suite[] {
  const prefix = named ? `${printable(header.target.name)} ` : '';
  const red = new Map(stoppedBy(DEFAULT_GATE, results).map(({ word, result }) => [result, word]));
  const suite = (name: string, cases: TestCase[]) => ({ name: prefix + name, started: header.started, cases });
  const cut: TestCase = {
    name: 'the run came to its end',
    ms: 0,
    outcome: { element: 'error', message: 'the run was cut off', text: 'What is missing was not put to the RP.' },
  };
  return [
    ...(footer?.complete ? [] : [suite('run', [cut])]),
    ...[...bySection(results)].map(([section, own]) =>
      suite(
        section,
        own.map(one => testCase(header, one, red.get(one) !== undefined)),
      ),
    ),
  ];
}

function bySection(results: readonly Result[]): Map<string, Result[]> {
  const sections = new Map<string, Result[]>();
  for (const one of results) sections.set(one.section, [...(sections.get(one.section) ?? []), one]);
  return sections;
}

function testCase(header: ReportHeader, result: Result, red: boolean): TestCase {
  const { id, section, lane, authenticator, ms } = result;
  const key = id.startsWith(`${section}/`) ? id.slice(section.length + 1) : id;
  const outcome = outcomeOf(header, result, red);
  return { name: printable(lane === 'browser' ? `${key} (${authenticator})` : key), ms, ...(outcome && { outcome }) };
}

function outcomeOf(header: ReportHeader, result: Result, red: boolean): TestCase['outcome'] {
  const { verdict, standing, message = '' } = result;
  const said = `expected ${expectedInWords(result)}, seen ${seenInWords(result)}`;
  if (red) {
    const stale = standing === 'stale';
    return {
      element: verdict === 'void' ? 'error' : 'failure',
      message: stale ? 'listed as known, and no longer fails that way' : verdict === 'void' ? message : said,
      text: details(header, result),
    };
  }
  if (standing === 'known') return { element: 'skipped', message: '', text: `known: ${said}` };
  if (verdict === 'skip' || verdict === 'void') return { element: 'skipped', message: '', text: printable(message) };
  return undefined;
}

function details(header: ReportHeader, result: Result): string {
  const duty = dutyInWords(result);
  return [
    result.title,
    ...(duty ? [`${duty.title} (${duty.place}, ${duty.link})`] : []),
    `Expected: ${expectedInWords(result)}`,
    `Seen: ${seenInWords(result)}${result.message ? ` · ${result.message}` : ''}`,
    `Repeat: ${repeatLine(header, result)}`,
  ]
    .map(line => printable(line, LINE))
    .join('\n');
}

function suiteXml({ name, started, cases }: Suite): string {
  // Schemas differ on fractions of a second and on zones: neither is written.
  const timestamp = started.slice(0, 'YYYY-MM-DDThh:mm:ss'.length);
  const skipped = cases.filter(({ outcome }) => outcome?.element === 'skipped').length;
  return [
    `<testsuite${attributes({ name, ...totals(cases), skipped, timestamp })}>`,
    ...cases.map(one => caseXml(name, one)),
    '</testsuite>',
  ].join('\n');
}

function totals(cases: readonly TestCase[]) {
  const count = (element: string) => cases.filter(({ outcome }) => outcome?.element === element).length;
  const time = seconds(cases.reduce((sum, { ms }) => sum + ms, 0));
  return { tests: cases.length, failures: count('failure'), errors: count('error'), time };
}

function caseXml(classname: string, { name, ms, outcome }: TestCase): string {
  const start = `<testcase${attributes({ name, classname, time: seconds(ms) })}`;
  if (!outcome) return `${start}/>`;
  const { element, message, text } = outcome;
  // The oldest schema gives `skipped` no attribute.
  const own = element === 'skipped' ? '' : attributes({ message: printable(message) });
  return `${start}><${element}${own}>${escapeXml(text)}</${element}></testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot hold at all, in whatever way it is written, becomes U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, character => ENTITY[character]!);
}
