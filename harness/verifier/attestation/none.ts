/** Format `none` (§8.7). */
import type { Step } from '../steps.ts';
import type { AttestationContext } from './context.ts';

export const noneSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'none-statement',
    gate: true,
    applies: c => c.object?.fmt === 'none',
    ready: c => c.format === 'none',
    check: (context, lenient) => {
      const { attStmt } = context.object!;
      if (!lenient && !(attStmt instanceof Map && attStmt.size === 0)) return 'attStmt is not the empty map';
      context.attestation = { type: 'none' };
      return undefined;
    },
  },
];
