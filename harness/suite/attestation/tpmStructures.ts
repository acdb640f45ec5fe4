/** Attestation by a TPM (WebAuthn Level 3 §8.3): structures that are none. */
import { concat, uint16 } from '../../encoding/bytes.ts';
import { encodeAttest, encodePublic } from '../../encoding/tpm.ts';
import { rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { ECC, remade } from './tpmEdits.ts';

const structure = (
  title: string,
  catalogue: string[],
  write: (certInfo: Uint8Array) => Uint8Array,
  level: 'must' | 'should' = 'must',
) =>
  rejects('tpm-structures', {
    ...ECC,
    title,
    catalogue,
    level,
    edit: remade({ certInfo: honest => write(encodeAttest(honest)) }),
  });

/** `[key, what it stands in, bytes that are left]` of the 161 bytes that certInfo has. */
const CUTS = [
  ['magic', 'magic', 3],
  ['type', 'type', 5],
  ['signer', 'qualifiedSigner', 20],
  ['extra-data', 'extraData', 50],
  ['clock', 'clockInfo', 70],
  ['firmware', 'firmwareVersion', 84],
  ['name', 'attested.name', 100],
  ['qualified-name', 'attested.qualifiedName', 160],
] as const;

export const tpmStructureCases: Cases = {
  'cert-info-empty': structure('certInfo has no bytes', ['tpm.ci.truncated'], () => new Uint8Array()),
  ...Object.fromEntries(
    CUTS.map(([key, field, length]) => [
      `cert-info-ends-in-${key}`,
      structure(
        `certInfo ends in ${field}`,
        ['tpm.ci.truncated'],
        certInfo => certInfo.subarray(0, length),
        // Nobody needs the qualified name, so that a reader may well never come to it.
        key === 'qualified-name' ? 'should' : 'must',
      ),
    ]),
  ),
  'cert-info-longer': structure(
    'a byte follows certInfo',
    ['tpm.ci.trailing'],
    certInfo => concat(certInfo, Uint8Array.of(0)),
    'should',
  ),
  'cert-info-size-beyond-end': structure(
    'qualifiedSigner claims more bytes than certInfo has',
    ['tpm.ci.size-over'],
    certInfo => concat(certInfo.subarray(0, 6), uint16(0xffff), certInfo.subarray(8)),
  ),
  'cert-info-little-endian-size': structure(
    'a size in certInfo stands in the other byte order',
    ['tpm.ci.le'],
    certInfo => concat(certInfo.subarray(0, 6), certInfo.subarray(6, 8).toReversed(), certInfo.subarray(8)),
  ),
};

const areaStructure = (
  title: string,
  catalogue: string[],
  write: (area: Uint8Array) => Uint8Array,
  level: 'must' | 'should' = 'must',
) =>
  rejects('tpm-structures', {
    ...ECC,
    title,
    catalogue,
    level,
    edit: remade({ publicArea: honest => write(encodePublic(honest)) }),
  });

export const tpmAreaStructureCases: Cases = {
  'pub-area-empty': areaStructure('pubArea has no bytes', ['tpm.pa.truncated'], () => new Uint8Array()),
  'pub-area-ends-in-policy': areaStructure('pubArea ends in authPolicy', ['tpm.pa.truncated'], area =>
    area.subarray(0, 20),
  ),
  'pub-area-ends-in-parameters': areaStructure('pubArea ends in its parameters', ['tpm.pa.truncated'], area =>
    area.subarray(0, 46),
  ),
  'pub-area-ends-in-y': areaStructure('pubArea ends in y', ['tpm.pa.truncated'], area => area.subarray(0, -1)),
  'pub-area-longer': areaStructure(
    'a byte follows pubArea',
    ['tpm.pa.trailing'],
    area => concat(area, Uint8Array.of(0)),
    'should',
  ),
  'pub-area-of-no-type': areaStructure('pubArea is of a type that does not exist', [], area =>
    concat(uint16(0x7fff), area.subarray(2)),
  ),
};
