/** Duties on authenticator data, the same in both ceremonies (§7.1 steps 14–19, §7.2 steps 15–19). */

import { type AuthenticatorData, decodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { equal, FormatError, sha256, utf8 } from '../encoding/bytes.ts';
import { readCbor } from '../encoding/cborReader.ts';
import type { ClientDataContext } from './clientData.ts';
import { clientOutputs } from './envelope.ts';
import type { Step } from './steps.ts';

export interface AuthenticatorDataContext extends ClientDataContext {
  expected: ClientDataContext['expected'] & {
    /** As asked in the options; UV is owed when it is `required`. */
    userVerification: string;
    /** Registration with `mediation: "conditional"`: UP may be clear. */
    conditional?: boolean;
    /** Extension inputs of the options. */
    extensions?: Readonly<Record<string, unknown>>;
  };
  /** Encoded: from the attestation object or from the envelope. */
  authDataBytes?: Uint8Array;
  /** Filled by `authenticator-data`. */
  authData?: AuthenticatorData;
}

const ready = (context: AuthenticatorDataContext) => context.authData !== undefined;

export const authenticatorDataSteps: readonly Step<AuthenticatorDataContext>[] = [
  { duty: 'authenticator-data', gate: true, ready: c => c.authDataBytes !== undefined, check: readAuthenticatorData },
  {
    duty: 'rp-id-hash',
    ready,
    check: context => {
      const scope = scopeOf(context);
      return equal(context.authData!.rpIdHash, rpIdHash(scope)) ? undefined : `rpIdHash is not the hash of ${scope}`;
    },
  },
  {
    duty: 'user-present',
    ready,
    check: ({ authData, expected }) => (authData!.up || expected.conditional ? undefined : 'UP is clear'),
  },
  {
    duty: 'user-verified',
    ready,
    check: ({ authData, expected }) =>
      authData!.uv || expected.userVerification !== 'required'
        ? undefined
        : 'UV is clear, and user verification is required',
  },
  {
    duty: 'backup-state',
    ready,
    check: ({ authData }) => (authData!.bs && !authData!.be ? 'BS is set while BE is clear' : undefined),
  },
  {
    duty: 'backup-policy',
    applies: ({ kind, expected }) =>
      kind === 'registration' && (expected.rp.backupEligible !== undefined || expected.rp.backedUp === true),
    ready,
    check: ({ authData, expected: { rp } }) => {
      if (rp.backupEligible !== undefined && authData!.be !== rp.backupEligible)
        return `the credential is ${authData!.be ? 'synced' : 'device-bound'}, and the RP takes only the other kind`;
      return rp.backedUp && authData!.be && !authData!.bs ? 'the credential is not backed up yet' : undefined;
    },
  },
];

/** §10.1.1: where `appid` was asked for and answered with true, the AppID stands in the place of the RP ID. */
function scopeOf({ expected, response }: AuthenticatorDataContext): string {
  const { appId, rpId } = expected.rp;
  const asked = appId !== undefined && expected.extensions?.appid === appId;
  return asked && clientOutputs(response).appid === true ? appId : rpId;
}

// An RP has one RP ID, or a handful: no reason to hash it for every ceremony.
const hashes = new Map<string, Uint8Array>();

function rpIdHash(rpId: string): Uint8Array {
  let hash = hashes.get(rpId);
  if (!hash) {
    hash = sha256(utf8(rpId));
    hashes.set(rpId, hash);
  }
  return hash;
}

function readAuthenticatorData(context: AuthenticatorDataContext, lenient: boolean): string | undefined {
  const bytes = context.authDataBytes!;
  const wantsAttested = context.kind === 'registration';
  try {
    const data = decodeAuthenticatorData(bytes);
    if (lenient && wantsAttested && !data.at) return readIgnoringAt(context, bytes);
    const reason = lenient ? undefined : misfit(data, context);
    if (reason) return reason;
    context.authData = data;
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** As a careless reader does it: the attested credential data is read where it belongs, whatever the flag says. */
function readIgnoringAt(context: AuthenticatorDataContext, bytes: Uint8Array): string | undefined {
  const marked = Uint8Array.from(bytes);
  marked[32] = marked[32]! | 0x40;
  context.authData = { ...decodeAuthenticatorData(marked), at: false };
  return undefined;
}

function misfit(
  data: AuthenticatorData & { trailing: number },
  { kind, expected }: AuthenticatorDataContext,
): string | undefined {
  if (kind === 'registration' && !data.at) return 'AT is clear in a registration';
  if (kind === 'authentication' && data.at && expected.rp.form !== 'tolerant') {
    return 'AT is set in an authentication';
  }
  if (data.trailing > 0) return `${data.trailing} bytes after the end`;
  if (data.extensions && !(readCbor(data.extensions).value instanceof Map))
    return 'the extension data is not a CBOR map';
  return undefined;
}
