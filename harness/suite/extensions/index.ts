/** Extension outputs (WebAuthn Level 3 §7.1 step 28, §7.2 step 23): unsolicited, missing and odd ones are put up with. */
import type { CborValue } from '../../encoding/cbor.ts';
import type { ExtensionsJSON } from '../../encoding/json.ts';
import { withOutputs } from '../authenticatorData/structure.ts';
import { accepts, type Case, either, rejects, section } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { applicationIdCases, excludedApplicationCases } from './applicationId.ts';
import { largeBlobOfAuthentication, largeBlobOfRegistration } from './largeBlob.ts';
import { results } from './outputs.ts';
import { prfCases } from './prf.ts';
import { contradictionCases, protectionCases } from './protection.ts';

const client = (title: string, row: string, outputs: ExtensionsJSON, level: 'must' | 'should' = 'must') =>
  accepts({ title, level, catalogue: [row], edit: results(outputs) });

const signed = (title: string, row: string, outputs: Record<string, CborValue>, level: 'must' | 'should' = 'must') =>
  accepts({ title, level, catalogue: [row], edit: withOutputs(outputs) });

function sharedCases(): Cases {
  return {
    'asked-not-answered': accepts({
      title: 'an extension was asked for, no output came',
      needs: ['extensions'],
      wishes: { extensions: { 'example.extension': 'input' } },
      catalogue: ['ext.none-when-asked', 'ext.example'],
      edit: results({}),
    }),
    'unsolicited-client': client('a client output was not asked for', 'ext.unsolicited.client', { unasked: true }),
    'unsolicited-authenticator': signed('an authenticator output was not asked for', 'ext.unsolicited.auth', {
      unasked: true,
    }),
    'odd-outputs': client('client outputs are nested and of odd types', 'env.cer.unknown', {
      a: null,
      b: [1, { c: [] }],
      d: { e: { f: 'g' } },
    }),
    'unsolicited-client-refused': rejects('unsolicited-extensions', {
      title: 'a client output was not asked for, and the RP refuses those',
      level: 'policy',
      needs: ['strict-extensions'],
      catalogue: ['ext.unsolicited.strict'],
      edit: results({ unasked: true }),
    }),
    'unsolicited-authenticator-refused': rejects('unsolicited-extensions', {
      title: 'an authenticator output was not asked for, and the RP refuses those',
      level: 'policy',
      needs: ['strict-extensions'],
      catalogue: ['ext.unsolicited.strict'],
      edit: withOutputs({ unasked: true }),
    }),
    'other-case': client('an extension is spelt with other capitals', 'ext.case', { CredProps: { rk: 1 } }),
    'user-verification-method': signed('the output of uvm, which Level 3 removed', 'ext.uvm', { uvm: [[2, 4, 2]] }),
    'of-level-1': signed('outputs of extensions that Level 1 had', 'ext.uvi-loc-txauth', {
      uvi: new Uint8Array(32),
      txAuthSimple: 'text',
      exts: ['uvi'],
    }),
    'of-dropped-drafts': client('outputs of extensions whose drafts were dropped', 'ext.devicepubkey', {
      devicePubKey: { signature: 'AAAA' },
      supplementalPubKeys: { signatures: [] },
    }),
    'third-party-payment': signed('thirdPartyPayment is true', 'ext.thirdpartypayment', { thirdPartyPayment: true }),
    'binary-as-base64url': client('a binary output is base64url text', 'ext.binary-json', {
      prf: { results: { first: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' } },
    }),
    'binary-as-object': client(
      'a binary output was serialised as an object',
      'ext.binary-json-object',
      { prf: { results: { first: { 0: 1, 1: 2 } } } },
      'should',
    ),
    'wrong-type-authenticator': signed(
      'known authenticator outputs have the wrong types',
      'ext.wrongtype.auth',
      { credProtect: 'x', minPinLength: true },
      'should',
    ),
    'wrong-type-client': either({
      title: 'a known client output has the wrong type',
      level: 'report',
      reason: 'outputs that an RP does not read need not be checked; those that it reads may be',
      catalogue: ['ext.wrongtype.client'],
      edit: results({ credProps: 1 }),
    }),
    'remote-client-data': either({
      title: 'remoteClientDataJSON was not asked for',
      level: 'report',
      reason: 'an extension of a later draft',
      catalogue: ['ext.remotecdj'],
      edit: results({ remoteClientDataJSON: true }),
    }),
    'credential-blob-swapped': either({
      title: 'credBlob has the type of the other ceremony',
      level: 'report',
      reason: 'CTAP defines bytes for one ceremony and a boolean for the other; RPs need not read them',
      catalogue: ['ext.credblob.types'],
      edit: withOutputs({ credBlob: [true] }),
    }),
  };
}

const registrationCases: Cases = {
  'credential-properties': client('credProps says that the credential is discoverable', 'ext.credprops.rk-true', {
    credProps: { rk: true },
  }),
  'credential-properties-unknown': client('credProps does not say whether it is', 'ext.credprops.absent', {
    credProps: {},
  }),
  'credential-properties-more': client('credProps has more members', 'ext.credprops.extra', {
    credProps: { rk: true, authenticatorDisplayName: 'Touchstone', other: 1 },
  }),
  'credential-properties-asked': accepts({
    title: 'credProps was asked for and answered',
    needs: ['extensions'],
    wishes: { extensions: { credProps: true } },
    catalogue: ['ext.credprops.rk-true'],
  }),
  'not-discoverable-though-required': accepts({
    title: 'credProps says not discoverable, though that was required',
    level: 'policy',
    wishes: { residentKey: 'required' },
    catalogue: ['ext.credprops.rk-false.required'],
    edit: results({ credProps: { rk: false } }),
  }),
  'prf-enabled': client('prf is enabled', 'ext.prf.enabled-true', { prf: { enabled: true } }),
  'prf-disabled': client('prf is not enabled', 'ext.prf.enabled-false', { prf: { enabled: false } }),
  'prf-results': client('prf has results at once', 'ext.prf.results-at-create', {
    prf: { enabled: true, results: { first: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' } },
  }),
  'large-blob-supported': client('largeBlob is supported', 'ext.largeblob.supported', {
    largeBlob: { supported: true },
  }),
  'credential-protection': signed('credProtect is 3', 'ext.credprotect.ok', { credProtect: 3 }),
  'credential-protection-out-of-range': either({
    title: 'credProtect is 4, which is not defined',
    level: 'report',
    reason: 'CTAP defines 1 to 3; an RP that did not ask need not read it',
    catalogue: ['ext.credprotect.range'],
    edit: withOutputs({ credProtect: 4 }),
  }),
  'credential-blob': signed('credBlob is true', 'ext.credblob.reg', { credBlob: true }),
  'pin-length': signed('minPinLength is 6', 'ext.minpin.ok', { minPinLength: 6 }),
  'secret-made': signed('hmac-secret is true, without a wish of the client', 'ext.hmac.create-secret', {
    'hmac-secret': true,
  }),
  'secret-at-once': signed('hmac-secret-mc has bytes', 'ext.hmac.mc', { 'hmac-secret-mc': new Uint8Array(48) }),
  'pin-complexity': signed('pinComplexityPolicy is true', 'ext.pincomplexity', { pinComplexityPolicy: true }),
  payment: client('payment says that it is one', 'ext.payment', { payment: { isPayment: true } }),
  ...excludedApplicationCases,
  ...protectionCases,
  ...largeBlobOfRegistration,
};

const authenticationCases: Cases = {
  'application-id-unused': client('appid is false, and rpIdHash of the RP ID', 'ext.appid.false.hash-rpid', {
    appid: false,
  }),
  'prf-one-result': client('prf has one result', 'ext.prf.results-one-two', {
    prf: { results: { first: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' } },
  }),
  'prf-enabled': either({
    title: 'prf says enabled, which only a registration does',
    level: 'report',
    reason: 'the member is defined for registrations; RPs are not told to refuse it',
    catalogue: ['ext.prf.enabled-in-assertion'],
    edit: results({ prf: { enabled: true } }),
  }),
  'large-blob-read': client('largeBlob has a blob', 'ext.largeblob.read', { largeBlob: { blob: 'AAEC' } }),
  'large-blob-written': client('largeBlob was written', 'ext.largeblob.written', { largeBlob: { written: true } }),
  'credential-blob': signed('credBlob has bytes', 'ext.credblob.auth', { credBlob: new Uint8Array(32) }),
  'secret-output': signed('hmac-secret has bytes', 'ext.hmac.output', { 'hmac-secret': new Uint8Array(48) }),
  ...applicationIdCases,
  ...contradictionCases,
  ...largeBlobOfAuthentication,
};

export const extensionFlowCases: Case[] = section('flow/extensions', prfCases);

export function extensionCases(kind: Ceremony): Case[] {
  const own = kind === 'registration' ? registrationCases : authenticationCases;
  return [sharedCases(), own].flatMap(cases => section(`${kind}/extensions`, cases));
}
