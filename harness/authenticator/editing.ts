/** A case's edit at work: the hooks, and what they may look at while the layers of one ceremony are made. */
import { signData } from '../encoding/cose.ts';
import type { Credential } from './credentials.ts';
import type { EditContext, Edits } from './edits.ts';

export interface Editing {
  readonly hooks: Edits;
  /** Filled in layer by layer. */
  readonly context: EditContext;
}

/** What of the ceremony stands before its first layer is made. */
export interface EditedCeremony {
  kind: EditContext['kind'];
  origin: string;
  challenge: string;
  credential: Credential;
  random(label: string, length: number): Uint8Array;
}

export function startEditing(hooks: Edits, { kind, origin, challenge, credential, random }: EditedCeremony): Editing {
  const { rpId, id, userHandle, keys } = credential;
  return {
    hooks,
    context: {
      kind,
      rpId,
      origin,
      challenge,
      algorithm: keys.algorithm,
      credentialId: id,
      userHandle,
      privateKey: keys.privateKey,
      publicKey: keys.publicKey,
      sign: (data, algorithm = keys.algorithm) => signData(algorithm, keys.privateKey, data),
      random: (label, length) => random(`edit/${label}`, length),
    },
  };
}
