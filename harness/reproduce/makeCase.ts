/** What a case of the catalogue is for a script that plays it against an RP of its own. */
import type { Edits } from '../authenticator/edits.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import { findCase } from '../suite/index.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { CeremonyKind } from '../verifier/record.ts';

export interface CasePart {
  authenticator: Partial<AuthenticatorSettings> | undefined;
  /**
   * What the case does to that ceremony: nothing to the honest registration before a login.
   *
   * @throws {AskedWrongly} for a login where the case is about a registration.
   */
  editOf(kind: CeremonyKind): Edits | undefined;
}

/** @throws {AskedWrongly} where there is no such case, or it is no single ceremony. */
export function partOfCase(id: string): CasePart {
  const one = findCase(id);
  if (!one) throw new AskedWrongly(`there is no case ${JSON.stringify(id)}: touchstone list prints the ids`);
  const { kind, edit, authenticator } = one;
  if (one.steps || one.observe)
    throw new AskedWrongly(`${id} is no single response but several requests: touchstone run plays it`);
  return {
    authenticator,
    editOf(made) {
      if (made === kind) return edit;
      if (made === 'registration') return undefined;
      throw new AskedWrongly(`${id} is a registration, and these are options to sign in`);
    },
  };
}
