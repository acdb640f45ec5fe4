/** Very many requests of one kind: what an RP keeps for each of them. */
import { either, type FlowContext } from '../case.ts';
import { begun } from '../flow/begun.ts';
import type { Cases } from '../json.ts';

const CHALLENGES = 1000;
const CREDENTIALS = 200;
const AT_ONCE = 16;

/** Asks for so many options, each with a visit of its own, some at a time. */
async function flood(flow: FlowContext): Promise<void> {
  let left = CHALLENGES;
  const ask = async () => {
    const visit = await flow.visit();
    while (left > 0) {
      left -= 1;
      await visit.authenticationOptions(flow.user());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
}

export const floodCases: Cases = {
  'challenge-flood': either({
    title: 'a login is answered after 1,000 others were begun by 16 visits',
    level: 'report',
    reason: 'a store of challenges has to end somewhere; where is for the RP to say',
    stress: true,
    catalogue: ['dos.challenge-flood'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      await flood(flow);
      const reply = await visit.authenticate(await device.get(options));
      return { ...reply, message: `the login begun before was ${reply.seen} ${reply.message ?? ''}`.trim() };
    },
  }),
  'credential-flood': either({
    title: 'one account registers 200 credentials',
    level: 'report',
    reason: 'how many credentials an account may have is for the RP to say',
    stress: true,
    catalogue: ['dos.credential-flood'],
    async steps(flow) {
      const visit = await flow.visit();
      for (let count = 1; ; count++) {
        const { options, reply } = await flow.register(visit, flow.user(), flow.authenticator(`device ${count}`));
        if (reply.seen === 'accepted' && count < CREDENTIALS) continue;
        const listed = options.excludeCredentials?.length ?? 0;
        return { ...reply, message: `credential ${count} was ${reply.seen}; excludeCredentials named ${listed}` };
      }
    },
  }),
};
