/** AppIDs of the time of U2F: the extensions appid and appidExclude (WebAuthn Level 3 §10.1.1, §10.1.2). */
import type { Edits } from '../../authenticator/edits.ts';
import type { AuthenticatorSettings } from '../../authenticator/settings.ts';
import { sha256, utf8 } from '../../encoding/bytes.ts';
import type { Reply } from '../../target.ts';
import { accepts, either, type FlowContext, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { results } from './outputs.ts';

/** What can have been registered through U2F. */
const U2F: Partial<AuthenticatorSettings> = {
  attachment: 'cross-platform',
  transports: ['usb'],
  residentKeys: false,
  userVerification: false,
  algorithms: [-7],
};

interface Answer {
  /** What the client says of the AppID. */
  appid: boolean;
  /** Whose hash the authenticator signs. */
  scope(appId: string, rpId: string): string;
  device?: Partial<AuthenticatorSettings>;
}

const ofAppId = (appId: string) => appId;

/** A login with the AppID that the RP asks for, answered so. */
const login =
  ({ appid, scope, device: settings = U2F }: Answer) =>
  async (flow: FlowContext): Promise<Reply> => {
    const device = flow.authenticator('', settings);
    await flow.register(await flow.visit(), flow.user(), device, { honest: true });
    const agent = await flow.visit();
    const options = await agent.authenticationOptions(flow.user());
    const scopeId = scope(String(options.extensions?.appid), flow.rp.rpId);
    const edit: Edits = {
      authenticatorData: data => ({ ...data, rpIdHash: sha256(utf8(scopeId)) }),
      ...results({ appid }),
    };
    return agent.authenticate(await device.get(options, edit));
  };

export const applicationIdCases: Cases = {
  'application-id-used': accepts({
    title: 'appid is true, and rpIdHash that of the AppID',
    needs: ['app-id'],
    catalogue: ['ext.appid.true.hash-appid'],
    steps: login({ appid: true, scope: ofAppId }),
  }),
  'application-id-not-signed': either({
    title: 'appid is true, and rpIdHash that of the RP ID',
    level: 'report',
    reason: 'the AppID has to be expected then; what the client says is not signed, and the RP ID is no harm',
    needs: ['app-id'],
    catalogue: ['ext.appid.true.hash-rpid'],
    steps: login({ appid: true, scope: (_, rpId) => rpId }),
  }),
  'application-id-denied': either({
    title: 'appid is false, and rpIdHash that of the AppID',
    level: 'report',
    reason: 'the hash may be that of the AppID where that was asked for',
    needs: ['app-id'],
    catalogue: ['ext.appid.false.hash-appid'],
    steps: login({ appid: false, scope: ofAppId }),
  }),
  'application-id-other': rejects('rp-id-hash', {
    title: 'appid is true, and rpIdHash that of another AppID',
    needs: ['app-id'],
    catalogue: ['ext.appid.other'],
    steps: login({ appid: true, scope: appId => `${appId}/other` }),
  }),
  'application-id-of-passkey': either({
    title: 'the AppID is used with a passkey, which U2F cannot have made',
    level: 'report',
    reason: 'an RP that keeps no note of how a credential was made cannot tell',
    needs: ['app-id'],
    catalogue: ['ext.appid.new-cred'],
    steps: login({ appid: true, scope: ofAppId, device: {} }),
  }),
};

export const excludedApplicationCases: Cases = {
  'application-id-excluded': accepts({
    title: 'appidExclude is true',
    catalogue: ['ext.appidexclude.true'],
    edit: results({ appidExclude: true }),
  }),
  'application-id-excluded-unanswered': accepts({
    title: 'appidExclude was asked for, and has no output',
    needs: ['extensions'],
    catalogue: ['ext.appidexclude.missing'],
    async steps(flow) {
      const wishes = { extensions: { appidExclude: `${flow.rp.origin}/app-id.json` } };
      const visit = await flow.visit();
      return (await flow.register(visit, flow.user(), flow.authenticator(), { wishes, edit: results({}) })).reply;
    },
  }),
};
