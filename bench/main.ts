/** `npm run bench`: every figure a median of several runs, every bound a ratio inside one run. Ends 1 when a bound is not met. */
import { benchCeremonies } from './ceremonies.ts';
import { benchFuzz } from './fuzz.ts';
import { benchPortal } from './portalSignIns.ts';
import { benchStore } from './store.ts';
import { benchSuite } from './suite.ts';

console.log(`Node ${process.versions.node}`);
const met = [await benchCeremonies(), await benchStore(), await benchSuite(), await benchPortal(), await benchFuzz()];
process.exitCode = met.every(Boolean) ? 0 : 1;
