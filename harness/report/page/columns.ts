/** What stands side by side: each run, and in a run each browser where the same flow was seen in several. Pure. */
import type { Report, ReportHeader, Result } from '../../result.ts';

export interface Column {
  name: string;
  report: Report;
  results: Result[];
}

/** Names are unique. */
export function columnsOf(reports: readonly Report[]): Column[] {
  const names = namesOf(reports.map(report => report.header));
  return reports.flatMap((report, index) => split(report, names[index]!));
}

/** A flow that was seen in several browsers has one id, and a column for each. */
function split(report: Report, name: string): Column[] {
  const flows = report.results.filter(({ lane }) => lane === 'browser');
  if (new Set(flows.map(({ id }) => id)).size === flows.length) return [{ name, report, results: report.results }];
  const browsers = [...new Set(flows.map(({ authenticator }) => authenticator))];
  const protocol = report.results.filter(({ lane }) => lane === 'protocol');
  return [
    ...(protocol.length === 0 ? [] : [{ name, report, results: protocol }]),
    ...browsers.map(browser => ({
      name: `${name} · ${browser}`,
      report,
      results: flows.filter(({ authenticator }) => authenticator === browser),
    })),
  ];
}

const DIFFERENCES: readonly ((header: ReportHeader) => string)[] = [
  ({ profile }) => profile,
  ({ honest }) => honest ?? 'default ceremony',
  ({ target }) => target.origin,
  ({ started }) => started.replace('T', ' ').replace(/\..*/, ''),
];

/** The targets' names; where two are the same, with the first thing that tells them apart. */
function namesOf(headers: readonly ReportHeader[]): string[] {
  const names = headers.map(({ target }) => target.name);
  return headers.map((header, index) => {
    const alike = headers.filter((_, other) => names[other] === names[index]);
    if (alike.length === 1) return names[index]!;
    const tells = DIFFERENCES.find(difference => new Set(alike.map(difference)).size === alike.length);
    return `${names[index]} · ${tells ? tells(header) : `run ${alike.indexOf(header) + 1}`}`;
  });
}
