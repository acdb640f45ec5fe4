/** A real authenticator, as data. */
import type { AuthenticatorSettings } from '../settings.ts';

export interface Model {
  /** As `--authenticator` names it. */
  name: string;
  title: string;
  /** Over the defaults of `AuthenticatorSettings`. */
  settings: Partial<AuthenticatorSettings>;
  /** Where its figures come from. */
  source: string;
}
