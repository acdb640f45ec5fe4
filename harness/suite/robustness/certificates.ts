/** RSA keys that are costly to use, and certificates that are costly to read or to put in order. */
import { chainKeys, intermediateLink, link, packedChain, withFields } from '../../authenticator/attestationChain.ts';
import type { Edits } from '../../authenticator/edits.ts';
import type { DutyName } from '../../duties.ts';
import { concat } from '../../encoding/bytes.ts';
import { hostName, hostNames, nameConstraints } from '../../encoding/certificateExtensions.ts';
import { FIDO_EXTENSION } from '../../encoding/fidoExtensions.ts';
import { batch, withChain, withoutExtension, withX5c } from '../attestation/packedEdits.ts';
import { type Declaration, rejects } from '../case.ts';
import { RS256, rewritten } from '../credential/keyEdits.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';

type More = Pick<Declaration, 'title' | 'catalogue' | 'seen' | 'level'> & { edit: Edits };
const stressed = (duty: DutyName, declaration: More, device: Partial<Declaration> = batch) =>
  rejects(duty, { ...device, ...declaration, stress: true });

const [N, E] = [-1, -2];
const CERTIFICATES = 4000;
const LEVELS = 10;
const NAMES = 2000;
const DEEP = 20_000;

/** A copy in which the first and the last bit are set, of so many bytes. */
function odd(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = copy[0]! | 0x80;
  copy[copy.length - 1] = copy.at(-1)! | 1;
  return copy;
}

/** n - 2 of an odd modulus. */
function twoLess(n: Uint8Array): Uint8Array {
  const less = (BigInt(`0x${Buffer.from(n).toString('hex')}`) - 2n).toString(16);
  return Buffer.from(less.padStart(n.length * 2, '0'), 'hex');
}

/** Certificates that nobody signed, each with other last bytes: none can be remembered for another. */
function varied(certificate: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const copy = Buffer.from(certificate);
    copy.writeUInt32BE(index, copy.length - 4);
    return copy;
  });
}

/** DER of sequences, one in the other. */
function nestedSequences(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  let length = 0;
  for (let level = 0; level < depth; level++) {
    const head = sequenceHead(length);
    heads.push(head);
    length += head.length;
  }
  return Buffer.concat(heads.reverse());
}

function sequenceHead(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(0x30, length);
  if (length < 0x100) return Uint8Array.of(0x30, 0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff);
  return Uint8Array.of(0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

const hosts = (of: string) => Array.from({ length: NAMES }, (_, index) => `${of}${index}.test`);

/** Two CAs on each of so many levels, each signed by both of the level above, and the top by nobody who is trusted. */
function crossSigned() {
  const top = intermediateLink('Touchstone TEST cross 0', {
    name: packedChain(new Uint8Array(16), 1)[1]!.fields.subject,
    keys: chainKeys('Touchstone TEST nobody'),
  });
  const levels = [[top, top]];
  for (let level = 1; level < LEVELS; level++) {
    const name = `Touchstone TEST cross ${level}`;
    const above = levels.at(-1)!;
    levels.push(
      ['a', 'b'].flatMap(own =>
        above.map(({ fields: { subject: issuer }, keys }) => {
          const made = intermediateLink(name, { name: issuer, keys });
          const content = { keys: chainKeys(`${name} ${own}`), ...made.fields };
          return link(`${name} ${own}`, content, { name: issuer, keys });
        }),
      ),
    );
  }
  return levels.reverse();
}

export const costlyKeyCases: Cases = {
  'rsa-modulus-of-64-kilobits': stressed(
    'rsa-key',
    {
      title: 'the modulus of an RSA key has 65,536 bits',
      catalogue: ['dos.rsa.big-n'],
      edit: rewritten(N, (_, { random }) => {
        const block = random('modulus', 256);
        return odd(concat(...Array.from({ length: 32 }, () => block)));
      }),
    },
    { authenticator: RS256 },
  ),
  'rsa-exponent-of-modulus': stressed(
    'rsa-key',
    {
      title: 'the exponent of an RSA key is its modulus less two',
      catalogue: ['dos.rsa.big-e'],
      edit: { publicKey: key => put(key, [E, twoLess(key.get(N) as Uint8Array)]) },
    },
    { authenticator: RS256 },
  ),
};

export const costlyChainCases: Cases = {
  'x5c-of-4000': stressed('attestation-trust', {
    title: 'x5c has 4,000 certificates',
    catalogue: ['dos.x5c.count'],
    edit: withX5c(honest => [...honest, ...varied(honest.at(-1)!, CERTIFICATES - honest.length)], 1),
  }),
  'x5c-cross-signed': stressed('attestation-trust', {
    title: 'CAs of ten levels, two on each, have signed each other',
    seen: 'x509-limbo pathological',
    catalogue: ['dos.x5c.crosssign'],
    edit: withChain(([leaf]) => {
      const levels = crossSigned();
      const { fields, keys } = levels[0]![0]!;
      return [link('crossed', { keys: leaf!.keys, ...leaf!.fields }, { name: fields.subject, keys }), ...levels.flat()];
    }),
  }),
  'name-constraints-many': stressed('attestation-trust', {
    title: 'two thousand name constraints meet two thousand names',
    level: 'should',
    seen: 'x509-limbo nc_dos',
    catalogue: ['dos.x5c.nc'],
    edit: withChain(honest => {
      const named = withFields(honest, 0, ({ extensions }) => ({
        extensions: [...extensions, hostNames(...hosts('name'))],
      }));
      const excluded = nameConstraints({ excluded: hosts('excluded').map(hostName) });
      return withFields(named, 1, ({ extensions }) => ({ extensions: [...extensions, excluded] }));
    }, 1),
  }),
  'der-deep': stressed('packed-certificate', {
    title: 'the AAGUID in the certificate is DER, nested 20,000 deep',
    catalogue: ['dos.der.depth'],
    edit: withoutExtension(FIDO_EXTENSION.aaguid, {
      oid: FIDO_EXTENSION.aaguid,
      critical: false,
      value: nestedSequences(DEEP),
    }),
  }),
};
