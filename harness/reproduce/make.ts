/** Makes the response to a relying party's options as a browser with a passkey would: JSON in, JSON out. */
import { Client } from '../authenticator/client.ts';
import type { EditContext, Edits } from '../authenticator/edits.ts';
import { MODELS } from '../authenticator/models/index.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type { Passkey } from '../browser/passkeys.ts';
import { optionsIn, type ShapedOptions } from '../diagnose/shapes.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { MakeDevices } from './makeDevices.ts';

/** Who answers the options, from where, and what goes wrong in it. Everything has a default. */
export interface MakeSettings {
  /** Of the page; `https://` and the RP ID by default, `http://localhost` for localhost. */
  origin?: string;
  /** Of the top-level page, where the asking one is in a cross-origin frame. */
  topOrigin?: string;
  /** Name of a model, as `touchstone run --authenticator` takes it. */
  model?: string;
  /** Over the settings of the model. */
  authenticator?: Partial<AuthenticatorSettings>;
  /** What is on the device already. They are not changed; the answer has their new state. */
  credentials?: readonly Readonly<Passkey>[];
  /** Signs in with the passkey of that user name. */
  userName?: string;
  /** False: the flag is clear in the signed authenticator data, whatever was asked for. */
  userVerified?: boolean;
  userPresent?: boolean;
  edit?: Edits;
  /**
   * The same seed, options and credentials give the same bytes, except where randomness is part of the signature: in
   * RSA-PSS, and in signed attestation statements.
   */
  seed?: string;
}

export interface Made {
  kind: CeremonyKind;
  /** As a page would post it, or what the edit made of it. */
  response: RegistrationResponseJSON | AuthenticationResponseJSON;
  /** Everything on the device afterwards: with the new passkey, or with the counter moved on. */
  credentials: Passkey[];
}

/**
 * The response to creation or request options, in any wrapping (`{ "publicKey": … }`, a library's own names).
 *
 * @throws {AskedWrongly} where these are no options, or the settings or credentials cannot be used; a DOMException or a
 * TypeError where a browser would throw one (Level 3 §5.1.3, §5.1.4), by the same name.
 */
export async function makeResponse(options: unknown, settings: MakeSettings = {}): Promise<Made> {
  const asked = askedFor(options);
  const origin = settings.origin ?? defaultOrigin(asked);
  const devices = devicesOf(asked, settings);
  let used: EditContext | undefined;
  const ownSignature = settings.seed === undefined ? undefined : (await import('./makeSignature.ts')).steadySignature;
  const edit = withOwn(settings, ownSignature, context => {
    used = context;
  });
  const { topOrigin } = settings;
  const context = { origin, edit, ...(topOrigin !== undefined && { topOrigin }) };
  const client = new Client(devices.authenticators);
  const response =
    asked.kind === 'registration'
      ? await client.register(asked.options as unknown as PublicKeyCredentialCreationOptionsJSON, context)
      : await client.authenticate(asked.options as unknown as PublicKeyCredentialRequestOptionsJSON, context);
  return { kind: asked.kind, response, credentials: devices.after(used!) };
}

/** The one pair of kind and options in a value. @throws {AskedWrongly} where there is none, or more than one. */
export function askedFor(value: unknown): ShapedOptions {
  // By the name, a bare challenge is known for the request that it is.
  const [found, ...others] = optionsIn({ publicKey: value });
  if (!found)
    throw new AskedWrongly(
      'these are no options of WebAuthn: no member "challenge" with "pubKeyCredParams" (to register) or without (to sign in)',
    );
  if (others.length > 0)
    throw new AskedWrongly(`there are options for ${others.length + 1} ceremonies in it: give those of one`);
  return found;
}

function defaultOrigin({ kind, options }: ShapedOptions): string {
  const rpId = kind === 'registration' ? (options.rp as { id?: unknown } | undefined)?.id : options.rpId;
  if (typeof rpId !== 'string' || rpId === '')
    throw new AskedWrongly('the options name no RP ID: say with --origin (origin) on which page they are used');
  return rpId === 'localhost' || rpId.endsWith('.localhost') ? `http://${rpId}` : `https://${rpId}`;
}

function devicesOf({ kind, options }: ShapedOptions, settings: MakeSettings): MakeDevices {
  const { credentials = [], userName, seed } = settings;
  const names = MODELS.map(({ name }) => name);
  if (settings.model !== undefined && !names.includes(settings.model))
    throw new AskedWrongly(`there is no model ${JSON.stringify(settings.model)}: use ${names.join(', ')}`);
  const choosing = kind === 'authentication' && userName !== undefined;
  if (choosing && !credentials.some(passkey => passkey.userName === userName))
    throw new AskedWrongly(`no passkey is ${JSON.stringify(userName)}'s: there are those of ${ownersOf(credentials)}`);
  return new MakeDevices(credentials, {
    kind,
    model: settings.model,
    settings: settings.authenticator,
    away: passkey => choosing && passkey.userName !== userName,
    // With the options, so that no two registrations have the same key.
    source: seed === undefined ? undefined : { seed, about: JSON.stringify(options) },
  });
}

function ownersOf(credentials: readonly Readonly<Passkey>[]): string {
  const names = credentials.map(({ userName }) => (userName ? JSON.stringify(userName) : 'somebody without a name'));
  return [...new Set(names)].join(', ') || 'nobody';
}

/** The flags and a signature of our own come before the edit that was asked for; the last hook tells what was used. */
function withOwn(
  { edit = {}, userVerified, userPresent }: MakeSettings,
  ownSignature: Edits['signature'],
  tell: (used: EditContext) => void,
): Edits {
  return {
    ...edit,
    authenticatorData(data, context) {
      const flagged = { ...data, up: data.up && userPresent !== false, uv: data.uv && userVerified !== false };
      return edit.authenticatorData ? edit.authenticatorData(flagged, context) : flagged;
    },
    signature(honest, context) {
      const signature = ownSignature ? ownSignature(honest, context) : honest;
      return edit.signature ? edit.signature(signature, context) : signature;
    },
    response(response, context) {
      tell(context);
      return edit.response ? edit.response(response, context) : response;
    },
  };
}
