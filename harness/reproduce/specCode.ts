/** A plan as a Playwright spec of its own. Pure. */
import { scalarCode } from '../fuzz/json.ts';
import type { Plan } from './plan.ts';
import { ceremonyInWords } from './replayWords.ts';

/** Characters of a line, as the house formats. */
const WIDTH = 120;
/** Characters of a title. */
const TITLE = 100;

/**
 * The text of a spec that plays the plan, and fails while the RP does what it ought not to, or nothing can be said of that.
 *
 * @param address of the RP where `TOUCHSTONE_RP` does not name one.
 */
export function specCode(plan: Plan, address: string): string {
  return `/** Written by \`touchstone replay\`. TOUCHSTONE_RP names another RP to play it at. */
import { expect, test } from '@playwright/test';
import { type Plan, replay } from 'touchstone/replay';

const RP = process.env.TOUCHSTONE_RP ?? ${scalarCode(address)};

const PLAN: Plan = ${valueLines(plan, '')};

test(${scalarCode(titleOf(plan))}, async () => {
  const { wrong, lost, words } = await replay(PLAN, { rp: RP });
  expect({ wrong, lost }, words).toEqual({ wrong: false, lost: false });
});
`;
}

function titleOf({ fuzzed }: Plan): string {
  const words = `the RP does right by ${ceremonyInWords(fuzzed)}`;
  return words.length > TITLE ? `${words.slice(0, TITLE - 1)}…` : words;
}

/** An object has a line for each member; an array one line where it fits and holds no object. */
function valueLines(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  const inLines = (open: string, lines: string[], close: string) =>
    lines.length === 0
      ? open + close
      : [open, ...lines.map(line => `${deeper}${line},`), `${indent}${close}`].join('\n');
  if (Array.isArray(value)) {
    const items = value.map(item => valueLines(item, deeper));
    const line = `[${items.join(', ')}]`;
    const fits = indent.length + line.length < WIDTH / 2 && !line.includes('\n');
    return fits ? line : inLines('[', items, ']');
  }
  if (typeof value !== 'object' || value === null) return scalarCode(value as string | number | boolean | null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return inLines(
    '{',
    members.map(([name, member]) => `${keyCode(name)}: ${valueLines(member, deeper)}`),
    '}',
  );
}

function keyCode(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : scalarCode(name);
}
