/** Drops from a plan what does not matter: the RP does the same without it. */
import type { Facts, Fuzzed } from '../fuzz/edit.ts';
import { NothingLearned } from '../runner/interruptions.ts';
import type { Plan } from './plan.ts';
import type { Replayed } from './replay.ts';

/** Replays, at most. */
const MOST = 60;

export interface Minimised {
  plan: Plan;
  replayed: Replayed;
  /** How often it was played. */
  replays: number;
  /** Whether everything that is left was tried without. */
  settled: boolean;
}

/** One thing that may be left out, by where it stands. */
type Part = { in: 'edits'; at: number } | { in: 'facts' | 'settings' | 'wishes'; name: string };

/**
 * Halves first, then one after the other.
 *
 * @param play plays a plan; one that teaches nothing is taken to differ.
 * @param first what came of the whole plan.
 */
export async function minimise(
  plan: Plan,
  first: Replayed,
  play: (plan: Plan) => Promise<Replayed>,
): Promise<Minimised> {
  let kept = partsOf(plan.fuzzed);
  let replayed = first;
  let replays = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && replays < MOST; ) {
      const fewer = kept.toSpliced(at, size);
      replays += 1;
      const tried = await attempt({ ...plan, fuzzed: onlyWith(plan.fuzzed, fewer) }, play);
      if (tried && isSame(tried, first)) [kept, replayed] = [fewer, tried];
      else at += size;
    }
  }
  return { plan: { ...plan, fuzzed: onlyWith(plan.fuzzed, kept) }, replayed, replays, settled: replays < MOST };
}

async function attempt(plan: Plan, play: (plan: Plan) => Promise<Replayed>): Promise<Replayed | undefined> {
  try {
    return await play(plan);
  } catch (error) {
    if (error instanceof NothingLearned) return undefined;
    throw error;
  }
}

/** The same seen, and worth the same. */
function isSame(one: Replayed, other: Replayed): boolean {
  const essence = ({ now, kind, duty, refusals }: Replayed) =>
    JSON.stringify([now.seen, kind, duty, refusals.map(refusal => refusal.duty)]);
  return essence(one) === essence(other);
}

function partsOf({ edits, facts: { settings = {}, wishes = {}, ...facts } }: Fuzzed): Part[] {
  const named = (place: 'facts' | 'settings' | 'wishes', members: object) =>
    Object.keys(members).map(name => ({ in: place, name }));
  return [
    ...named('settings', settings),
    ...named('wishes', wishes),
    ...named('facts', facts),
    ...edits.map((_, at) => ({ in: 'edits' as const, at })),
  ];
}

function onlyWith(fuzzed: Fuzzed, parts: readonly Part[]): Fuzzed {
  const { settings = {}, wishes = {}, ...facts } = fuzzed.facts;
  const kept = (place: Part['in'], members: object) =>
    Object.fromEntries(
      Object.entries(members).filter(([name]) =>
        parts.some(part => part.in === place && 'name' in part && part.name === name),
      ),
    );
  const [fewerSettings, fewerWishes] = [kept('settings', settings), kept('wishes', wishes)];
  return {
    ...fuzzed,
    facts: {
      ...kept('facts', facts),
      ...(Object.keys(fewerSettings).length > 0 && { settings: fewerSettings }),
      ...(Object.keys(fewerWishes).length > 0 && { wishes: fewerWishes }),
    } as Facts,
    edits: fuzzed.edits.filter((_, index) => parts.some(part => part.in === 'edits' && part.at === index)),
  };
}
