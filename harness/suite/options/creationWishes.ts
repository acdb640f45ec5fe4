/** What was settled before and stands in creation options: wishes, and credentials to exclude (WebAuthn Level 3 §5.4). */
import { holds, owedAt } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints, descriptorFault, idsFault, idsOf } from './look.ts';
import { look } from './lookAtCreation.ts';

export const creationWishes: Cases = {
  'attestation-kept': holds('wishes-kept', {
    title: 'attestation is none, as it was asked for',
    catalogue: ['opt.reg.attestation.echo', 'fido.Cre-1.P-2'],
    observe: look(({ attestation }) => [(attestation ?? 'none') !== 'none' && `attestation is ${attestation}`], {
      attestation: 'none',
    }),
  }),
  'direct-attestation-kept': holds('wishes-kept', {
    title: 'attestation is direct, as it was asked for',
    needs: ['direct-attestation'],
    catalogue: ['opt.reg.attestation.echo'],
    observe: look(({ attestation }) => [attestation !== 'direct' && `attestation is ${attestation}`], {
      attestation: 'direct',
    }),
  }),
  'user-verification-kept': holds('wishes-kept', {
    title: 'userVerification is required, as it was asked for',
    seen: 'CVE-2026-47841',
    catalogue: ['opt.reg.uv.echo', 'sess.params.enforced', 'fido.Cre-1.P-4'],
    observe: look(
      ({ authenticatorSelection }) => [
        authenticatorSelection?.userVerification !== 'required' &&
          `userVerification is ${authenticatorSelection?.userVerification}`,
      ],
      { userVerification: 'required' },
    ),
  }),
  'resident-key-kept': holds('wishes-kept', {
    title: 'residentKey is required, as it was asked for',
    needs: ['discoverable'],
    catalogue: ['opt.reg.rk.consistent'],
    observe: look(
      ({ authenticatorSelection }) => [
        authenticatorSelection?.residentKey !== 'required' &&
          authenticatorSelection?.requireResidentKey !== true &&
          `residentKey is ${authenticatorSelection?.residentKey}`,
      ],
      { residentKey: 'required' },
    ),
  }),
  'extensions-kept': holds('wishes-kept', {
    title: 'extensions are asked for as they were wished',
    level: 'policy',
    needs: ['extensions'],
    catalogue: ['opt.reg.ext.echo'],
    observe: look(
      ({ extensions }) => [extensions?.['example.extension'] !== 'input' && 'example.extension is not asked for'],
      {
        extensions: { 'example.extension': 'input' },
      },
    ),
  }),
};

/** §5.4: the RP SHOULD list the credentials of the account. */
export const creationExclusion: Cases = owedAt('should', {
  'excludes-nothing-at-first': holds('exclude-credentials', {
    title: 'excludeCredentials of a new account has nothing',
    catalogue: ['opt.reg.exclude.all'],
    observe: look(({ excludeCredentials }) => [idsFault('excludeCredentials', idsOf(excludeCredentials), [])]),
  }),
  'excludes-registered': holds('exclude-credentials', {
    title: 'excludeCredentials has the credential that is registered',
    seen: 'CVE-2026-8830',
    catalogue: ['opt.reg.exclude.prev', 'fido.Att-1.P-1'],
    async observe(flow) {
      const visit = await flow.visit();
      const { response } = await flow.register(visit, flow.user(), flow.authenticator(), { honest: true });
      const { excludeCredentials } = await visit.registrationOptions(flow.user());
      return complaints([
        descriptorFault('excludeCredentials', excludeCredentials),
        idsFault('excludeCredentials', idsOf(excludeCredentials), [response.id]),
      ]);
    },
  }),
  'excludes-all': holds('exclude-credentials', {
    title: 'excludeCredentials has all of the account and none of another',
    catalogue: ['opt.reg.exclude.all'],
    async observe(flow) {
      const visit = await flow.visit();
      const own: string[] = [];
      for (const label of ['first', 'second']) {
        own.push((await flow.register(visit, flow.user(), flow.authenticator(label), { honest: true })).response.id);
      }
      await flow.register(await flow.visit(), flow.user('other'), flow.authenticator('other'), { honest: true });
      const { excludeCredentials } = await visit.registrationOptions(flow.user());
      return complaints([idsFault('excludeCredentials', idsOf(excludeCredentials), own)]);
    },
  }),
});
