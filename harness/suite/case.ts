/** The vocabulary of the catalogue: what a case is, and the words in which sections declare them. */
import type { Edits } from '../authenticator/edits.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type { DutyName } from '../duties.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import type { Feature, Reply, User, Visit, Wishes } from '../target.ts';

/**
 * What is expected of a relying party.
 *
 * - `accept`, `reject`: what it must do with the response
 * - `either`: recorded, no judgement; only with a `reason`
 * - `holds`: a property of what the RP sends or keeps, observed
 */
export type Expect = 'accept' | 'reject' | 'either' | 'holds';

/**
 * How strongly the specification speaks: `must`; `should` (its SHOULDs, and tolerance towards real clients); `policy`
 * (left to the RP, settled by a profile); `report` (recorded only).
 */
export type Level = 'must' | 'should' | 'policy' | 'report';

/** What a case observed: whether the property holds, and what was seen, in words. */
export interface Observation {
  held: boolean;
  detail: string;
}

/** What a ceremony of a flow asks for beyond the default. */
export interface CeremonySettings {
  wishes?: Wishes;
  edit?: Edits;
}

export interface RegistrationCeremony {
  options: PublicKeyCredentialCreationOptionsJSON;
  response: RegistrationResponseJSON;
  reply: Reply;
}

export interface AuthenticationCeremony {
  options: PublicKeyCredentialRequestOptionsJSON;
  response: AuthenticationResponseJSON;
  reply: Reply;
}

/** A software authenticator behind an honest client at the RP's origin, as a flow holds it in its hand. */
export interface FlowAuthenticator {
  /** Makes a response to the given options; nothing is sent. */
  create(options: PublicKeyCredentialCreationOptionsJSON, edit?: Edits): Promise<RegistrationResponseJSON>;
  get(options: PublicKeyCredentialRequestOptionsJSON, edit?: Edits): Promise<AuthenticationResponseJSON>;
}

/** An HTTP listener of the harness on loopback. Paths are those of one case: no other sees or serves them. */
export interface Listener {
  /** Where a path of this case is. */
  url(path: string): string;
  /** Answers the path with these bytes from now on. Without it, connections are closed unanswered. */
  serve(path: string, bytes: Uint8Array): void;
  /** How many requests have come for the path. */
  requests(path: string): number;
}

/** What a flow works with. Names, keys and ids derive from seed and case id. */
export interface FlowContext {
  readonly rp: { readonly origin: string; readonly rpId: string; readonly supports: ReadonlySet<Feature> };
  /** A new user agent at the RP, closed by the runner when the case ends. */
  visit(): Promise<Visit>;
  /** A user of this case; the same label is the same user. */
  user(label?: string): User;
  /** A device of this case; the same label is the same device (settings count the first time). */
  authenticator(label?: string, settings?: Partial<AuthenticatorSettings>): FlowAuthenticator;
  random(label: string, length: number): Uint8Array;
  /** Opened when the first case of a run asks for it, closed when the run ends (feature `fetches` or `revocation`). */
  listener(): Promise<Listener>;
  /**
   * A whole registration: options, response, reply. With `honest: true` a reply other than `accepted` ends the case as
   * void under a failed control.
   */
  register(
    visit: Visit,
    user: User,
    device: FlowAuthenticator,
    settings?: CeremonySettings & { honest?: boolean },
  ): Promise<RegistrationCeremony>;
  /** Hands the RP a metadata BLOB (feature `metadata-blob`). `honest` as in `register`. */
  metadata(visit: Visit, blob: string, settings?: { honest?: boolean }): Promise<Reply>;
  /** A whole authentication; without a user, for discoverable credentials. */
  authenticate(
    visit: Visit,
    user: User | undefined,
    device: FlowAuthenticator,
    settings?: CeremonySettings & { honest?: boolean },
  ): Promise<AuthenticationCeremony>;
}

/** What a declaration may say beyond its expectation. */
export interface Declaration {
  /** States, in the present tense, without "should", under 70 characters. */
  title: string;
  level?: Level;
  /** Features without which the case is skipped. */
  needs?: readonly Feature[];
  /**
   * It puts strain on the RP: such cases run last and alone, only against an RP on this machine unless stress was asked
   * for, and an honest login after each shows whether the RP still stands.
   */
  stress?: true;
  /** One of the variants of one edit (`robustness/family.ts`): any of several duties may be what refuses them. */
  family?: true;
  /** CVE, advisory or issue in which it was seen in the wild. */
  seen?: string;
  /** Rows of the shared catalogue that it covers. */
  catalogue?: readonly string[];
  /** Why this is `either`. */
  reason?: string;
  wishes?: Wishes;
  /** What the authenticator is, beyond the default. Part of the twin. */
  authenticator?: Partial<AuthenticatorSettings>;
  /** Authentication without naming the user. */
  discoverable?: boolean;
  edit?: Edits;
  /** A flow of several ceremonies in place of one edited one. Returns the reply that is judged. */
  steps?(context: FlowContext): Promise<Reply>;
  /** For `holds`: looks, and says whether it does. */
  observe?(context: FlowContext): Promise<Observation>;
}

/** The ceremony or kind that a section's cases are about: the first part of their ids. */
export type Kind = 'registration' | 'authentication' | 'options' | 'flow' | 'metadata';

export interface Case extends Declaration {
  /** Section and key: stable, never a number. */
  id: string;
  section: string;
  kind: Kind;
  expect: Expect;
  level: Level;
  /** What an RP that goes wrong here has neglected; absent where nothing is owed (`accept`, `either`). */
  duty?: DutyName;
  needs: readonly Feature[];
  catalogue: readonly string[];
}

type Declared = Declaration & { expect: Expect; duty?: DutyName };

/** The RP refuses, or it has neglected `duty`. */
export function rejects(duty: DutyName, declaration: Declaration): Declared {
  return { ...declaration, expect: 'reject', duty };
}

/** The RP accepts: unusual, but right. */
export function accepts(declaration: Declaration): Declared {
  return { ...declaration, expect: 'accept' };
}

/** The RP may do either, for the `reason` given; what it does is recorded. */
export function either(declaration: Declaration & { reason: string }): Declared {
  return { ...declaration, expect: 'either' };
}

/** A property of what the RP sends or keeps; `duty` is neglected where it is broken. */
export function holds(
  duty: DutyName,
  declaration: Declaration & { observe: NonNullable<Declaration['observe']> },
): Declared {
  return { ...declaration, expect: 'holds', duty };
}

/**
 * What these cases say that an RP owes is owed at that level, unless a case states its own. A MUST of the specification
 * that is laid on authenticators, clients or the data, and that no step of §7.1, §7.2 or §8 has an RP check, is `should`
 * here; what cannot be read, and what lets somebody in who may not, stays `must`.
 */
export function owedAt(level: Level, cases: Record<string, Declared>): Record<string, Declared> {
  return Object.fromEntries(Object.entries(cases).map(([key, one]) => [key, one.duty ? { level, ...one } : one]));
}

/** Cases on one subject. `name` starts with the ceremony; the object's keys are the names, in report order. */
export function section(name: string, cases: Record<string, Declared>): Case[] {
  const kind = name.split('/')[0] as Kind;
  return Object.entries(cases).map(([key, declared]) => ({
    level: 'must',
    needs: [],
    catalogue: [],
    ...declared,
    id: `${name}/${key}`,
    section: name,
    kind,
  }));
}
