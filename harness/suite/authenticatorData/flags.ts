/** UP, UV, BE and BS (WebAuthn Level 3 §7.1 steps 15 to 17, §7.2 steps 16 to 18). */
import { accepts, either, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { data } from './structure.ts';

export function flagCases(kind: Ceremony): Cases {
  const row = (name: string) => `flag.${kind === 'registration' ? 'reg' : 'auth'}.${name}`;
  const fido = (registration: string[], authentication: string[]) =>
    kind === 'registration' ? registration : authentication;
  return {
    'verified-required': accepts({
      title: 'UP and UV are set, verification is required',
      wishes: { userVerification: 'required' },
      catalogue: [row('up1uv1.required'), ...fido([], ['fido.Ass-3.P-2', 'fidohist.Ass-3.P-3'])],
    }),
    'verified-preferred': accepts({
      title: 'UP and UV are set, verification is preferred',
      wishes: { userVerification: 'preferred' },
      catalogue: fido([], ['flag.auth.up1uv1.preferred', 'fido.Ass-3.P-4']),
    }),
    'verified-discouraged': accepts({
      title: 'UP and UV are set, verification is discouraged',
      wishes: { userVerification: 'discouraged' },
      catalogue: [row('up1uv1.discouraged'), ...fido([], ['fido.Ass-3.P-6'])],
    }),
    'unverified-preferred': accepts({
      title: 'UV is clear, verification is preferred',
      wishes: { userVerification: 'preferred' },
      authenticator: { userVerified: false },
      catalogue: [row('up1uv0.preferred'), ...fido([], ['fido.Ass-3.P-3'])],
    }),
    'unverified-discouraged': accepts({
      title: 'UV is clear, verification is discouraged',
      wishes: { userVerification: 'discouraged' },
      authenticator: { userVerified: false },
      catalogue: [row('up1uv0.discouraged'), ...fido([], ['fido.Ass-3.P-5'])],
    }),
    'unverified-default': accepts({
      title: 'UV is clear, nothing was said about verification',
      authenticator: { userVerified: false },
      level: 'policy',
      catalogue: fido([], ['flag.auth.default-uv']),
    }),
    'unverified-required': rejects('user-verified', {
      title: 'UV is clear, verification is required',
      seen: 'CVE-2020-8236',
      wishes: { userVerification: 'required' },
      catalogue: [
        row('up1uv0.required'),
        ...fido(['fido.Att-1.F-15'], ['fido.Ass-3.F-5', 'flag.auth.uv.session-loss']),
      ],
      edit: data(() => ({ uv: false })),
    }),
    'absent-verified-required': rejects('user-present', {
      title: 'UP is clear, UV is set, verification is required',
      seen: 'CVE-2021-38299',
      wishes: { userVerification: 'required' },
      catalogue: [kind === 'registration' ? 'flag.reg.up0uv1.required' : 'flag.auth.up0uv1'],
      edit: data(() => ({ up: false })),
    }),
    'absent-verified-preferred': rejects('user-present', {
      title: 'UP is clear, UV is set, verification is preferred',
      seen: 'CVE-2021-38299',
      wishes: { userVerification: 'preferred' },
      catalogue: fido(['flag.reg.conditional.up0.uninvited'], ['flag.auth.up0uv1']),
      edit: data(() => ({ up: false })),
    }),
    'absent-unverified-preferred': rejects('user-present', {
      title: 'UP and UV are clear, verification is preferred',
      wishes: { userVerification: 'preferred' },
      catalogue: fido(['flag.reg.up0uv0'], ['flag.auth.up0uv0.preferred']),
      edit: data(() => ({ up: false, uv: false })),
    }),
    'absent-unverified-discouraged': rejects('user-present', {
      title: 'UP and UV are clear, verification is discouraged',
      wishes: { userVerification: 'discouraged' },
      catalogue: fido(['flag.reg.up0uv0'], ['flag.auth.up0uv0.preferred']),
      edit: data(() => ({ up: false, uv: false })),
    }),
    ...(kind === 'registration' ? registrationBackupCases() : verificationAskedCases()),
  };
}

function registrationBackupCases(): Cases {
  return {
    'device-bound': accepts({
      title: 'BE and BS are clear',
      catalogue: ['bk.reg.00'],
      authenticator: { backupEligible: false, backupState: false },
    }),
    'backup-eligible': accepts({
      title: 'BE is set, BS is clear',
      catalogue: ['bk.reg.10'],
      authenticator: { backupEligible: true, backupState: false },
    }),
    'backed-up': accepts({
      title: 'BE and BS are set',
      catalogue: ['bk.reg.11'],
      authenticator: { backupEligible: true, backupState: true },
    }),
    'backed-up-not-eligible': rejects('backup-state', {
      title: 'BS is set, BE is clear',
      seen: 'lbuchs/WebAuthn#128',
      catalogue: ['bk.reg.01'],
      edit: data(() => ({ be: false, bs: true })),
    }),
  };
}

/** What becomes of the client's say in how the user is verified. */
function verificationAskedCases(): Cases {
  return {
    'unknown-verification-asked': either({
      title: 'UV is clear, verification was asked for in unknown words',
      level: 'report',
      reason: 'an unknown value counts as absent, which is "preferred"; an RP may also refuse to be asked',
      authenticator: { userVerified: false },
      catalogue: ['flag.auth.uv.unknown-value'],
      async steps(flow) {
        const device = flow.authenticator();
        await flow.register(await flow.visit(), flow.user(), device, { honest: true });
        const visit = await flow.visit();
        const wishes = { userVerification: 'REQUIRED' as 'required' };
        const { reply } = await flow.authenticate(visit, flow.user(), device, { wishes });
        return reply;
      },
    }),
  };
}
