/** What an authenticator signs of how well it keeps a credential: credProtect and minPinLength (CTAP 2.1 §12.1, §12.4). */
import { accepts, either, owedAt, rejects } from '../case.ts';
import { type Cases, envelope } from '../json.ts';
import { withOutput } from './outputs.ts';

const enforced = {
  extensions: { credentialProtectionPolicy: 'userVerificationRequired', enforceCredentialProtectionPolicy: true },
};

/** An RP that enforces a policy had better look whether it got it; no step of §7.1 says so. */
const credentialProtection: Cases = owedAt('should', {
  'credential-protection-lower': rejects('credential-protection', {
    title: 'credProtect is 1, though 3 was to be enforced',
    needs: ['extensions'],
    wishes: enforced,
    catalogue: ['ext.credprotect.enforce.lower'],
    edit: withOutput('credProtect', 1),
  }),
  'credential-protection-missing': rejects('credential-protection', {
    title: 'credProtect is missing, though it was to be enforced',
    needs: ['extensions'],
    wishes: enforced,
    catalogue: ['ext.credprotect.enforce.missing'],
    edit: withOutput('credProtect', undefined),
  }),
  'credential-protection-enforced': accepts({
    title: 'credProtect is 3, as it was to be enforced',
    needs: ['extensions'],
    wishes: enforced,
    catalogue: ['ext.credprotect.ok'],
  }),
  'credential-protection-unknown': accepts({
    title: 'credProtect was wished, not enforced, and the device has it not',
    needs: ['extensions'],
    wishes: { extensions: { ...enforced.extensions, enforceCredentialProtectionPolicy: false } },
    authenticator: { extensions: [] },
    catalogue: ['ext.credprotect.noenforce.missing'],
  }),
});

const oddPinLength = (title: string, value: number) =>
  either({
    title,
    level: 'report',
    reason: 'CTAP allows 4 to 63; an RP that has no policy need not read it',
    catalogue: ['ext.minpin.zero'],
    edit: withOutput('minPinLength', value),
  });

const told = {
  needs: ['pin-length'],
  wishes: { extensions: { minPinLength: true } },
  authenticator: { minPinLength: 6, minPinLengthRpIds: 'all' },
} as const;

const short = withOutput('minPinLength', 4);

const pinLength: Cases = {
  'pin-length-zero': oddPinLength('minPinLength is 0', 0),
  'pin-length-negative': oddPinLength('minPinLength is -1', -1),
  'pin-length-huge': oddPinLength('minPinLength is 4294967296', 2 ** 32),
  'pin-length-too-short': rejects('pin-length', {
    title: 'minPinLength is 4, and the RP demands 6',
    level: 'policy',
    ...told,
    catalogue: ['ext.minpin.policy'],
    edit: short,
  }),
  'pin-length-not-told': rejects('pin-length', {
    title: 'minPinLength is missing, and the RP demands 6',
    level: 'policy',
    ...told,
    catalogue: ['ext.minpin.policy'],
    edit: withOutput('minPinLength', undefined),
  }),
  'client-contradicts': rejects('pin-length', {
    title: 'minPinLength is 4 as signed, 8 as the client says',
    ...told,
    catalogue: ['ext.auth.vs-client'],
    edit: { ...short, ...envelope({ clientExtensionResults: { minPinLength: 8 } }) },
  }),
};

export const protectionCases: Cases = { ...credentialProtection, ...pinLength };

export const contradictionCases: Cases = {
  'client-contradicts': accepts({
    title: 'the client tells of another credBlob than was signed',
    catalogue: ['ext.auth.vs-client'],
    edit: {
      ...withOutput('credBlob', Uint8Array.of(1, 2, 3)),
      ...envelope({ clientExtensionResults: { getCredBlob: 'BAUG' } }),
    },
  }),
};
