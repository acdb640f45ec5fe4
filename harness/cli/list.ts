/** `touchstone list`: the cases of the catalogue. */
import { Command } from 'commander';
import type { Case } from '../suite/case.ts';
import { say } from './console.ts';
import { withExamples } from './shared.ts';

export function listCommand(): Command {
  const command = new Command('list')
    .description('list the cases: all, or those that the patterns match')
    .argument('[pattern...]', 'case ids, sections or patterns')
    .option('--json', 'as JSON, with duty, level, needs and catalogue rows', false)
    .action(listVerb);
  return withExamples(command, ['touchstone list registration/flags', "touchstone list '*/client-data' --json"]);
}

async function listVerb(patterns: string[], { json }: { json: boolean }): Promise<void> {
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
