/** Certificate extensions that FIDO and WebAuthn define (Level 3 §8.2.1, §8.2.2; FIDO U2F Authenticator Transports Extension). */
export const FIDO_EXTENSION = {
  /** id-fido-gen-ce-aaguid: an OCTET STRING of 16 bytes. */
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
  /** id-fido-gen-ce-fw-version: an INTEGER that is not negative. */
  firmwareVersion: '1.3.6.1.4.1.45724.1.1.5',
  /** id-fido-gen-ce-sernum: an OCTET STRING, for enterprise attestation alone. */
  serialNumber: '1.3.6.1.4.1.45724.1.1.2',
  /** fido-u2f-transports: a BIT STRING. */
  transports: '1.3.6.1.4.1.45724.2.1.1',
} as const;
