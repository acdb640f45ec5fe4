/** What a page is told of the extensions that it asked for: `getClientExtensionResults()` as JSON (Level 3 §10.1). */
import { base64url } from '../encoding/bytes.ts';
import type { CborMap } from '../encoding/cbor.ts';
import { blocks, decryptSecret } from '../encoding/hmacSecret.ts';
import type { ExtensionsJSON } from '../encoding/json.ts';
import type { Agreement } from './clientExtensions.ts';
import type { Credential } from './credentials.ts';
import type { CreationExtensions, RequestExtensions } from './extensionInputs.ts';
import { writeLargeBlob } from './extensions.ts';

/** Outputs of a registration: each only where it was asked for. */
export function creationResults(
  asked: CreationExtensions,
  { discoverable, extensions = {} }: Credential,
  { outputs, agreement }: { outputs: CborMap; agreement: Agreement | undefined },
): ExtensionsJSON {
  return {
    ...(asked.credProps && { credProps: { rk: discoverable } }),
    ...(asked.prf && {
      prf: { enabled: extensions.secrets !== undefined, ...prfResults(outputs.get('hmac-secret-mc'), agreement) },
    }),
    ...(asked.largeBlob && { largeBlob: { supported: extensions.largeBlob !== undefined } }),
    ...(asked.credBlob && outputs.has('credBlob') && { credBlob: outputs.get('credBlob') }),
    ...(asked.appidExclude !== undefined && { appidExclude: true }),
  };
}

/** Outputs of an authentication; a large blob is written here, as an assertion has succeeded. */
export function requestResults(
  asked: RequestExtensions,
  { rpId, extensions = {} }: Credential,
  { outputs, agreement, appId }: { outputs: CborMap; agreement: Agreement | undefined; appId: string | undefined },
): ExtensionsJSON {
  const blob = outputs.get('credBlob');
  return {
    ...(appId !== undefined && { appid: rpId === appId }),
    ...(asked.prf && { prf: prfResults(outputs.get('hmac-secret'), agreement) }),
    ...(asked.largeBlob && { largeBlob: largeBlobResult(asked.largeBlob, extensions) }),
    ...(asked.getCredBlob && blob instanceof Uint8Array && { getCredBlob: base64url(blob) }),
  };
}

function largeBlobResult(
  asked: 'read' | Uint8Array,
  extensions: NonNullable<Credential['extensions']>,
): ExtensionsJSON {
  if (asked !== 'read') return { written: writeLargeBlob(extensions, asked) };
  const held = extensions.largeBlob?.bytes;
  return held ? { blob: base64url(held) } : {};
}

function prfResults(output: unknown, agreement: Agreement | undefined): ExtensionsJSON {
  if (!agreement || !(output instanceof Uint8Array)) return {};
  const [first, second] = blocks(decryptSecret(agreement.protocol, agreement.shared, output));
  return { results: { first: base64url(first!), ...(second && { second: base64url(second) }) } };
}
