/**
 * Many broken inputs through `explain`. Prints what was slowest and how much memory it took, and fails with the number of an
 * input that came to a bad end. In a heap that keeps the process below 256 MiB:
 * `node --max-old-space-size=100 --import tsx specs/fuzz/explainMany.ts [count] [seed]`.
 */
import { explainWhole, fuzzExplain } from './explain.ts';

const [count = '100000', seed = 'touchstone'] = process.argv.slice(2);
const started = performance.now();
const { failures, ...figures } = await fuzzExplain(explainWhole, Number(count), seed);
const seconds = Math.round((performance.now() - started) / 1000);
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ seed, ...figures, seconds, peakMiB }, null, 2));
for (const { input, reason } of failures) console.error(`input ${input} of seed ${seed}: ${reason}`);
process.exitCode = failures.length > 0 ? 1 : 0;
