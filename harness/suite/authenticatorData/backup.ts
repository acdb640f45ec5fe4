/** BE and BS against the credential record (WebAuthn Level 3 §7.2 steps 18 and 19, §6.1.3). */
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { data } from './structure.ts';

const eligible = { backupEligible: true, backupState: false };
const backedUp = { backupEligible: true, backupState: true };

export const backupCases: Cases = {
  'stays-device-bound': accepts({
    title: 'BE is clear as at registration',
    catalogue: ['bk.auth.same.0'],
    authenticator: { backupEligible: false, backupState: false },
  }),
  'stays-eligible': accepts({
    title: 'BE is set as at registration',
    catalogue: ['bk.auth.same.1'],
    authenticator: eligible,
  }),
  'becomes-backed-up': accepts({
    title: 'BS is set, and was clear before',
    catalogue: ['bk.auth.bs-rise'],
    authenticator: eligible,
    edit: data(() => ({ bs: true })),
  }),
  'loses-backup': accepts({
    title: 'BS is clear, and was set before',
    catalogue: ['bk.auth.bs-drop'],
    authenticator: backedUp,
    edit: data(() => ({ bs: false })),
  }),
  'backed-up-not-eligible': rejects('backup-state', {
    title: 'BS is set, BE is clear',
    catalogue: ['bk.auth.01'],
    edit: data(() => ({ bs: true })),
  }),
  'loses-eligibility': rejects('backup-eligibility', {
    title: 'BE is clear, and was set at registration',
    catalogue: ['bk.auth.be-drop'],
    authenticator: eligible,
    edit: data(() => ({ be: false })),
  }),
  'loses-eligibility-and-backup': rejects('backup-eligibility', {
    title: 'BE and BS are clear, and were set at registration',
    catalogue: ['bk.auth.be-drop'],
    authenticator: backedUp,
    edit: data(() => ({ be: false, bs: false })),
  }),
  'becomes-eligible': rejects('backup-eligibility', {
    title: 'BE is set, and was clear at registration',
    seen: 'go-webauthn/webauthn#335',
    catalogue: ['bk.auth.be-rise'],
    edit: data(() => ({ be: true })),
  }),
  'becomes-eligible-and-backed-up': rejects('backup-eligibility', {
    title: 'BE and BS are set, and were clear at registration',
    catalogue: ['bk.auth.be-rise'],
    edit: data(() => ({ be: true, bs: true })),
  }),
  'eligibility-unrecorded': accepts({
    title: 'BE is set, and the RP recorded none at registration',
    level: 'should',
    needs: ['backup-unrecorded'],
    catalogue: ['bk.auth.unknown-stored'],
    edit: data(() => ({ be: true })),
  }),
};

/** What an RP may demand of BE and BS (§7.1 steps 18 and 19). */
export const backupPolicyCases: Cases = {
  'synced-where-device-bound-is-demanded': rejects('backup-policy', {
    title: 'BE is set, and the RP takes device-bound credentials only',
    level: 'policy',
    needs: ['device-bound'],
    catalogue: ['bk.reg.policy-be'],
    edit: data(() => ({ be: true })),
  }),
  'not-backed-up-yet': rejects('backup-policy', {
    title: 'BE is set, BS is clear, and the RP demands that BS is set then',
    level: 'policy',
    needs: ['backed-up'],
    authenticator: { backupEligible: true, backupState: true },
    catalogue: ['bk.reg.policy-bs'],
    edit: data(() => ({ bs: false })),
  }),
};
