/** The ids of FIDO's server test list, by their suites. The ids are FIDO's; the words are ours. */
import type { CoveredRow } from './coverage.ts';

export interface FidoSuite {
  name: string;
  title: string;
  rows: CoveredRow[];
}

const TITLES: Readonly<Record<string, string>> = {
  'Cre-1': 'creation options',
  'Get-1': 'request options',
  'Att-1': 'registration: the response as JSON',
  'Att-2': 'registration: client data',
  'Att-3': 'registration: attestation object and authenticator data',
  'Att-4': 'registration: algorithms',
  'Att-5': 'attestation packed, with certificates',
  'Att-6': 'attestation packed, self',
  'Att-7': 'attestation none',
  'Att-8': 'attestation fido-u2f',
  'Att-9': 'attestation tpm',
  'Att-A': 'attestation android-key',
  'Ass-1': 'authentication: the response as JSON',
  'Ass-2': 'authentication: client data',
  'Ass-3': 'authentication: authenticator data and counter',
  MDS3: 'metadata service',
};

/** `fido.Att-1.F-10` comes after `fido.Att-1.F-9`. */
const inOrder = new Intl.Collator('en', { numeric: true });

/** The suites that have rows, each with its rows in order. */
export function fidoSuites(rows: readonly CoveredRow[]): FidoSuite[] {
  return Object.entries(TITLES)
    .map(([name, title]) => ({ name, title, rows: rowsOf(name, rows) }))
    .filter(suite => suite.rows.length > 0);
}

function rowsOf(suite: string, rows: readonly CoveredRow[]): CoveredRow[] {
  return rows
    .filter(({ row }) => row.startsWith(`fido.${suite}.`))
    .sort((one, other) => inOrder.compare(one.row, other.row));
}
