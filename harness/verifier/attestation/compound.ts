/**
 * Format `compound` (§8.9): each of its statements goes through the procedure of its own format, on a context of its own.
 * All of them have to verify: what is left to the RP's policy there is settled the strict way.
 */
import type { CborMap } from '../../encoding/cbor.ts';
import { quote, type Step } from '../steps.ts';
import type { AttestationContext } from './context.ts';

/** More statements are refused unread: there are eight formats. */
const MAX_STATEMENTS = 16;

export const compoundSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'compound-statement',
    gate: true,
    applies: c => c.object?.fmt === 'compound',
    ready: c => c.format === 'compound',
    check: (context, lenient) => {
      const { attStmt } = context.object!;
      const misfit = statementsMisfit(attStmt);
      if (misfit && !lenient) return misfit;
      // Careless readers take the statements that they can read, however many those are.
      const statements = Array.isArray(attStmt) ? attStmt : [];
      context.statements = statements.flatMap((element, index) =>
        elementMisfit(element) ? [] : elementContext(context, element as CborMap, index),
      );
      return undefined;
    },
  },
];

function statementsMisfit(attStmt: unknown): string | undefined {
  if (!Array.isArray(attStmt)) return 'attStmt is not an array';
  if (attStmt.length < 2) return `attStmt has ${attStmt.length} statements, not two or more`;
  if (attStmt.length > MAX_STATEMENTS) return `attStmt has ${attStmt.length} statements`;
  const misfits = attStmt.map(elementMisfit);
  const index = misfits.findIndex(misfit => misfit !== undefined);
  return index < 0 ? undefined : `attStmt[${index}]${misfits[index]}`;
}

/** Other members are left unread: above all, no authData but that of the attestation object counts. */
function elementMisfit(element: unknown): string | undefined {
  if (!(element instanceof Map)) return ' is not a map';
  const fmt: unknown = element.get('fmt');
  if (typeof fmt !== 'string') return `.fmt is ${quote(fmt)}, not a text`;
  if (fmt === 'compound') return ' is a compound statement itself';
  return element.has('attStmt') ? undefined : '.attStmt is missing';
}

/** The same ceremony, with this statement in place of the compound one: nothing of a format's procedure is settled yet. */
function elementContext(context: AttestationContext, element: CborMap, index: number): AttestationContext {
  const { format: _, ...ceremony } = context;
  const object = { ...context.object!, fmt: element.get('fmt') as string, attStmt: element.get('attStmt') };
  return { ...ceremony, object, place: `attStmt[${index}]` };
}

/** Steps that judge one statement: of a compound attestation each of its statements, and not the whole. */
export function ofEachStatement(steps: readonly Step<AttestationContext>[]): Step<AttestationContext>[] {
  return steps.map(step => ({
    ...step,
    applies: context => context.object?.fmt !== 'compound' && (step.applies?.(context) ?? true),
  }));
}

/** How much an attestation vouches for: nothing, the key itself, a certificate, a certificate that is trusted. */
function weight({ type, trusted }: NonNullable<AttestationContext['attestation']>): number {
  if (type === 'none') return 0;
  if (type === 'self') return 1;
  return trusted ? 3 : 2;
}

/** A compound attestation is worth what the weakest of its statements is, once each has been verified. */
export function settleCompound(context: AttestationContext): void {
  const attestations = context.statements?.map(({ attestation }) => attestation);
  if (!attestations || attestations.includes(undefined)) return;
  const settled = attestations.filter(attestation => attestation !== undefined);
  const [weakest = { type: 'none' }] = settled.sort((a, b) => weight(a) - weight(b));
  context.attestation = weakest;
}
