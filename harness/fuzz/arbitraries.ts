/** The ceremonies that are tried, as arbitraries of fast-check: each shrinks to the smallest that still makes the difference. */
import fc from 'fast-check';
import type { AttestationCapability } from '../authenticator/settings.ts';
import type { Feature } from '../target.ts';
import type { EditGroup } from './changes.ts';
import { type Facts, type Fuzzed, SITUATIONS, type Situation } from './edit.ts';
import { algorithmEdits, attestationEdits, attestedEdits, publicKeyEdits, signatureEdits } from './ownEdits.ts';
import {
  authenticatorDataEdits,
  clientDataEdits,
  counterEdits,
  responseEdits,
  userVerifiedEdits,
} from './sharedEdits.ts';

type Supports = ReadonlySet<Feature>;
type FactsArbitrary = fc.Arbitrary<Facts>;

/** Those that certificates belong to, which cost a hundred times an ES256 signature. */
const CERTIFIED: readonly AttestationCapability[] = [
  'packed',
  'tpm',
  'fido-u2f',
  'apple',
  'android-key',
  'android-safetynet',
  'compound',
];

/** Those whose keys cost little; the first is the one to shrink to. */
const ALGORITHMS = [-7, -8, -257, -35, -36, -37, -9, -53];

const plain: FactsArbitrary = fc.constant({});

/** The default in most ceremonies: what fails by its facts alone is seen soon enough. */
const unusual = (...facts: FactsArbitrary[]): FactsArbitrary =>
  fc.oneof({ weight: 8, arbitrary: plain }, ...facts.map(arbitrary => ({ weight: 1, arbitrary })));

const algorithmFacts: FactsArbitrary = fc.constantFrom(...ALGORITHMS).map(algorithm => ({ algorithm }));

const flagFacts: FactsArbitrary = fc.constantFrom<Facts>(
  { userVerification: 'required' },
  { userVerification: 'discouraged' },
  { userVerified: false },
  { backupEligible: true },
  { backupEligible: true, backupState: true },
  { counterStart: 5 },
  { counterStart: 0xffff_fff0 },
  { counter: 'none' },
);

function registrations(supports: Supports): fc.Arbitrary<Fuzzed> {
  const edit = fc.oneof(
    { weight: 4, arbitrary: clientDataEdits },
    { weight: 4, arbitrary: authenticatorDataEdits('registration') },
    { weight: 2, arbitrary: attestationEdits('none') },
    { weight: 2, arbitrary: responseEdits('registration') },
    { weight: 1, arbitrary: algorithmEdits },
  );
  const self = { weight: 3, arbitrary: edited('registration', fc.constant(SELF), attestationEdits('packed-self')) };
  return fc.oneof(
    { weight: 10, arbitrary: edited('registration', unusual(algorithmFacts, flagFacts), edit) },
    // What can be wrong with a key depends on its kind.
    { weight: 4, arbitrary: edited('registration', keyFacts, publicKeyEdits) },
    ...(supports.has('direct-attestation') ? [self] : []),
    { weight: 1, arbitrary: unverified('registration') },
    { weight: 1, arbitrary: situated('registration', {}) },
  );
}

const SELF: Facts = { attestation: 'packed-self' };
const keyFacts: FactsArbitrary = fc.constantFrom<Facts>({}, { algorithm: -8 }, { algorithm: -257 });

/** Undefined where the RP cannot be asked for any. */
function certifiedRegistrations(supports: Supports): fc.Arbitrary<Fuzzed> | undefined {
  if (!supports.has('direct-attestation') || !supports.has('attestation-roots')) return undefined;
  const possible = CERTIFIED.filter(name => name !== 'compound' || supports.has('compound-attestation'));
  return fc.oneof(
    ...possible.map(attestation =>
      edited(
        'registration',
        fc.constant<Facts>({ attestation, algorithm: -7 }),
        fc.oneof({ weight: 12, arbitrary: attestationEdits(attestation) }, { weight: 1, arbitrary: attestedEdits }),
      ),
    ),
  );
}

function authentications(supports: Supports): fc.Arbitrary<Fuzzed> {
  const discoverable: FactsArbitrary[] = supports.has('discoverable') ? [fc.constant({ discoverable: true })] : [];
  const edit = fc.oneof(
    { weight: 3, arbitrary: clientDataEdits },
    { weight: 3, arbitrary: authenticatorDataEdits('authentication') },
    { weight: 2, arbitrary: signatureEdits },
    { weight: 3, arbitrary: responseEdits('authentication') },
  );
  return fc.oneof(
    { weight: 40, arbitrary: edited('authentication', unusual(algorithmFacts, flagFacts, ...discoverable), edit) },
    { weight: 1, arbitrary: edited('authentication', fc.constant({ counterStart: 5 }), counterEdits) },
    { weight: 1, arbitrary: unverified('authentication') },
    { weight: 2, arbitrary: situated('authentication', { counter: 'none' }) },
  );
}

/** UV is clear where it is required: an honest authenticator would not answer. */
function unverified(ceremony: Fuzzed['ceremony']): fc.Arbitrary<Fuzzed> {
  return edited(ceremony, fc.constant<Facts>({ userVerification: 'required' }), userVerifiedEdits);
}

/** A counter that counts would guard an assertion that is replayed. */
function situated(ceremony: Fuzzed['ceremony'], facts: Facts): fc.Arbitrary<Fuzzed> {
  const possible = Object.keys(SITUATIONS).filter(name => SITUATIONS[name as Situation].ceremony === ceremony);
  return fc.constantFrom(...(possible as Situation[])).map(situation => ({ ceremony, facts, situation, edits: [] }));
}

/** One edit in most, two in some; none, which is honest, only where shrinking comes to it. */
function edited(ceremony: Fuzzed['ceremony'], facts: FactsArbitrary, edit: EditGroup): fc.Arbitrary<Fuzzed> {
  const groups = fc.oneof(
    { weight: 6, arbitrary: fc.array(edit, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(edit, { maxLength: 2 }) },
  );
  return fc.record({ facts, groups }).map(one => ({ ceremony, facts: one.facts, edits: one.groups.flat() }));
}

/** `certified`: registrations by attestation formats with certificates, which take much longer. */
export type Draw = Fuzzed['ceremony'] | 'certified';

/** Ceremonies of one kind, as far as an RP with these features can be asked for them; undefined where it cannot. */
export function fuzzedArbitrary(draw: Draw, supports: Supports): fc.Arbitrary<Fuzzed> | undefined {
  if (draw === 'certified') return certifiedRegistrations(supports);
  return draw === 'registration' ? registrations(supports) : authentications(supports);
}
