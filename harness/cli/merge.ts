/** `touchstone merge`: the shards of one run become one report, which is judged as a whole run is. */
import { Command } from 'commander';
import { DEFAULT_GATE, type Gate, parseGate, strictly } from '../runner/gate.ts';
import { colours, columnsOf, say } from './console.ts';
import { exitCodeOf } from './exitCode.ts';
import { readReports } from './report.ts';
import { withExamples } from './shared.ts';

interface MergeFlags {
  out: string;
  failOn: Gate;
  strict: boolean;
}

export function mergeCommand(): Command {
  const command = new Command('merge')
    .description('the shards of one run, made with the same --seed, as one report; ends as the whole run would')
    .argument('<dir...>', 'folders with a report.json, or such files: all shards, in any order')
    .option('--out <dir>', 'where the report goes', 'touchstone-report')
    .option('--fail-on <list>', 'as for run', parseGate, DEFAULT_GATE)
    .option('--strict', 'as for run', false)
    .action(mergeVerb);
  return withExamples(command, [
    'touchstone run --rp fido:http://localhost:3000 --shard 1/3 --seed "$GITHUB_RUN_ID" --out shard-1',
    'touchstone merge shard-1 shard-2 shard-3',
  ]);
}

async function mergeVerb(paths: string[], { out, failOn, strict }: MergeFlags): Promise<void> {
  const [{ mergeReports }, { writeReport }, { printedSummary }] = await Promise.all([
    import('../report/merge.ts'),
    import('../report/write.ts'),
    import('../report/terminal.ts'),
  ]);
  const report = mergeReports(await readReports(paths));
  const { html } = await writeReport(report, out);
  say(`Report: ${html}`);
  say(printedSummary(report, { colour: colours(), columns: columnsOf() }));
  process.exitCode = exitCodeOf({ report, problems: [] }, strict ? strictly(failOn) : failOn);
}
