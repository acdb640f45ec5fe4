/** Medians of several rounds, and ratios inside one round: single times on a shared machine say little. */
import { Bench } from 'tinybench';

const ROUNDS = 7;
const ROUND_MS = 250;

export type Tasks = Record<string, () => unknown>;

/** Microseconds a call, by task: the median of each round. */
export async function rounds(tasks: Tasks): Promise<Record<string, number>[]> {
  const results: Record<string, number>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time: ROUND_MS, warmupTime: 50 });
    for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
    await bench.run();
    results.push(Object.fromEntries(bench.tasks.map(task => [task.name, medianOf(task)])));
  }
  return results;
}

function medianOf({ name, result }: Bench['tasks'][number]): number {
  if (result.state !== 'completed') throw new Error(`${name} did not complete`);
  return result.latency.p50 * 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

export interface Bound {
  /** The task that is ours, and what it is held against. */
  ours: string;
  against: string;
  /** Ours runs at least at this share of the other's rate; absent where the ratio is only printed. */
  atLeast?: number;
}

/** Prints each task's median and each bound's ratio; false when a bound is not met. */
export function report(title: string, results: Record<string, number>[], bounds: readonly Bound[]): boolean {
  console.log(`\n${title}`);
  for (const name of Object.keys(results[0]!)) {
    const time = median(results.map(round => round[name]!));
    console.log(
      `  ${name.padEnd(44)} ${time.toFixed(1).padStart(8)} µs  ${Math.round(1e6 / time).toLocaleString('en')}/s`,
    );
  }
  const met = bounds.map(({ ours, against, atLeast }) => {
    const ratio = median(results.map(round => round[against]! / round[ours]!));
    const verdict = atLeast === undefined ? '' : ratio >= atLeast ? `≥ ${atLeast}  met` : `≥ ${atLeast}  NOT MET`;
    console.log(`  ${ours} runs at ${ratio.toFixed(2)} × the rate of ${against}  ${verdict}`);
    return atLeast === undefined || ratio >= atLeast;
  });
  return met.every(Boolean);
}
