/** What the cases of certified attestation have in common, for an RP that trusts the roots of the test PKI. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import type { AttestationCapability, AuthenticatorSettings } from '../../authenticator/settings.ts';
import type { DutyName } from '../../duties.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import { type Declaration, rejects } from '../case.ts';

/** A device with this attestation and an ES256 key, asked for it. */
export const certifiedBy = (
  attestation: AttestationCapability,
  settings: Partial<AuthenticatorSettings> = {},
): Pick<Declaration, 'needs' | 'wishes' | 'authenticator'> => ({
  needs: ['direct-attestation', 'attestation-roots'],
  wishes: { attestation: 'direct' },
  authenticator: { attestation, algorithms: [-7], ...settings },
});

/** Rewrites the statement, which is a map. */
export const statement = (write: (honest: CborMap, context: EditContext) => CborValue): Edits => ({
  statement: (honest, context) => write(honest as CborMap, context),
});

type Device = ReturnType<typeof certifiedBy>;

/** How the cases of one kind of device are declared: the duty, the title, the rows, the edit, and the level. */
export const refusing =
  (device: Device) =>
  (
    duty: DutyName,
    title: string,
    catalogue: readonly string[],
    edit: Edits,
    level: NonNullable<Declaration['level']> = 'must',
  ) =>
    rejects(duty, { ...device, title, catalogue, edit, level });
