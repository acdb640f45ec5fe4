/**
 * Extension inputs in options (WebAuthn Level 3 §10.1.4, §10.1.5; CTAP 2.1 §12.1): no ceremony comes about where they are
 * such that every client refuses them. An RP that lets somebody else say what is asked for leaves those out.
 */
import { readCreationExtensions, readRequestExtensions } from '../../authenticator/extensionInputs.ts';
import type { ExtensionsJSON } from '../../encoding/json.ts';
import type { Visit } from '../../target.ts';
import { type FlowContext, holds, type Observation, owedAt } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints, idsOf, optionsOrRefusal } from './look.ts';

/** A complaint where a client refuses. */
function refusedBy(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return `${error.name}: ${error.message}`;
    throw error;
  }
}

/** Asks for creation options with these extensions, and reads them as a client does; a refusal is an answer too. */
const creation =
  (extensions?: ExtensionsJSON) =>
  async (flow: FlowContext): Promise<Observation> => {
    const visit = await flow.visit();
    const answer = await optionsOrRefusal(() =>
      visit.registrationOptions(flow.user(), extensions ? { extensions } : {}),
    );
    if ('refusal' in answer) return { held: true, detail: 'no options are given' };
    return complaints([refusedBy(() => readCreationExtensions(answer.options.extensions ?? {}))]);
  };

/** The same for request options, of a user with these devices; without any, of nobody. */
const request =
  (extensions: ExtensionsJSON | undefined, devices: readonly string[]) =>
  async (flow: FlowContext): Promise<Observation> => {
    const home = await flow.visit();
    for (const label of devices) await flow.register(home, flow.user(), flow.authenticator(label), { honest: true });
    const user = devices.length > 0 ? flow.user() : undefined;
    return requested(await flow.visit(), user, extensions);
  };

async function requested(
  visit: Visit,
  user: ReturnType<FlowContext['user']> | undefined,
  extensions: ExtensionsJSON | undefined,
): Promise<Observation> {
  const answer = await optionsOrRefusal(() => visit.authenticationOptions(user, extensions ? { extensions } : {}));
  if ('refusal' in answer) return { held: true, detail: 'no options are given' };
  const { options } = answer;
  return complaints([
    refusedBy(() => readRequestExtensions(options.extensions ?? {}, idsOf(options.allowCredentials))),
  ]);
}

const values = { first: 'AAECAwQFBgcICQoLDA0ODw' };

export const creationExtensions: Cases = {
  'extensions-taken': holds('extension-inputs', {
    title: 'a client takes the extensions that the RP asks for by itself',
    catalogue: ['ext.prf.input-json'],
    observe: creation(),
  }),
  ...owedAt('should', {
    'prf-by-credential': holds('extension-inputs', {
      title: 'prf.evalByCredential is not in creation options',
      needs: ['extensions'],
      catalogue: ['ext.prf.evalbycred-create'],
      observe: creation({ prf: { evalByCredential: { AAAA: values } } }),
    }),
    'prf-no-base64url': holds('extension-inputs', {
      title: 'prf.eval.first is base64url',
      needs: ['extensions'],
      catalogue: ['ext.prf.input-json'],
      observe: creation({ prf: { eval: { first: 'no base64url!' } } }),
    }),
    'large-blob-read': holds('extension-inputs', {
      title: 'largeBlob.read is not in creation options',
      needs: ['extensions'],
      catalogue: ['ext.largeblob.read-at-create'],
      observe: creation({ largeBlob: { read: true } }),
    }),
    'protection-policy': holds('extension-inputs', {
      title: 'credentialProtectionPolicy is one of the three that are defined',
      needs: ['extensions'],
      catalogue: ['ext.credprotect.input'],
      observe: creation({ credentialProtectionPolicy: 'userVerificationSometimes' }),
    }),
  }),
};

export const requestExtensions: Cases = {
  'extensions-taken': holds('extension-inputs', {
    title: 'a client takes the extensions that the RP asks for by itself',
    catalogue: ['ext.prf.input-json'],
    observe: request(undefined, ['']),
  }),
  ...owedAt('should', {
    'prf-by-credential-of-nobody': holds('extension-inputs', {
      title: 'prf.evalByCredential comes with allowCredentials only',
      needs: ['extensions', 'discoverable'],
      catalogue: ['ext.prf.evalbycred-empty-allow'],
      observe: request({ prf: { evalByCredential: { AAAA: values } } }, []),
    }),
    'prf-by-credential-of-stranger': holds('extension-inputs', {
      title: 'prf.evalByCredential has ids of allowCredentials only',
      needs: ['extensions'],
      catalogue: ['ext.prf.input-json'],
      observe: request({ prf: { evalByCredential: { AAAA: values } } }, ['']),
    }),
    'large-blob-read-and-write': holds('extension-inputs', {
      title: 'largeBlob is either read or written',
      needs: ['extensions'],
      catalogue: ['ext.largeblob.read-and-write'],
      observe: request({ largeBlob: { read: true, write: 'AAEC' } }, ['']),
    }),
    'large-blob-write-to-two': holds('extension-inputs', {
      title: 'largeBlob is written where allowCredentials has one entry only',
      needs: ['extensions'],
      catalogue: ['ext.largeblob.write-one-cred'],
      observe: request({ largeBlob: { write: 'AAEC' } }, ['first', 'second']),
    }),
    'large-blob-support': holds('extension-inputs', {
      title: 'largeBlob.support is not in request options',
      needs: ['extensions'],
      catalogue: ['ext.largeblob.read-at-create'],
      observe: request({ largeBlob: { support: 'preferred' } }, ['']),
    }),
  }),
};
