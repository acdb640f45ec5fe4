/** The other members of the envelope that both ceremonies have (WebAuthn Level 3 §5.1). */
import { fromBase64url } from '../../encoding/bytes.ts';
import { accepts, either, rejects } from '../case.ts';
import { members } from '../clientData/edit.ts';
import { type Cases, type Ceremony, envelope, inside } from '../json.ts';

export function responseCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-1.${test}`;
  return {
    'response-missing': rejects('response-json', {
      title: 'response is missing',
      catalogue: ['env.response.missing', fido('F-7')],
      edit: envelope({ response: undefined }),
    }),
    'response-text': rejects('response-json', {
      title: 'response is a text',
      catalogue: ['env.response.string', fido('F-8')],
      edit: envelope({ response: 'x' }),
    }),
    'response-array': rejects('response-json', {
      title: 'response is an array',
      catalogue: ['env.response.array'],
      edit: envelope({ response: [] }),
    }),
    'response-null': rejects('response-json', {
      title: 'response is null',
      catalogue: ['env.response.null'],
      edit: envelope({ response: null }),
    }),
    'response-empty': rejects('response-json', {
      title: 'response has no members',
      catalogue: ['env.response.empty'],
      edit: envelope({ response: {} }),
    }),
    'client-data-missing': rejects('response-json', {
      title: 'clientDataJSON is missing',
      catalogue: ['env.cdj.missing', fido('F-9')],
      edit: inside({ clientDataJSON: undefined }),
    }),
    'client-data-number': rejects('response-json', {
      title: 'clientDataJSON is a number',
      catalogue: ['env.cdj.nonstring', fido('F-10')],
      edit: inside({ clientDataJSON: 1 }),
    }),
    'client-data-object': rejects('response-json', {
      title: 'clientDataJSON is already parsed',
      catalogue: ['env.cdj.nonstring'],
      edit: inside(({ response }) => ({ clientDataJSON: JSON.parse(decoded(response.clientDataJSON)) })),
    }),
    'client-data-bytes': rejects('response-json', {
      title: 'clientDataJSON is an array of byte values',
      catalogue: ['env.cdj.nonstring'],
      edit: inside(({ response }) => ({ clientDataJSON: [...fromBase64url(response.clientDataJSON)] })),
    }),
    'client-data-empty': rejects('client-data-json', {
      title: 'clientDataJSON is empty',
      catalogue: ['env.cdj.empty', fido('F-11')],
      edit: inside({ clientDataJSON: '' }),
    }),
    'client-data-plain': rejects('base64url', {
      title: 'clientDataJSON is the JSON text itself',
      catalogue: ['env.cdj.not-b64url'],
      edit: inside(({ response }) => ({ clientDataJSON: decoded(response.clientDataJSON) })),
    }),
    'client-data-padded': rejects('base64url', {
      title: 'clientDataJSON has padding',
      level: 'should',
      catalogue: ['env.cdj.padded'],
      edit: inside(({ response }) => ({ clientDataJSON: `${response.clientDataJSON}=` })),
    }),
    'client-data-standard-alphabet': rejects('base64url', {
      title: 'clientDataJSON is in the standard base64 alphabet',
      level: 'should',
      catalogue: ['env.cdj.std-alphabet'],
      // A run of question marks has the 63rd character of the alphabet in it, wherever it begins.
      edit: {
        ...members({ extra: '??????' }),
        ...inside(({ response }) => ({
          clientDataJSON: response.clientDataJSON.replace(/-/g, '+').replace(/_/g, '/'),
        })),
      },
    }),
  };
}

const decoded = (text: string) => Buffer.from(text, 'base64url').toString();

export function memberCases(): Cases {
  return {
    'extra-member': accepts({
      title: 'the envelope has an unknown member',
      catalogue: ['env.extra.top'],
      edit: envelope({ extra: { any: ['thing'] } }),
    }),
    'extra-member-in-response': accepts({
      title: 'response has an unknown member',
      catalogue: ['env.extra.response'],
      edit: inside({ extra: { any: ['thing'] } }),
    }),
    'prototype-member': accepts({
      title: 'the envelope has a member __proto__',
      catalogue: ['env.body.proto'],
      edit: {
        response: response => JSON.parse(JSON.stringify(response).replace(/}$/, ',"__proto__":{"type":"password"}}')),
      },
    }),
    'lone-surrogate': either({
      title: 'an unknown member has half a surrogate pair',
      level: 'report',
      reason: 'JSON allows it; UTF-8 has no bytes for it',
      catalogue: ['env.body.lone-surrogate'],
      edit: envelope({ extra: '\ud800' }),
    }),
    'attachment-absent': accepts({
      title: 'authenticatorAttachment is absent',
      catalogue: ['env.attachment.absent'],
      edit: envelope({ authenticatorAttachment: undefined }),
    }),
    'attachment-null': accepts({
      title: 'authenticatorAttachment is null',
      level: 'should',
      catalogue: ['env.attachment.absent'],
      edit: envelope({ authenticatorAttachment: null }),
    }),
    'attachment-cross-platform': accepts({
      title: 'authenticatorAttachment is cross-platform',
      catalogue: ['env.attachment.known'],
      edit: envelope({ authenticatorAttachment: 'cross-platform' }),
    }),
    'attachment-unknown': accepts({
      title: 'authenticatorAttachment is one that nobody knows yet',
      level: 'should',
      catalogue: ['env.attachment.unknown'],
      edit: envelope({ authenticatorAttachment: 'wearable' }),
    }),
    'attachment-number': rejects('response-json', {
      title: 'authenticatorAttachment is a number',
      level: 'should',
      edit: envelope({ authenticatorAttachment: 1 }),
    }),
    'extension-results-missing': accepts({
      title: 'clientExtensionResults is missing, as in the FIDO binding',
      level: 'policy',
      catalogue: ['env.cer.missing'],
      edit: envelope({ clientExtensionResults: undefined }),
    }),
    'extension-results-empty': accepts({
      title: 'clientExtensionResults is empty',
      catalogue: ['env.cer.empty'],
      edit: envelope({ clientExtensionResults: {} }),
    }),
    'extension-results-array': rejects('response-json', {
      title: 'clientExtensionResults is an array',
      level: 'should',
      catalogue: ['env.cer.wrongtype'],
      edit: envelope({ clientExtensionResults: [] }),
    }),
    'extension-results-text': rejects('response-json', {
      title: 'clientExtensionResults is a text',
      level: 'should',
      catalogue: ['env.cer.wrongtype'],
      edit: envelope({ clientExtensionResults: 'x' }),
    }),
    'extension-results-null': rejects('response-json', {
      title: 'clientExtensionResults is null',
      level: 'should',
      catalogue: ['env.cer.wrongtype'],
      edit: envelope({ clientExtensionResults: null }),
    }),
  };
}
