/**
 * The RSA-2048 attestation identity key (AIK) of every TPM here, frozen: for tests, and for nothing else. It is public, so
 * whatever it signs proves nothing.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { CredentialKeyPair } from './keys.ts';

/** PKCS#8 DER in base64. */
const PRIVATE_KEY =
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDalCF2wEESIjItbY77Vk6rs0zKFyTrbvg6ptLOAZuROVSXfi77/R' +
  'oIOqFm5yfdAk8XHVWdD6NY6SEtzbn78cgwiwwFCLHHUp4+k0uWXN1E8/G6WJe8v1sMwxcRQlXbZ/FoOwGr2MCAugl500JYDqJC5qdO' +
  'jkGNYRFhrl2u6IS4MOZ8VdYnrrEc9pPQmlIIEvFYGk3FxiZoq+6bK8zA1ZqFt5vNp+NSvsIuUy1EPMAJ1A0GfyfVOJNRCPdd35wqc5' +
  'A1f3GEXDVzkLJMTD6gESDYO3Z/liI6mg4BpuwIlpLGPtrlTH62J9PbEVXuypHWIIrfqo5bV/iceFUmmsSKpx4VAgMBAAECggEASVuL' +
  'u5ocfKSDaKGragj2UEPV0sFfv7A3mR+iAkeh2WR/UnSj+ihg00AyKSINS+xZdO2AbTzxWoarfv7bm4Xy5O/Vsd7QI5BD0caHiMhT7q' +
  '9cgmj3S/6A5VCYbk9wFznUWGHtVqphORK22W8ghgMrS/6zSfcOYw+f0MO/Z1NcL6CC+0qJcdkxi5jTrR80Xq2xNZtdMPvNo5vX/chr' +
  '2QLZIZz8TVjc9lQjRc727kDuGeV/dSzX6CmF+geRaaMVRCR2RUGKx0m+zpxIlBDp/kTajyvjT3mH+J116sa2uS6ZPsM8ipVyjEH3Wl' +
  '905yO8agxLC/+tLhZ9vVIj4i31J/WFhQKBgQDxCkuYkCS+G6ORqLwIyYnP6LoUbsQuKew+Q02ERyAiL2zzpgNnj0JaCuGw1DU/NhFm' +
  'o1Sf2+g9zDFX4OH1UYlHINF2JW6v0la5NBhfH7niUA7ZqobfsiPnI8IkapxVhlaQxvAvqx3WFPusIhMaOAf+E/pyp3wSV+L0fHO5SB' +
  '035wKBgQDoJPXgGlqY4AhIZdL6mdHXPpoMhpCTQqFunEcPz8tldAcmzoJRwZZvrmAZtodFqwpFtLeYUKLjT36OYGNUzSPBDB2Qj8VI' +
  '6qTu7ftySlZrfj2xbdjCyBZDcw1HFreCAjoG2OMxE3ujnTLxnfeLkcAUrXzn+EzYr/dmIZsC24aKowKBgQDA2S3WaC0ddNuPZGLc3P' +
  'JHx7lpM53+GUiMICja1lUdRLh0z7QVnQbHJ8GeSoo3gri1V6QTKkxLdR1dY+0k6xFcOSOc1SITxcPg9Y8yPB3qtYbMG6VBQDN9cJyZ' +
  'qjpeKtcDikcMvGloqO0asUB7T60FWVKdfObFfk90sEWeTdYirQKBgA3y+ptGuh7ph1XiWHUafRNz/Ym3JETVAiJFXbfDgrNL74oTap' +
  '1DBqkbT0b8QtCa4HkjzMxoPAFwq2gevpk/4mAdPEGNggtJnjOFNVC+ysaWxVo+AYJix4OyDCAzaz9yps32hmBSjWFddswx88f9MA+O' +
  'BS1jLCrxF+qZJllbm5AFAoGAevf1DVygSVMfLie3tolBufqHYyLzA+pZ/r0mZA8Ww5D8KXAqf72/DTSKKgbVPX+8IYA14sovYG1czW' +
  '2cLu0EM/U/PL9ajNwpQFhEI62QJFwNfPemnUiP6Do8hHszSza2qf0PMmiOHBMedLsMe45t2HubRgymZZtq8Q6ZLhvIR6c=';

/** RS1, which Windows Hello signs with whatever the credential's algorithm is. */
const RS1 = -65535;

let imported: CredentialKeyPair | undefined;

/** Its algorithm is RS1 unless another RSA one is named. */
export function attestationIdentityKey(algorithm = RS1): CredentialKeyPair {
  if (!imported) {
    const privateKey = createPrivateKey({ key: Buffer.from(PRIVATE_KEY, 'base64'), format: 'der', type: 'pkcs8' });
    imported = { algorithm: RS1, privateKey, publicKey: createPublicKey(privateKey) };
  }
  return { ...imported, algorithm };
}
