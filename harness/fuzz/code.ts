/** A finding as a case of the catalogue, ready to paste: TypeScript in the vocabulary of the suite. */
import { changeCode, changeInWords } from './change.ts';
import type { Difference } from './difference.ts';
import { type FuzzEdit, type Fuzzed, type Layer, type Path, SITUATIONS, settingsOf, wishesOf } from './edit.ts';
import { type Json, scalarCode, valueCode } from './json.ts';

/** What an edit does, in words. */
export function editInWords({ layer, path, change }: FuzzEdit): string {
  return `${[layer, ...path].join('.')} ${changeInWords(change)}`;
}

/** What is wrong with the ceremony, in words. */
export function fuzzedInWords({ situation, edits, facts }: Fuzzed): string {
  const wrong = situation ? SITUATIONS[situation].words : edits.map(editInWords).join(', and ');
  const where = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
  return [wrong || 'nothing is wrong with it', ...where].join('; ');
}

/** The declaration, with a comment on what it needs where it is a flow of several ceremonies. */
export function caseCode(fuzzed: Fuzzed, { kind, duty }: Pick<Difference, 'kind' | 'duty'>): string {
  const title = `title: ${scalarCode(fuzzedInWords({ ...fuzzed, facts: {} }))},`;
  const declares = duty ? `rejects(${scalarCode(duty)}, {` : 'accepts({';
  const lines = [
    title,
    ...(kind === 'hygiene' ? [`level: 'should',`] : []),
    ...factsCode(fuzzed),
    ...(fuzzed.situation ? stepsCode(fuzzed.situation) : editCode(fuzzed.edits)),
  ];
  return [`${scalarCode(keyOf(fuzzed))}: ${declares}`, ...lines.map(line => `  ${line}`), '}),'].join('\n');
}

