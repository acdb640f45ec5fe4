/**
 * The test PKI of `packed` attestation (WebAuthn Level 3 §8.2.1): its root and its attestation keys, every name in it says
 * TEST. Keys follow from fixed labels and the root signs with RSA (PKCS #1 v1.5), so the same AAGUID always gets the
 * same bytes.
 */
import { hex } from '../encoding/bytes.ts';
import type { AttestationKey } from './attestation/packed.ts';
import { caExtensions, link, packedChain, writeChain } from './attestationChain.ts';
import { rootIssuer } from './pkiFormats.ts';

/** As many CAs may stand below the root: the longest real chains have four. */
const ROOT_PATH_LENGTH = 5;

/** DER of the root certificate, made anew: the bytes that `testRoots` has frozen. */
export function makeTestRoot(): Uint8Array {
  const root = rootIssuer();
  const content = { keys: root.keys, subject: root.name, extensions: caExtensions(root.keys, ROOT_PATH_LENGTH) };
  return writeChain([link('root', content, root)])[0]!;
}

const made = new Map<string, AttestationKey>();

/** The attestation key of a model (§6.5.3: one for many authenticators) and its certificate; made once for each AAGUID. */
export function packedAttestationKey(aaguid: Uint8Array): AttestationKey {
  const model = hex(aaguid);
  const known = made.get(model);
  if (known) return known;
  const chain = packedChain(aaguid);
  const key = { keys: chain[0]!.keys, x5c: writeChain(chain) };
  made.set(model, key);
  return key;
}
