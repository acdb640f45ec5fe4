/**
 * Families: one declaration, many variants of one structure, one line in the report. Which variants of many are put follows
 * from the seed; the message names the one that did not do, so that the line that repeats the case meets it again.
 */
import type { Edits } from '../../authenticator/edits.ts';
import type { AuthenticatorSettings } from '../../authenticator/settings.ts';
import type { DutyName } from '../../duties.ts';
import { type Reply, type Seen, TargetError, type User, type Visit } from '../../target.ts';
import { type Declaration, type FlowContext, holds, rejects } from '../case.ts';
import { UNCOUNTED } from '../flow/begun.ts';
import type { Ceremony } from '../json.ts';

/** An edit that makes the variant; `name` says what it changed, once it was applied. */
export interface Member {
  edit: Edits;
  name(): string;
}

/** How many members a family has, and how one is made. */
export interface Family {
  size: number;
  member(index: number, flow: FlowContext): Member;
}

const RESIDENT = { residentKey: 'required' } as const;

type FamilyDeclaration = Pick<
  Declaration,
  'title' | 'level' | 'needs' | 'seen' | 'catalogue' | 'wishes' | 'discoverable'
> & {
  authenticator?: Partial<AuthenticatorSettings>;
  family: Family;
};

/** Each member is refused. `duty` is one whose neglect lets some of them in. */
export function refusesAll(duty: DutyName, kind: Ceremony, { family, ...declaration }: FamilyDeclaration) {
  return rejects(duty, {
    ...declaration,
    family: true,
    ...(declaration.discoverable && { wishes: RESIDENT }),
    steps: async flow =>
      worst(
        kind === 'registration'
          ? await registrations(flow, family)
          : await authentications(flow, family, !declaration.discoverable),
      ),
  });
}

/** Each member is refused, or registers the credential id that the device made. */
export function refusesOrKeeps(duty: DutyName, { family, ...declaration }: FamilyDeclaration) {
  return holds(duty, {
    ...declaration,
    family: true,
    async observe(flow) {
      const answers = await registrations(flow, family, sameIdentity(flow));
      const { seen, message = '', ...reply } = worst(answers);
      if (seen !== 'accepted' && seen !== 'rejected')
        throw new TargetError('register', { seen, message, ...reply }, message);
      return { held: seen === 'rejected', detail: message };
    },
  });
}

interface Answer {
  name: string;
  reply: Reply;
}

type Judge = (visit: Visit, user: User, id: string, reply: Reply) => Promise<Reply>;

const asSeen: Judge = async (_visit, _user, _id, reply) => reply;

/** What ends a family: nothing that comes later is worse, or can be put. */
const LAST: ReadonlySet<Seen> = new Set<Seen>(['accepted', 'hung', 'unreachable']);

async function registrations(flow: FlowContext, family: Family, judged: Judge = asSeen): Promise<Answer[]> {
  const visit = await flow.visit();
  const device = flow.authenticator();
  const answers: Answer[] = [];
  let account = 0;
  for (let index = 0; index < family.size; index++) {
    const { edit, name } = family.member(index, flow);
    const user = flow.user(String(account));
    const { response, reply } = await flow.register(visit, user, device, { edit });
    // Who has a credential of this device cannot be given another one by it.
    if (reply.seen === 'accepted') account += 1;
    const answer = { name: name(), reply: await judged(visit, user, response.id, reply) };
    answers.push(answer);
    if (LAST.has(answer.reply.seen)) break;
  }
  return answers;
}

async function authentications(flow: FlowContext, family: Family, named: boolean): Promise<Answer[]> {
  const user = flow.user();
  const device = flow.authenticator('', UNCOUNTED);
  const answers: Answer[] = [];
  await flow.register(await flow.visit(), user, device, { honest: true });
  const visit = await flow.visit();
  for (let index = 0; index < family.size; index++) {
    const { edit, name } = family.member(index, flow);
    const { reply } = await flow.authenticate(visit, named ? user : undefined, device, { edit });
    answers.push({ name: name(), reply });
    if (LAST.has(reply.seen)) break;
  }
  return answers;
}

/** An acceptance counts as a refusal where what the account has now is the credential that the device made. */
function sameIdentity(flow: FlowContext): Judge {
  return async (_visit, user, id, reply) => {
    if (reply.seen !== 'accepted') return reply;
    const { allowCredentials = [] } = await (await flow.visit()).authenticationOptions(user);
    const others = allowCredentials.filter(one => one.id !== id);
    return others.length === 0 ? { ...reply, seen: 'rejected' } : { ...reply, message: 'registered another id' };
  };
}

const WORST: readonly Seen[] = ['accepted', 'hung', 'unreachable', 'errored', 'rejected'];

/** The reply that says most against the RP, with the name of its variant. */
function worst(answers: readonly Answer[]): Reply {
  for (const seen of WORST) {
    const found = answers.filter(({ reply }) => reply.seen === seen);
    const [first] = found;
    if (!first) continue;
    if (seen === 'rejected')
      return { ...first.reply, message: `all ${answers.length} variants were kept out or changed nothing` };
    const said = first.reply.message ? `: ${first.reply.message}` : '';
    const count = `${found.length} of ${answers.length} variants put`;
    return { ...first.reply, message: `${first.name}: ${seen}${said} (${count})` };
  }
  throw new Error('a family has no members');
}
