/** The parity table of the docs: every scenario, what pages see, and where an engine or a browser shows something else. */
import { DIFFERENCES, type Difference, LANES, type Lane } from './differences.ts';
import { SCENARIOS } from './index.ts';
import type { Observation, Scenario } from './scenario.ts';

/** What was seen; `undefined` where the scenario cannot be played there. */
export type Seen = (lane: Lane, scenario: Scenario) => Observation | undefined;

export function difference(lane: string, scenario: Scenario): Difference | undefined {
  return DIFFERENCES.find(({ scenario: name, lanes }) => name === scenario.name && lanes.includes(lane as Lane));
}

/** What a run shows that is green. */
export const asListed: Seen = (lane, scenario) => {
  const listed = difference(lane, scenario);
  return listed ? listed.seen : scenario.expected;
};

const INTRODUCTION = `# Parity

What a page sees of \`hello\`, scenario by scenario, on each engine and browser. \`npm run parity\` plays them all and writes
this table; \`npm test\` plays them as well, and fails where something is seen that is neither what Chrome and Edge show with
Windows Hello nor a difference with its reason. \`=\`: as expected.
`;

/** Markdown. */
export function parityTable(seen: Seen): string {
  const rows = SCENARIOS.map(scenario => {
    const cells = LANES.map(lane => cell(scenario, lane, seen(lane, scenario)));
    return row([scenario.name, inWords(scenario.expected), ...cells]);
  });
  const head = row(['scenario', 'expected', ...LANES]);
  const rule = row(['scenario', 'expected', ...LANES].map(() => '---'));
  return [INTRODUCTION, head, rule, ...rows, '', '## Differences', '', ...notes(), ''].join('\n');
}

function cell(scenario: Scenario, lane: Lane, seen: Observation | undefined): string {
  const listed = difference(lane, scenario);
  const note = listed ? ` (${DIFFERENCES.indexOf(listed) + 1})` : '';
  if (seen === undefined) return `–${note}`;
  const words = inWords(seen);
  return words === inWords(scenario.expected) ? '=' : `${words}${note}`;
}

function notes(): string[] {
  return DIFFERENCES.map(
    ({ scenario, lanes, reason }, index) => `${index + 1}. ${scenario} (${lanes.join(', ')}): ${reason}`,
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(text => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** In a cell of the table: the members of an object by name. */
function inWords(seen: unknown): string {
  if (Array.isArray(seen)) return seen.length === 0 ? 'none' : seen.map(inWords).join(', ');
  if (typeof seen !== 'object' || seen === null) return String(seen);
  const members = Object.entries(seen).map(([name, value]) => `${name}: ${inWords(value)}`);
  return members.length === 0 ? 'nothing' : members.join('; ');
}
