/** `touchstone list`: the cases of the catalogue. */
import { Command, Option } from 'commander';
import type { Case } from '../suite/case.ts';
import { say } from './console.ts';
import { withExamples } from './shared.ts';

export function listCommand(): Command {
  const command = new Command('list')
    .description('list the cases: all, or those that the patterns match')
    .argument('[pattern...]', 'case ids, sections or patterns')
    .option('--json', 'as JSON, with duty, level, needs and catalogue rows', false)
    .addOption(
      new Option('--coverage', 'instead: which rows of the catalogue of known defects are judged').conflicts('fido'),
    )
    .option('--fido', 'instead: which ids of FIDO’s server test list are judged, and by which cases')
    .action(listVerb);
  return withExamples(command, [
    'touchstone list registration/flags',
    "touchstone list '*/client-data' --json",
    'touchstone list --coverage',
    'touchstone list --fido',
  ]);
}

interface ListFlags {
  json: boolean;
  coverage?: true;
  fido?: true;
}

async function listVerb(patterns: string[], { json, coverage, fido }: ListFlags): Promise<void> {
  if (coverage || fido) {
    const [{ printCoverage, printFido }, { AskedWrongly }] = await Promise.all([
      import('./coverage.ts'),
      import('../targets/askedWrongly.ts'),
    ]);
    if (patterns.length > 0)
      throw new AskedWrongly('--coverage and --fido are about the whole catalogue: leave out the pattern');
    return coverage ? printCoverage(json) : printFido(json);
  }
  const [{ catalogue }, { selectCases }, { dutyInWords }] = await Promise.all([
    import('../suite/index.ts'),
    import('../runner/patterns.ts'),
    import('../report/words.ts'),
  ]);
  const cases = selectCases(catalogue, patterns);
  if (json) {
    const rows = cases.map(one => ({ ...row(one), specification: dutyInWords(one)?.link }));
    return say(JSON.stringify(rows, null, 2));
  }
  const width = Math.max(...cases.map(one => one.id.length));
  for (const one of cases)
    say(`${one.id.padEnd(width)}  ${one.expect.padEnd(6)}  ${one.level.padEnd(6)}  ${one.title}`);
  say(`\n${cases.length} cases`);
}

function row({ id, section, title, expect, level, duty, needs, seen, reason, catalogue }: Case) {
  return { id, section, title, expect, level, duty, needs, seen, reason, catalogue };
}
