/** Which authenticators can register and sign in at an RP, as a table of text. Pure. */
import type { Model } from '../authenticator/models/index.ts';
import type { Result } from '../result.ts';
import { printable } from './terminal.ts';

const COLUMNS = ['none', 'direct'] as const;

/** One line a model: how many of its ceremonies were accepted without and with attestation, then why others were not. */
export function compatibilityTable(models: readonly Model[], results: readonly Result[]): string {
  const width = Math.max(...models.map(({ title }) => title.length));
  const head = `${''.padEnd(width)}  ${COLUMNS.map(column => `attestation ${column}`.padEnd(20)).join('  ')}`.trimEnd();
  return [head, ...models.flatMap(model => rowsOf(model, results, width))].join('\n');
}

function rowsOf({ name, title }: Model, results: readonly Result[], width: number): string[] {
  const own = results.filter(({ section }) => section === `compatibility/${name}`);
  const cells = COLUMNS.map(column =>
    cellOf(own.filter(({ id }) => id.split('/').at(-1)!.startsWith(`${column}-`))).padEnd(20),
  );
  const reasons = new Set(
    own.filter(({ verdict }) => verdict !== 'pass').map(({ message }) => message ?? 'refused without a word'),
  );
  return [
    `${title.padEnd(width)}  ${cells.join('  ')}`.trimEnd(),
    ...[...reasons].map(reason => `${''.padEnd(width)}  ${printable(reason.split('\n')[0]!)}`),
  ];
}

function cellOf(results: readonly Result[]): string {
  if (results.length === 0) return 'not asked';
  const accepted = results.filter(({ verdict }) => verdict === 'pass').length;
  if (accepted === results.length) return `yes (${accepted})`;
  return accepted === 0 ? `no (0 of ${results.length})` : `partly (${accepted} of ${results.length})`;
}
