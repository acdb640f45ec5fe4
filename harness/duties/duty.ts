/** One thing that a relying party owes. */

export type DutyCeremony = 'registration' | 'authentication' | 'options' | 'session' | 'metadata';

export interface Duty {
  /** What the RP owes, in one sentence. */
  title: string;
  /** Where it is owed. `session` duties are kept between ceremonies, `options` before one, `metadata` when it is loaded. */
  ceremonies: readonly DutyCeremony[];
  /** Level 3 section and step, e.g. `7.1#9`; several where both ceremonies owe it. */
  level3: readonly string[];
  /** Level 2 section and step, where Level 2 has it. */
  level2?: readonly string[];
  /** What asks for it where WebAuthn does not: it is cited in place of the sections. */
  elsewhere?: { place: string; link: string };
}
