/** `/.well-known/webauthn` (WebAuthn Level 3 §5.11.1), as a client reads it. Without one there are no related origins. */
import { getDomainWithoutSuffix } from 'tldts';
import type { WebAnswer } from '../../target.ts';
import { type FlowContext, holds, type Observation, owedAt } from '../case.ts';
import { members } from '../clientData/edit.ts';
import { madeUpOrigins } from '../clientData/madeUpOrigins.ts';
import type { Cases } from '../json.ts';
import { complaints } from '../options/look.ts';
import { jsonIn } from './ask.ts';

const needs = ['web'] as const;
const PATH = '/.well-known/webauthn';
/** §5.11.1: clients support at least five labels, and browsers no more. */
const MOST_LABELS = 5;
/** Published origins that a login is tried from. */
const TRIED = 3;

async function fetched(flow: FlowContext): Promise<WebAnswer> {
  return (await flow.visit()).web!({ method: 'GET', to: PATH, headers: { accept: 'application/json' } });
}

/** Not there: no client finds related origins, and none were promised. */
const absent = ({ status }: WebAnswer): Observation | undefined =>
  status === 404 || status === 410 || status === 405
    ? { held: true, detail: `${PATH} is answered ${status}: the RP has no related origins` }
    : undefined;

const listed = (answer: WebAnswer): unknown[] => {
  const origins = jsonIn(answer)?.origins;
  return Array.isArray(origins) ? origins : [];
};

/** Looks at the document, where there is one. */
const look = (find: (answer: WebAnswer, flow: FlowContext) => (string | false)[]) => async (flow: FlowContext) => {
  const answer = await fetched(flow);
  return absent(answer) ?? complaints(find(answer, flow));
};

function shapeFaults(answer: WebAnswer): (string | false)[] {
  const origins = jsonIn(answer)?.origins;
  return [
    answer.status !== 200 && !isRedirect(answer) && `the status is ${answer.status}`,
    !isRedirect(answer) &&
      !(Array.isArray(origins) && origins.every(one => typeof one === 'string')) &&
      'origins is no array of texts',
  ];
}

function urlOf(text: unknown, base?: string): URL | undefined {
  return URL.canParse(String(text), base) ? new URL(String(text), base) : undefined;
}

const isRedirect = ({ status }: WebAnswer) => status >= 300 && status < 400;

function typeFault(answer: WebAnswer): string | false {
  const type = answer.headers['content-type'] ?? '';
  return (
    !isRedirect(answer) && type.split(';')[0]!.trim().toLowerCase() !== 'application/json' && `Content-Type is ${type}`
  );
}

/** Clients look for it at `https://RPID`, wherever this answer came from. */
function redirectFault(answer: WebAnswer, rpId: string): string | false {
  if (!isRedirect(answer)) return false;
  const target = urlOf(answer.headers.location, `https://${rpId}${PATH}`);
  return target?.protocol !== 'https:' && `it redirects to ${answer.headers.location}, which is not https`;
}

function entryFault(entry: unknown): string | false {
  const url = urlOf(entry);
  const bare = url?.protocol === 'https:' && (entry === url.origin || entry === `${url.origin}/`);
  return !bare && `${JSON.stringify(entry)} is no https origin`;
}

const labelOf = (entry: unknown) => getDomainWithoutSuffix(urlOf(entry)?.hostname ?? '', { allowPrivateDomains: true });

/** A login from each published origin: what is not accepted there is published for nothing. */
async function published(flow: FlowContext): Promise<Observation> {
  const answer = await fetched(flow);
  const none = absent(answer);
  if (none) return none;
  const others = listed(answer)
    .map(entry => urlOf(entry)?.origin)
    .filter(origin => origin !== undefined && origin !== flow.rp.origin);
  const device = flow.authenticator();
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const found: (string | false)[] = [];
  for (const origin of others.slice(0, TRIED)) {
    const { reply } = await flow.authenticate(await flow.visit(), flow.user(), device, { edit: members({ origin }) });
    found.push(reply.seen !== 'accepted' && `${origin} is published, and a login from there is ${reply.seen}`);
  }
  const { held, detail } = complaints(found);
  return held && others.length === 0 ? { held, detail: 'it lists no other origin than the own' } : { held, detail };
}

export const relatedOriginsCases: Cases = owedAt('should', {
  'document-shape': holds('related-origins-document', {
    title: 'the document is found, with origins as an array of texts',
    needs,
    catalogue: ['ro.wellknown.200'],
    observe: look(answer => shapeFaults(answer)),
  }),
  'document-type': holds('related-origins-document', {
    title: 'the document is application/json',
    needs,
    catalogue: ['ro.wellknown.ctype', 'ro.wellknown.200'],
    observe: look(answer => [typeFault(answer)]),
  }),
  'document-redirect': holds('related-origins-document', {
    title: 'the document is where it is looked for, or an https address is given',
    needs,
    catalogue: ['ro.wellknown.redirect'],
    observe: look((answer, { rp }) => [redirectFault(answer, rp.rpId)]),
  }),
  'few-labels': holds('related-origins-document', {
    title: 'origins have no more labels than clients look at',
    needs,
    catalogue: ['ro.wellknown.labels'],
    observe: look(answer => {
      const labels = new Set(listed(answer).map(labelOf));
      return [labels.size > MOST_LABELS && `there are ${labels.size} labels, and clients look at ${MOST_LABELS}`];
    }),
  }),
  'entries-are-origins': holds('related-origins-document', {
    title: 'each entry is an https origin without path',
    needs,
    catalogue: ['ro.wellknown.entries'],
    observe: look(answer => listed(answer).map(entryFault)),
  }),
  'published-are-accepted': holds('related-origins-document', {
    title: 'logins from the published origins are accepted',
    needs,
    catalogue: ['ro.wellknown.own'],
    observe: published,
  }),
  'accepted-are-published': holds('related-origins-document', {
    title: 'the related origin that the RP accepts is published',
    needs: ['web', 'listed-origins'],
    catalogue: ['ro.wellknown.own'],
    async observe(flow) {
      const { related } = madeUpOrigins(flow.rp.rpId);
      return complaints([!listed(await fetched(flow)).includes(related) && `${related} is not in the document`]);
    },
  }),
});
