/** Settings that no authenticator can have, named before they do harm. */
import type { AuthenticatorSettings } from './settings.ts';

export const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws a TypeError that names the setting and says what it takes. */
export function checkSettings(settings: AuthenticatorSettings): void {
  const { aaguid, algorithms, credentialIdLength, counterStart, counterStep } = settings;
  if (!AAGUID.test(aaguid))
    throw new TypeError(`aaguid: "${aaguid}" is not of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`);
  if (algorithms.length === 0) throw new TypeError('algorithms: name at least one COSE algorithm');
  wholeNumber('credentialIdLength', credentialIdLength, 16, 1023);
  wholeNumber('minPinLength', settings.minPinLength, 4, 63);
  wholeNumber('counterStart', counterStart, 0, 0xffffffff);
  wholeNumber('counterStep', counterStep, 0, 0xffffffff);
  if (settings.attestation === 'compound' && settings.compoundOf.length < 2)
    throw new TypeError('compoundOf: a compound attestation has two statements or more (§8.9)');
  if (settings.backupState && !settings.backupEligible)
    throw new TypeError('backupState: only with backupEligible (§6.1.3)');
}

function wholeNumber(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new TypeError(`${name}: ${value} is not a whole number from ${least} to ${most}`);
  }
}
