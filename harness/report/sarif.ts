/** Reports as SARIF 2.1.0, for code scanning: rules are duties, results what differs from what is expected. Pure. */
import { createHash } from 'node:crypto';
import type { Report, ReportHeader, Result } from '../result.ts';
import { anomalyOf } from './anomalies.ts';
import { printable } from './terminal.ts';
import { dutyInWords, expectedInWords, repeatLine, seenInWords } from './words.ts';

export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: SarifRun[];
}

interface SarifRun {
  tool: { driver: { name: string; version?: string; rules: SarifRule[] } };
  automationDetails: { id: string };
  invocations: { executionSuccessful: boolean; startTimeUtc: string; endTimeUtc?: string }[];
  results: SarifResult[];
}

interface SarifRule {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string };
  helpUri?: string;
}

interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  kind: 'fail' | 'pass';
  level: 'error' | 'warning' | 'none';
  message: { text: string };
  baselineState: 'new' | 'unchanged' | 'absent';
  suppressions?: { kind: 'external'; status: 'accepted' }[];
  locations: object[];
  partialFingerprints: Record<string, string>;
}

/** A repeat line can be long, and is of no use when it is cut. */
const LINE = 2000;

/** For what no duty is named: something right was not accepted. */
const HONEST: SarifRule = {
  id: 'accepts-what-is-right',
  shortDescription: { text: 'What is right is accepted' },
  fullDescription: { text: 'An RP accepts what the specification allows, unusual as it may be.' },
  help: { text: 'Who has such an authenticator cannot sign in otherwise.' },
};

/**
 * A run for each report, with what stands out and nothing else. The known file's word for a result is its `baselineState`:
 * what is known is `unchanged` and suppressed, a stale line is `absent`.
 *
 * @param artifacts where each report is, against the root of the repository. A login has no place in the sources, and
 *   GitHub shows no result without one.
 */
export function sarifLog(reports: readonly Report[], artifacts: readonly string[] = []): SarifLog {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: reports.map((report, index) => runOf(report, artifacts[index] ?? 'report.json')),
  };
}

function runOf({ header, results, footer }: Report, artifact: string): SarifRun {
  const shown = results.filter(one => anomalyOf(one) >= 0);
  const rules = new Map(shown.map(one => ruleOf(one)).map(rule => [rule.id, rule]));
  const ids = [...rules.keys()];
  return {
    tool: {
      driver: {
        name: 'Touchstone',
        ...(header.version !== '' && { version: header.version }),
        rules: [...rules.values()],
      },
    },
    // GitHub takes what stands before the last slash for the category, of which each upload has one.
    automationDetails: { id: `touchstone/${header.target.name.replaceAll('/', '-')}/${header.started}` },
    invocations: [
      {
        executionSuccessful: footer?.complete === true,
        startTimeUtc: header.started,
        ...(footer && { endTimeUtc: footer.ended }),
      },
    ],
    results: shown.map(one => resultOf(header, one, ids, artifact)),
  };
}

function ruleOf(result: Result): SarifRule {
  const duty = dutyInWords(result);
  if (!duty) return HONEST;
  return {
    id: duty.name,
    shortDescription: { text: duty.title },
    fullDescription: { text: `${duty.title} (${duty.place})` },
    help: { text: `${duty.place}: ${duty.link}` },
    helpUri: duty.link,
  };
}

function resultOf(header: ReportHeader, result: Result, rules: readonly string[], artifact: string): SarifResult {
  const { id, standing, verdict } = result;
  const ruleId = ruleOf(result).id;
  const stale = standing === 'stale';
  return {
    ruleId,
    ruleIndex: rules.indexOf(ruleId),
    kind: stale ? 'pass' : 'fail',
    level: stale ? 'none' : verdict === 'fail' || verdict === 'down' ? 'error' : 'warning',
    message: { text: messageOf(header, result) },
    baselineState: standing === 'known' ? 'unchanged' : stale ? 'absent' : 'new',
    ...(standing === 'known' && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(artifact) },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        },
        logicalLocations: [{ name: id.split('/').at(-1), fullyQualifiedName: id }],
      },
    ],
    partialFingerprints: fingerprints(header, result),
  };
}

function messageOf(header: ReportHeader, result: Result): string {
  const said =
    result.standing === 'stale'
      ? 'It is in the known file, and no longer fails that way'
      : `Expected ${expectedInWords(result)}, seen ${seenInWords(result)}${result.message ? ` (${result.message})` : ''}`;
  const text = [`${result.title}. ${said}.`, `Repeat: ${repeatLine(header, result)}`]
    .map(line => printable(line, LINE))
    .join('\n');
  // In a message, brackets make links.
  return text.replace(/[\\[\]]/g, '\\$&');
}

/** The same for a case from run to run, whatever its seed. GitHub goes by the first alone. */
function fingerprints({ target }: ReportHeader, { id, lane, authenticator }: Result): Record<string, string> {
  const identity = JSON.stringify([target.name, id, ...(lane === 'browser' ? [authenticator] : [])]);
  return {
    primaryLocationLineHash: `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}:1`,
    'touchstoneCase/v1': id,
  };
}
