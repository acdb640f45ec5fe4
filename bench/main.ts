/** `npm run bench`: every figure a median of several runs, every bound a ratio inside one run. Ends 1 when a bound is not met. */
import { benchCeremonies } from './ceremonies.ts';
import { benchFuzz } from './fuzz.ts';
import { benchHello } from './hello.ts';
import { benchPortal } from './portalSignIns.ts';
import { benchReport } from './report.ts';
import { benchStore } from './store.ts';
import { benchSuite } from './suite.ts';

console.log(`Node ${process.versions.node}`);
const benches = [benchCeremonies, benchStore, benchSuite, benchPortal, benchHello, benchFuzz, benchReport];
const met = [];
for (const bench of benches) met.push(await bench());
process.exitCode = met.every(Boolean) ? 0 : 1;
