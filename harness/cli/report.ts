/** `touchstone report`: other forms of reports that are there, and what changed since an older one. */
import { Command } from 'commander';
import type { Changes } from '../report/against.ts';
import type { NamedReport } from '../report/merge.ts';
import type { Report } from '../result.ts';
import { say } from './console.ts';
import { andMore, withExamples } from './shared.ts';

interface ReportFlags {
  out?: string;
  html: boolean;
  junit?: string | true;
  sarif?: string | true;
  summary?: string | true;
  against: string[];
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'other forms of one report or several, and what changed since older ones; it tells, and never fails a build: that is for run --known',
    )
    .argument('<dir...>', 'folders with a report.json, or such files')
    .option('--html', 'one page: of several reports, beside each other', false)
    .option('--junit [file]', 'JUnit XML (default: junit.xml)')
    .option('--sarif [file]', 'SARIF 2.1.0 (default: touchstone.sarif)')
    .option('--summary [file]', 'Markdown; without a file it alone is on standard output')
    .option('--out <dir>', 'where forms without a file of their own go (default: the first folder)')
    .option('--against <dir>', 'list what changed since that report; may be given again', andMore, []);
  command.action(reportVerb);
  return withExamples(command, [
    'touchstone report touchstone-report --junit --sarif',
    'touchstone report touchstone-report --summary >> "$GITHUB_STEP_SUMMARY"',
    'touchstone report staging production --html --out both',
    'touchstone report touchstone-report --against last-release',
  ]);
}

async function reportVerb(paths: string[], flags: ReportFlags): Promise<void> {
  const [{ dirname, join }, { AskedWrongly }] = await Promise.all([
    import('node:path'),
    import('../targets/askedWrongly.ts'),
  ]);
  const { html, junit, sarif, summary, against } = flags;
  if (!html && !junit && !sarif && !summary && against.length === 0)
    throw new AskedWrongly('what of the report? --html, --junit, --sarif, --summary or --against');
  const named = await readReports(paths);
  const changes = against.length > 0 ? await changesSince(await readReports(against), named) : [];
  const reports = named.map(({ report }) => report);
  const out = flags.out ?? dirname(named[0]!.file);
  const { writeForms } = await import('../report/write.ts');
  const written = await writeForms(
    reports,
    {
      ...(html && { html: join(out, 'index.html') }),
      ...(junit && { junit: junit === true ? join(out, 'junit.xml') : junit }),
      ...(sarif && { sarif: sarif === true ? join(out, 'touchstone.sarif') : sarif }),
      ...(typeof summary === 'string' && { summary }),
    },
    named.map(({ file }) => file),
  );
  if (summary === true) return say(await summaryWith(reports, changes));
  await sayChanges(changes);
  for (const file of written) say(`Written: ${file}`);
}

/** @throws {ReportError} */
export async function readReports(paths: readonly string[]): Promise<NamedReport[]> {
  const { readReport, reportFile } = await import('../report/read.ts');
  return Promise.all(paths.map(reportFile).map(async file => ({ file, report: await readReport(file) })));
}

async function changesSince(older: NamedReport[], newer: NamedReport[]): Promise<Changes[]> {
  const { changesBetween, pairs } = await import('../report/against.ts');
  return pairs(older, newer).map(([before, after]) => changesBetween(before, after));
}

async function summaryWith(reports: readonly Report[], changes: readonly Changes[]): Promise<string> {
  const [{ summaryMarkdown }, { changesMarkdown }] = await Promise.all([
    import('../report/summary.ts'),
    import('../report/against.ts'),
  ]);
  return [summaryMarkdown(reports), ...changes.map(one => changesMarkdown(one))].join('\n').trimEnd();
}

async function sayChanges(changes: readonly Changes[]): Promise<void> {
  const { changesInWords } = await import('../report/against.ts');
  for (const one of changes) say(`${changesInWords(one)}\n`);
}
