/** prf (WebAuthn Level 3 §10.1.4) over several ceremonies: its results are secrets of the page, and stay the same. */
import { base64url } from '../../encoding/bytes.ts';
import type { UserVerificationRequirement } from '../../encoding/json.ts';
import type { Reply } from '../../target.ts';
import { either, type FlowContext, holds } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints } from '../options/look.ts';

const wishes = (flow: FlowContext) => ({
  extensions: { prf: { eval: { first: base64url(flow.random('prf', 32)) } } },
});

/** A registration that asks for prf, then two logins; the reply to the last. */
const twice =
  (...verification: [UserVerificationRequirement, UserVerificationRequirement]) =>
  async (flow: FlowContext): Promise<Reply> => {
    const device = flow.authenticator();
    const asked = wishes(flow);
    await flow.register(await flow.visit(), flow.user(), device, { honest: true, wishes: asked });
    const [first, second] = verification.map(userVerification => ({ ...asked, userVerification }));
    await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true, wishes: first! });
    return (await flow.authenticate(await flow.visit(), flow.user(), device, { wishes: second! })).reply;
  };

export const prfCases: Cases = {
  'results-shown': holds('prf-results', {
    title: 'neither records nor answers have the result of prf',
    level: 'policy',
    needs: ['extensions'],
    catalogue: ['ext.prf.leaked'],
    async observe(flow) {
      const device = flow.authenticator();
      const asked = { honest: true, wishes: wishes(flow) };
      const visit = await flow.visit();
      await flow.register(visit, flow.user(), device, asked);
      const { response, reply } = await flow.authenticate(visit, flow.user(), device, asked);
      const { prf } = response.clientExtensionResults as { prf?: { results?: { first: string } } };
      const secret = prf?.results?.first;
      if (secret === undefined) return { held: true, detail: 'the RP does not ask for prf' };
      const shown = `${reply.body ?? ''} ${reply.message ?? ''}`;
      const kept = JSON.stringify((await visit.credentials?.(flow.user())) ?? []);
      return complaints([
        shown.includes(secret) && 'the answer to the login has the result',
        kept.includes(secret) && 'the record has the result',
      ]);
    },
  }),
  'same-input-twice': either({
    title: 'prf is evaluated twice over the same input',
    level: 'report',
    reason: 'the outputs are equal; what an RP makes of them is its own affair',
    needs: ['extensions'],
    catalogue: ['ext.prf.salt-stable'],
    steps: twice('preferred', 'preferred'),
  }),
  'verification-changes': either({
    title: 'prf is evaluated with user verification, then without',
    level: 'report',
    reason: 'a security key has another secret for each; clients verify the user all the same',
    needs: ['extensions'],
    catalogue: ['ext.prf.uv-two-keys'],
    steps: twice('required', 'discouraged'),
  }),
};
