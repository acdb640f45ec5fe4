/** Looks for an honest ceremony that the RP takes: some refuse attestation `none`, some demand user verification. */
import { randomBytes } from 'node:crypto';
import { modelNamed } from '../authenticator/metadataModels.ts';
import type { Feature } from '../target.ts';
import { type Control, type FailedControl, playTwin } from './controls.ts';
import { isWrongAddress, NothingLearned } from './interruptions.ts';
import { DEFAULT_HONEST, type Honest, type Stage } from './scene.ts';
import { twin } from './twin.ts';

/** `needs`: tried only where the RP claims that. */
type Try = Pick<Honest, 'name' | 'wishes' | 'authenticator'> & { needs?: Feature };

const TRIES: readonly Try[] = [
  { name: '', wishes: {}, authenticator: {} },
  {
    name: 'attestation direct, packed self',
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed-self' },
  },
  { name: 'attestation direct, packed', wishes: { attestation: 'direct' }, authenticator: { attestation: 'packed' } },
  {
    name: 'attestation direct, packed, of the allowed model',
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed', aaguid: modelNamed('allowed') },
    needs: 'allowed-models',
  },
  {
    name: 'an authenticator that tells of its PIN',
    wishes: { extensions: { minPinLength: true } },
    authenticator: { minPinLength: 6, minPinLengthRpIds: 'all' },
    needs: 'pin-length',
  },
  { name: 'user verification required', wishes: { userVerification: 'required' }, authenticator: {} },
  { name: 'user verification discouraged', wishes: { userVerification: 'discouraged' }, authenticator: {} },
  { name: 'resident key required', wishes: { residentKey: 'required' }, authenticator: {} },
  { name: 'RS256 only', wishes: {}, authenticator: { algorithms: [-257] } },
  {
    name: 'a cross-platform authenticator',
    wishes: { authenticatorAttachment: 'cross-platform' },
    authenticator: { attachment: 'cross-platform', transports: ['usb'] },
  },
];

export interface Probed {
  /** The first that was accepted; the default where none was. */
  honest: Honest;
  /** What came of the default honest login as `honest` has it. */
  control: Control;
}

/** The default honest login: the control of everything that has none of its own. */
export const DEFAULT_TWIN = twin('authentication', {}, {}, false);

/** The default first, under fresh names next: with an old seed the RP may know users and credential ids already. */
function* tries(supports: ReadonlySet<Feature>): Generator<Try & { salt: string }> {
  const fresh = randomBytes(4).toString('hex');
  const [byDefault, ...others] = TRIES.filter(({ needs }) => !needs || supports.has(needs));
  for (const salt of ['', fresh]) yield { ...byDefault!, salt };
  for (const salt of ['', fresh]) for (const other of others) yield { ...other, salt };
}

/**
 * Plays honest logins until one is accepted.
 *
 * @throws {NothingLearned} when nobody is there.
 */
export async function probe(stage: Stage): Promise<Probed> {
  let first: Probed | undefined;
  for (const { needs: _, ...one } of tries(stage.rp.supports)) {
    const honest: Honest = { ...one, name: inWords(one.name, one.salt) };
    const label = one.name === '' ? DEFAULT_TWIN.id : `control/probe/${one.name.replace(/\W+/g, '-')}`;
    const control = await playTwin({ ...stage, honest }, DEFAULT_TWIN, label);
    if (control.held) return { honest, control };
    first ??= { honest: DEFAULT_HONEST, control };
    if ('skipped' in control) continue;
    refuseToGoOn(control);
    if (control.outcome === 'hung') break;
  }
  return first!;
}

function inWords(name: string, salt: string): string {
  return [name, salt && 'fresh names, as this seed was used here before'].filter(Boolean).join('; ');
}

function refuseToGoOn({ outcome, reply, message }: FailedControl): void {
  if (outcome === 'unreachable') throw new NothingLearned(message);
  if (reply && isWrongAddress(reply))
    throw new NothingLearned(`${message} (an honest request; is the address of the RP right?)`);
}
