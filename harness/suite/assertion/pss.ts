/** EMSA-PSS (RFC 8017 §9.1.1) by hand, for what no library signs: MGF1 with another hash than the message. */
import { constants, privateEncrypt } from 'node:crypto';
import type { EditContext } from '../../authenticator/edits.ts';
import { concat, digest, sha256 } from '../../encoding/bytes.ts';
import { message } from './message.ts';

const HASH = 32;

function mgf1(hash: string, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let number = 0, made = 0; made < length; number++) {
    const block = digest(hash, concat(seed, Uint8Array.of(0, 0, number >> 8, number)));
    blocks.push(block);
    made += block.length;
  }
  return concat(...blocks).subarray(0, length);
}

/** The PS256 signature of the message whose mask is by that hash; for a modulus of a whole number of bytes. */
export function pssMaskedBy(hash: string, size: number, context: EditContext): Uint8Array {
  const salt = context.random('salt', HASH);
  const digested = sha256(concat(new Uint8Array(8), sha256(message(context)), salt));
  const filling = new Uint8Array(size - 2 * HASH - 2);
  const block = concat(filling, Uint8Array.of(1), salt);
  const mask = mgf1(hash, digested, block.length);
  const masked = block.map((byte, index) => byte ^ mask[index]!);
  // The number has to be below the modulus: of its bits the topmost is taken away.
  masked[0]! &= 0x7f;
  const encoded = concat(masked, digested, Uint8Array.of(0xbc));
  return privateEncrypt({ key: context.privateKey, padding: constants.RSA_NO_PADDING }, encoded);
}
