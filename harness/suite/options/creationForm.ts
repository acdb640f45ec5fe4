/** The form of creation options (WebAuthn Level 3 §5.4, §5.1.8). */
import { holds } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints, decoded, descriptorFault, isDomain, timeoutFault, typeFault } from './look.ts';
import { look } from './lookAtCreation.ts';

export const creationForm: Cases = {
  shape: holds('options-form', {
    title: 'all required members are there, of the right types',
    catalogue: ['opt.reg.shape', 'fido.Cre-1.P-1'],
    observe: look(({ rp, user, challenge, pubKeyCredParams }) => [
      typeof rp?.name !== 'string' && 'rp.name is no text',
      typeof user?.name !== 'string' && 'user.name is no text',
      typeof user?.displayName !== 'string' && 'user.displayName is no text',
      typeof user?.id !== 'string' && 'user.id is no text',
      typeof challenge !== 'string' && 'challenge is no text',
      !Array.isArray(pubKeyCredParams) && 'pubKeyCredParams is no array',
    ]),
  }),
  base64url: holds('options-form', {
    title: 'binary members are unpadded base64url',
    catalogue: ['opt.reg.parse', 'opt.reg.challenge.b64url', 'opt.reg.user.id.b64url'],
    observe: look(({ user, challenge, excludeCredentials }) => [
      !decoded(challenge) && 'challenge is no base64url',
      !decoded(user.id) && 'user.id is no base64url',
      descriptorFault('excludeCredentials', excludeCredentials),
    ]),
  }),
  'optional-members': holds('options-form', {
    title: 'optional members are of the right types',
    catalogue: ['opt.reg.timeout.type', 'opt.reg.hints', 'opt.reg.attformats'],
    observe: look(({ timeout, hints, attestationFormats, authenticatorSelection, extensions, attestation }) => [
      timeoutFault(timeout),
      hints !== undefined && !hints?.every?.(hint => typeof hint === 'string') && 'hints is no array of texts',
      attestationFormats !== undefined &&
        !attestationFormats?.every?.(format => typeof format === 'string') &&
        'attestationFormats is no array of texts',
      typeFault('authenticatorSelection', authenticatorSelection, 'object'),
      typeFault('extensions', extensions, 'object'),
      typeFault('attestation', attestation, 'string'),
    ]),
  }),
  'rp-id-domain': holds('options-form', {
    title: 'rp.id is a domain, without scheme, port or path',
    catalogue: ['opt.reg.rp.id.domain'],
    observe: look(({ rp }) => [rp.id !== undefined && !isDomain(rp.id) && `rp.id is ${JSON.stringify(rp.id)}`]),
  }),
  'rp-id-of-origin': holds('options-form', {
    title: 'rp.id is the host of the origin, or a domain above it',
    catalogue: ['opt.reg.rp.id.registrable'],
    observe: look(({ rp }, flow) => {
      const host = new URL(flow.rp.origin).hostname;
      const fits = rp.id === undefined || host === rp.id || host.endsWith(`.${rp.id}`);
      return [!fits && `rp.id is ${JSON.stringify(rp.id)}, the host ${host}`];
    }),
  }),
  'timeout-range': holds('options-form', {
    title: 'timeout is between 5 and 10 minutes, as recommended',
    level: 'should',
    catalogue: ['opt.reg.timeout.range'],
    observe: look(({ timeout }) => [
      timeout !== undefined && (timeout < 300_000 || timeout > 600_000) && `timeout is ${timeout} ms`,
    ]),
  }),
  'attestation-known': holds('options-form', {
    title: 'attestation is one of the four defined',
    catalogue: ['opt.reg.attestation.values'],
    observe: look(({ attestation }) => [
      attestation !== undefined &&
        !['none', 'indirect', 'direct', 'enterprise'].includes(attestation) &&
        `attestation is ${JSON.stringify(attestation)}`,
    ]),
  }),
  'resident-key-consistent': holds('options-form', {
    title: 'requireResidentKey is true only where residentKey is required',
    level: 'should',
    catalogue: ['opt.reg.rk.consistent'],
    observe: look(({ authenticatorSelection }) => {
      const { residentKey, requireResidentKey } = authenticatorSelection ?? {};
      const fits = residentKey === undefined || (requireResidentKey ?? false) === (residentKey === 'required');
      return [!fits && `residentKey is ${residentKey}, requireResidentKey ${requireResidentKey}`];
    }),
  }),
  'names-kept': holds('options-form', {
    title: 'a name in other scripts comes back as it was given',
    level: 'should',
    catalogue: ['opt.reg.username.unicode'],
    async observe(flow) {
      const displayName = 'Zoë Ελένη עדי 李 👩‍💻';
      const { user } = await (await flow.visit()).registrationOptions({ ...flow.user(), displayName });
      return complaints([user.displayName !== displayName && `displayName is ${JSON.stringify(user.displayName)}`]);
    },
  }),
};
