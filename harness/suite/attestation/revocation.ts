/** Revocation lists of an attestation's certificates (WebAuthn Level 3 §7.1 step 24), for an RP that asks for them. */
import {
  androidCertificate,
  androidChain,
  androidKeyStatement,
  honestDescription,
} from '../../authenticator/attestation/androidKey.ts';
import {
  type ChainLink,
  intermediateLink,
  issuerOf,
  leafLink,
  testRoot,
  withFields,
} from '../../authenticator/attestationChain.ts';
import { revocationList } from '../../authenticator/pkiRevocation.ts';
import type { DutyName } from '../../duties.ts';
import { flipBit, fromHex, utf8 } from '../../encoding/bytes.ts';
import { distributionPoint } from '../../encoding/certificateLocations.ts';
import type { Reply } from '../../target.ts';
import { accepts, type Declaration, either, type FlowContext, holds, type Listener, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { certifiedBy, statement } from './certified.ts';
import { registerWithChain } from './chainInHand.ts';

const needs = ['direct-attestation', 'attestation-roots', 'revocation'] as const;
const NO_MODEL = new Uint8Array(16);

/** A leaf, and the intermediate that has issued it. */
interface Pair {
  leaf: ChainLink;
  intermediate: ChainLink;
}

/** What a case serves as the list of the leaf and as that of the intermediate; what is absent cannot be had. */
type Lists = (pair: Pair) => { leaf?: Uint8Array | undefined; intermediate?: Uint8Array };

/** Under the test root, by an intermediate that is no anchor for anybody. Each of the two says where its list is. */
function listedChain({ url }: Listener, serial?: Uint8Array): ChainLink[] {
  const intermediate = intermediateLink('Touchstone TEST CA with a revocation list', testRoot());
  const leaf = leafLink(NO_MODEL, issuerOf(intermediate));
  const named = withFields([leaf, intermediate], 0, fields => ({ serial: serial ?? fields.serial }));
  return ['leaf', 'intermediate'].reduce(
    (links, path, index) =>
      withFields(links, index, ({ extensions }) => ({ extensions: [...extensions, distributionPoint(url(path))] })),
    named,
  );
}

function serveLists(listener: Listener, chain: readonly ChainLink[], lists: Lists): void {
  const served = lists({ leaf: chain[0]!, intermediate: chain[1]! });
  for (const [path, bytes] of Object.entries(served)) if (bytes) listener.serve(path, bytes);
}

const registering =
  (lists: Lists) =>
  async (context: FlowContext): Promise<Reply> => {
    const listener = await context.listener();
    const chain = listedChain(listener);
    serveLists(listener, chain, lists);
    return registerWithChain(context, chain);
  };

/** Lists of the right issuers, on which nothing stands; `change` replaces one of them. */
const honestBut =
  (change: Lists = () => ({})): Lists =>
  pair => ({
    leaf: revocationList(issuerOf(pair.intermediate), [OTHER_SERIAL]),
    intermediate: revocationList(testRoot(), [OTHER_SERIAL]),
    ...change(pair),
  });

/** Of nobody's certificate. */
const OTHER_SERIAL = utf8('TEST');
/** As its publisher shows it in the description of the status list of Android keys. */
const LISTED_ANDROID_SERIAL = fromHex('2c8cdddfd5e03bfc');

const refused = (
  duty: DutyName,
  { title, catalogue, level }: Pick<Declaration, 'title'> & Required<Pick<Declaration, 'catalogue' | 'level'>>,
  change: Lists,
) => rejects(duty, { title, catalogue, level, needs, steps: registering(honestBut(change)) });

const without = (title: string, change: Lists) =>
  either({
    title,
    level: 'report',
    reason: 'what an RP does without a list (let in, keep out) is its policy; it owes an answer in good time',
    needs,
    catalogue: ['x509.crl.unreachable'],
    steps: registering(honestBut(change)),
  });

export const revocationCases: Cases = {
  'nothing-revoked': accepts({
    title: 'no certificate of the path is on its list',
    level: 'policy',
    needs,
    catalogue: ['x509.crl.revoked-leaf', 'x509.crl.revoked-int'],
    steps: registering(honestBut()),
  }),
  'leaf-revoked': refused(
    'attestation-revocation',
    {
      title: 'the attestation certificate is on the list of its issuer',
      level: 'policy',
      catalogue: ['x509.crl.revoked-leaf'],
    },
    ({ leaf, intermediate }) => ({ leaf: revocationList(issuerOf(intermediate), [OTHER_SERIAL, leaf.fields.serial]) }),
  ),
  'intermediate-revoked': refused(
    'attestation-revocation',
    { title: 'the intermediate CA is on the list of the root', level: 'policy', catalogue: ['x509.crl.revoked-int'] },
    ({ intermediate }) => ({ intermediate: revocationList(testRoot(), [intermediate.fields.serial]) }),
  ),
  'list-of-other-issuer': refused(
    'revocation-list-signature',
    {
      title: 'the list is that of another CA than the issuer',
      level: 'should',
      catalogue: ['x509.crl.other-issuer'],
    },
    () => ({ leaf: revocationList(testRoot(), []) }),
  ),
  'list-by-other-key': refused(
    'revocation-list-signature',
    {
      title: 'the list names the issuer, and is signed by another CA',
      level: 'should',
      catalogue: ['x509.crl.other-issuer'],
    },
    ({ intermediate }) => ({ leaf: revocationList({ ...testRoot(), name: intermediate.fields.subject }, []) }),
  ),
  'list-signature-bit': refused(
    'revocation-list-signature',
    {
      title: 'a bit of the signature of the list is flipped',
      level: 'should',
      catalogue: ['x509.crl.unsigned-cache'],
    },
    ({ intermediate }) => ({ leaf: flipBit(revocationList(issuerOf(intermediate), []), -1) }),
  ),
  'unsigned-list-kept': holds('revocation-list-signature', {
    title: 'a list with a bad signature is not kept and used later',
    seen: 'GHSA-2g3p-m8c9-hhwh',
    needs,
    catalogue: ['x509.crl.unsigned-cache'],
    observe: async context => {
      const listener = await context.listener();
      const bait = listedChain(listener, utf8('BAIT'));
      serveLists(
        listener,
        bait,
        honestBut(({ intermediate }) => ({
          leaf: flipBit(revocationList(issuerOf(intermediate), []), -1),
        })),
      );
      await registerWithChain(context, bait, 'bait');
      const revoked = listedChain(listener);
      serveLists(
        listener,
        revoked,
        honestBut(({ leaf, intermediate }) => ({
          leaf: revocationList(issuerOf(intermediate), [leaf.fields.serial]),
        })),
      );
      const { seen } = await registerWithChain(context, revoked);
      return {
        held: seen === 'rejected',
        detail: `after a list with a bad signature and then a good one, a revoked certificate was ${seen}`,
      };
    },
  }),
  'list-unreachable': without('nobody serves the list', () => ({ leaf: undefined })),
  'list-unreadable': without('what is served is no list', () => ({ leaf: utf8('<!doctype html>') })),
  'list-out-of-date': without('nextUpdate of the list has passed', ({ intermediate }) => ({
    leaf: revocationList(issuerOf(intermediate), [], { nextUpdate: new Date('2024-06-01T00:00:00Z') }),
  })),
  'android-serial-listed': either({
    ...certifiedBy('android-key'),
    title: 'the serial number is on the status list of Android keys',
    level: 'report',
    reason: 'only an RP that consults the published status list can tell, and whether it does is its policy',
    catalogue: ['akey.revoked'],
    edit: statement((_, { algorithm, privateKey, publicKey, authenticatorData, clientDataHash }) => {
      const description = honestDescription(clientDataHash!, publicKey);
      const leaf = androidCertificate(description, publicKey, { serial: LISTED_ANDROID_SERIAL });
      const signed = { authenticatorData: authenticatorData!, clientDataHash: clientDataHash! };
      return androidKeyStatement({ algorithm, privateKey, publicKey }, androidChain(leaf), signed).attStmt;
    }),
  }),
};