function keyOf({ situation, edits: [edit] }: Fuzzed): string {
  if (situation) return situation;
  const words = edit ? [edit.layer, ...edit.path, edit.change.op].join('-') : 'honest';
  return words
    .replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function factsCode({ facts }: Fuzzed): string[] {
  const [wishes, settings] = [wishesOf(facts), settingsOf(facts)];
  const needs = facts.attestation && facts.attestation !== 'none' ? ['direct-attestation'] : [];
  if (needs.length > 0 && facts.attestation !== 'packed-self') needs.push('attestation-roots');
  const parts: [string, Json][] = [
    ['needs', needs],
    ['wishes', wishes as Json],
    ['authenticator', settings as Json],
  ];
  const filled = parts.filter(([, value]) => Object.keys(value as object).length > 0);
  const lines = filled.map(([name, value]) => `${name}: ${valueCode(value)},`);
  return facts.discoverable ? [...lines, 'discoverable: true,'] : lines;
}

/** How a layer's hook names its value, and what encodes it. */
const ENCODED: Readonly<Partial<Record<Layer, [name: string, encode: string]>>> = {
  clientData: ['data', 'encodeClientData'],
  publicKey: ['key', 'encodeCbor'],
  authenticatorData: ['data', 'encodeAuthenticatorData'],
  attestationObject: ['object', 'encodeCbor'],
};

function editCode(edits: readonly FuzzEdit[]): string[] {
  if (edits.length === 0) return [];
  const layers = [...new Set(edits.map(({ layer }) => layer))];
  const hooks = layers.map(layer =>
    hookCode(
      layer,
      edits.filter(edit => edit.layer === layer),
    ),
  );
  return hooks.length === 1 && hooks[0]!.startsWith('...')
    ? [`edit: ${hooks[0]!.slice(3)},`]
    : ['edit: {', ...hooks.map(hook => `  ${hook},`), '},'];
}

function hookCode(layer: Layer, edits: readonly FuzzEdit[]): string {
  const inner = edits.filter(({ path }) => path.length > 0);
  const outer = edits.filter(({ path }) => path.length === 0);
  if (layer === 'algorithm')
    return `algorithm: () => ${outer.reduce((value, { change }) => changeCode(value, change), '')}`;
  if (layer === 'credentialId') return credentialIdCode(outer);
  const [only, ...others] = edits;
  if (only && others.length === 0 && only.path.length > 0) {
    const short = membersCode(only);
    if (short) return short;
  }
  if (layer === 'certInfo') return `...info(data => (${insideCode('data', inner, 'object')}))`;
  const [name, encode] = ENCODED[layer] ?? [layer, undefined];
  const honest = layer === 'statement' && inner.length > 0 ? '(statement as CborMap)' : name;
  const kind = ['publicKey', 'statement', 'attestationObject'].includes(layer) ? 'map' : 'object';
  const edited = insideCode(honest, inner, kind);
  const whole = outer.length > 0 && encode ? `${encode}(${edited})` : edited;
  const expression = outer.reduce((value, { change }) => changeCode(value, change), whole);
  return `${layer}: ${name} => ${expression.startsWith('{') ? `(${expression})` : expression}`;
}

/** In the words of the suite for one member of a JSON layer; undefined for other layers. */
function membersCode({ layer, path, change }: FuzzEdit): string | undefined {
  const words = membersWords(layer, path);
  if (!words) return undefined;
  const { helper, parameter, value, member } = words;
  const members = `{ ${member}: ${changeCode(`${value}.${member}`, change)} }`;
  const looks = change.op !== 'set' && change.op !== 'remove';
  return `...${helper}(${looks ? `${parameter} => (${members})` : members})`;
}

function membersWords(layer: Layer, path: Path) {
  const member = path.at(-1)!;
  if (layer === 'clientData' && path.length === 1)
    return { helper: 'members', parameter: 'data', value: 'data', member };
  if (layer !== 'response') return undefined;
  if (path.length === 1) return { helper: 'envelope', parameter: 'response', value: 'response', member };
  if (path.length !== 2 || path[0] !== 'response') return undefined;
  return { helper: 'inside', parameter: '({ response })', value: 'response', member };
}

function credentialIdCode(edits: readonly FuzzEdit[]): string {
  const id = edits.reduce((value, { change }) => changeCode(value, change), 'fromBase64url(id)');
  return `...envelope(({ id }) => ({ id: base64url(${id}), rawId: base64url(${id}) }))`;
}

/** An object or a map with the values at these paths changed, one around the other. */
function insideCode(name: string, edits: readonly FuzzEdit[], kind: 'object' | 'map'): string {
  return edits.reduce((value, { path, change }) => atPath(value, path, kind, inner => changeCode(inner, change)), name);
}

function atPath(
  value: string,
  [step, ...rest]: (string | number)[],
  kind: 'object' | 'map',
  write: (value: string) => string,
): string {
  if (step === undefined) return write(value);
  if (kind === 'map') {
    const inner = `${value}.get(${scalarCode(step)})`;
    const changed = rest.length > 0 ? atPath(inner, rest, 'object', write) : write(inner);
    return changed === 'undefined'
      ? `drop(${value}, ${scalarCode(step)})`
      : `put(${value}, [${scalarCode(step)}, ${changed}])`;
  }
  if (typeof step === 'number') return `${value}.with(${step}, ${atPath(`${value}[${step}]`, rest, 'object', write)})`;
  return `{ ...${value}, ${step}: ${atPath(`${value}.${step}`, rest, 'object', write)} }`;
}

/** A flow is code already: the catalogue has one for each situation, to begin from. */
function stepsCode(situation: NonNullable<Fuzzed['situation']>): string[] {
  return FLOWS[situation].split('\n');
}

const FLOWS: Readonly<Record<NonNullable<Fuzzed['situation']>, string>> = {
  'taken-id': `async steps(flow) {
  const first = await flow.register(await flow.visit(), flow.user('first'), flow.authenticator('first'), { honest: true });
  const edit = data(() => ({ credentialId: fromBase64url(first.response.id) }));
  return (await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { edit })).reply;
},`,
  replay: `async steps(flow) {
  const device = flow.authenticator();
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const visit = await flow.visit();
  const { response } = await flow.authenticate(visit, flow.user(), device, { honest: true });
  return visit.authenticate(response);
},`,
  'other-session': `async steps(flow) {
  const device = flow.authenticator();
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const [visit, other] = [await flow.visit(), await flow.visit()];
  const response = await device.get(await visit.authenticationOptions(flow.user()));
  await other.authenticationOptions(flow.user());
  return other.authenticate(response);
},`,
  'registration-challenge': `async steps(flow) {
  const device = flow.authenticator();
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const visit = await flow.visit();
  await flow.authenticate(visit, flow.user(), device, { honest: true });
  const { challenge } = await visit.registrationOptions(flow.user());
  const options = await visit.authenticationOptions(flow.user());
  return visit.authenticate(await device.get({ ...options, challenge }));
},`,
  'other-user': `async steps(flow) {
  const mallory = flow.authenticator('mallory');
  await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
  const { response } = await flow.register(await flow.visit(), flow.user('mallory'), mallory, { honest: true });
  const visit = await flow.visit();
  const options = await visit.authenticationOptions(flow.user());
  const allowCredentials = [{ type: 'public-key', id: response.id }];
  return visit.authenticate(await mallory.get({ ...options, allowCredentials }));
},`,
  'later-credential': `async steps(flow) {
  const home = await flow.visit();
  await flow.register(home, flow.user(), flow.authenticator('first'), { honest: true });
  await flow.authenticate(home, flow.user(), flow.authenticator('first'), { honest: true });
  const visit = await flow.visit();
  const options = await visit.authenticationOptions(flow.user());
  const later = flow.authenticator('second');
  const { response } = await flow.register(home, flow.user(), later, { honest: true });
  const allowCredentials = [{ type: 'public-key', id: response.id }];
  return visit.authenticate(await later.get({ ...options, allowCredentials }));
},`,
};
