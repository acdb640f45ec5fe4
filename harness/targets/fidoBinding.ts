/**
 * What goes to which route: the REST binding of the FIDO2 server certification tests, and what `--binding` changes of it.
 * Bodies are templates: a string that is nothing but `{name}` becomes that value, and its member is left out where there
 * is none; in a longer string the value stands as text. Pure.
 */
import { z } from 'zod';
import type { Step } from '../target.ts';

/** What a template can name; `answer.PATH` is a member of the answer that the options came in. */
const NAMES = [
  'username',
  'displayName',
  'userVerification',
  'residentKey',
  'authenticatorSelection',
  'attestation',
  'attestationFormats',
  'extensions',
  'mediation',
  'response',
] as const;

export type Values = Partial<Record<(typeof NAMES)[number], unknown>> & { answer?: unknown };

const PLACEHOLDER = /\{([\w.-]+)\}/g;

const unknownNames = (template: unknown) =>
  [...JSON.stringify(template).matchAll(PLACEHOLDER)]
    .map(([, name]) => name!)
    .filter(name => !NAMES.includes(name as never) && !name.startsWith('answer.'));

const known = (template: unknown) => unknownNames(template).length === 0;
const complaint = {
  error: ({ input }: { input?: unknown }) => `there is no {${unknownNames(input)[0]}}: use ${namesInWords()}`,
};
const namesInWords = () => [...NAMES, 'answer.MEMBER'].map(name => `{${name}}`).join(', ');

const Path = z
  .string()
  .min(1)
  .refine(path => !/^[a-z][a-z\d+.-]*:|^[/\\]{2}/i.test(path), 'write a path, without scheme and host')
  .refine(known, complaint);
const Body = z.json().refine(known, complaint);
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const Route = z.strictObject({
  path: Path.exactOptional(),
  method: z.enum(['GET', 'POST', 'PUT']).exactOptional(),
  body: Body.exactOptional(),
});
/** `options`: the member of the answer that the options are in. */
const OptionsRoute = Route.extend({ options: z.string().min(1).exactOptional() });

/** The file of `--binding`. */
export const BindingFile = z.strictObject({
  origin: z.url({ protocol: /^https?$/ }).exactOptional(),
  rpId: z.string().min(1).exactOptional(),
  registrationOptions: OptionsRoute.exactOptional(),
  register: Route.exactOptional(),
  authenticationOptions: OptionsRoute.exactOptional(),
  authenticate: Route.exactOptional(),
  /** What shows that a result was taken; the FIDO binding's `status` where it is left out. */
  accepted: z.union([z.literal('2xx'), z.strictObject({ member: z.string().min(1), is: Scalar })]).exactOptional(),
  /** The member of an answer that says why not. */
  message: z.string().min(1).exactOptional(),
  /** Removes the account of `{username}`. */
  removeUser: z
    .strictObject({
      path: Path,
      method: z.enum(['DELETE', 'POST']).default('DELETE'),
      body: Body.exactOptional(),
    })
    .exactOptional(),
});
export type BindingFile = z.infer<typeof BindingFile>;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Route {
  path: string;
  method: Method;
  body?: unknown;
  options?: string;
}

export interface Binding extends Pick<BindingFile, 'origin' | 'rpId' | 'accepted' | 'message'> {
  routes: Readonly<Record<Step, Route>>;
  removeUser?: Route;
  /** Whether raw bodies of the FIDO binding fit the routes. */
  plain: boolean;
}

const FIDO_ROUTES: Readonly<Record<Step, Route>> = {
  registrationOptions: {
    path: 'attestation/options',
    method: 'POST',
    body: {
      username: '{username}',
      displayName: '{displayName}',
      authenticatorSelection: '{authenticatorSelection}',
      attestation: '{attestation}',
      attestationFormats: '{attestationFormats}',
      extensions: '{extensions}',
      mediation: '{mediation}',
    },
  },
  register: { path: 'attestation/result', method: 'POST', body: '{response}' },
  authenticationOptions: {
    path: 'assertion/options',
    method: 'POST',
    body: { username: '{username}', userVerification: '{userVerification}', extensions: '{extensions}' },
  },
  authenticate: { path: 'assertion/result', method: 'POST', body: '{response}' },
};

export const FIDO_BINDING: Binding = { routes: FIDO_ROUTES, plain: true };

/** What the file leaves out is as in the FIDO binding. A GET has no body. */
export function bindingOf({ origin, rpId, accepted, message, removeUser, ...file }: BindingFile): Binding {
  const steps = Object.keys(FIDO_ROUTES) as Step[];
  const routes = Object.fromEntries(steps.map(step => [step, { ...FIDO_ROUTES[step], ...file[step] }]));
  return {
    routes: routes as Record<Step, Route>,
    ...(origin !== undefined && { origin: new URL(origin).origin }),
    ...(rpId !== undefined && { rpId }),
    ...(accepted !== undefined && { accepted }),
    ...(message !== undefined && { message }),
    ...(removeUser && { removeUser }),
    plain: steps.every(step => isPlain(file[step])) && accepted === undefined,
  };
}

/** At most the path differs. */
function isPlain(route: BindingFile[Step] = {}): boolean {
  const { path = '', ...others } = route;
  return Object.keys(others).length === 0 && path.search(PLACEHOLDER) < 0;
}

/** The path with its placeholders filled, each encoded for a URL. */
export function filledPath(path: string, values: Values): string {
  return path.replace(PLACEHOLDER, (_, name: string) => encodeURIComponent(asText(namedValue(name, values))));
}

/** The body with its placeholders filled; undefined where there is nothing to send. */
export function filledBody(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return filledText(template, values);
  if (Array.isArray(template)) return template.map(one => filledBody(one, values));
  if (typeof template !== 'object' || template === null) return template;
  const members = Object.entries(template).map(([name, one]) => [name, filledBody(one, values)]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function filledText(template: string, values: Values): unknown {
  const [, alone] = /^\{([\w.-]+)\}$/.exec(template) ?? [];
  if (alone !== undefined) return namedValue(alone, values);
  return template.replace(PLACEHOLDER, (_, name: string) => asText(namedValue(name, values)));
}

function namedValue(name: string, values: Values): unknown {
  return name.startsWith('answer.')
    ? memberAt(values.answer, name.slice('answer.'.length))
    : values[name as keyof Values];
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The member at a path of names with dots between them. */
export function memberAt(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => {
    const owner = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
    return owner ? (found as Record<string, unknown>)[name] : undefined;
  }, json);
}
