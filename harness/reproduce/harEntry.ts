/** One entry of a HAR file (http://www.softwareishard.com/blog/har-12-spec/), as every tool writes it, made an exchange. */
import { z } from 'zod';
import type { ObservedExchange } from '../diagnose/observed.ts';

/** Reads a body that lies beside the file, by the name that the entry gives; `undefined` where it is not there. */
export type Attached = (name: string) => Promise<Uint8Array | undefined>;

/** Characters of a body that is kept. */
const BODY = 1024 * 1024;

// What is of another type than it ought to be is taken for absent.
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const pair = z.object({ name: z.string(), value: z.string() }).catch({ name: '', value: '' });
const pairs = z.array(pair).catch([]);
const body = z
  .object({ mimeType: text, text, encoding: text, _file: text, _sha1: text, params: pairs })
  .optional()
  .catch(undefined);
const schema = z.object({
  startedDateTime: text,
  time: number,
  pageref: text,
  request: z.object({ method: z.string(), url: z.string(), headers: pairs, postData: body }),
  response: z.object({ status: number, redirectURL: text, headers: pairs, content: body }).optional().catch(undefined),
});
type Pairs = z.infer<typeof pairs>;
type Body = z.infer<typeof body>;

export interface HarExchange {
  exchange: ObservedExchange;
  /** The `User-Agent` header. */
  userAgent: string | undefined;
  /** Whether the answer's body may have been of interest, and is not in the file. */
  isBodiless: boolean;
}

/** The words of which WebAuthn's messages have one at least; `eyJ` is how JSON begins in base64. */
const MATTERS = /challenge|client_?data|attestation|authenticator_?data|public_?key|eyJ/i;
/** Answers in which nothing is looked for. */
const OTHER = /^(?:image|font|audio|video)\/|javascript|ecmascript|css|wasm|zip|pdf/i;

/**
 * Makes an exchange of an entry; `undefined` where it is no entry, or says nothing of WebAuthn.
 *
 * @param titles of pages by their id; Chrome gives their addresses there.
 */
export async function exchangeOf(
  entry: unknown,
  titles: ReadonlyMap<string, string>,
  attached: Attached,
): Promise<HarExchange | undefined> {
  const read = schema.safeParse(entry);
  if (!read.success || read.data.request.method === 'OPTIONS') return undefined;
  const { request, response, startedDateTime = '', time, pageref = '' } = read.data;
  const requestType = request.postData?.mimeType ?? header(request.headers, 'content-type');
  const answerType = response?.content?.mimeType ?? header(response?.headers ?? [], 'content-type');
  const asked = mattering(await bodyOf(request.postData, attached));
  const isOther = OTHER.test(answerType ?? '');
  const whole = isOther ? undefined : await bodyOf(response?.content, attached);
  // What the RP said to a response counts, whatever it was.
  const answer = asked === undefined ? mattering(whole) : whole;
  const isBodiless = whole === undefined && !isOther && /json/i.test(answerType ?? '');
  if (asked === undefined && answer === undefined && !isBodiless) return undefined;
  const title = titles.get(pageref) ?? '';
  const exchange = withoutAbsent({
    method: request.method,
    url: request.url,
    at: Date.parse(startedDateTime),
    ms: time !== undefined && time >= 0 ? time : undefined,
    page: header(request.headers, 'referer') ?? (/^https?:/.test(title) ? title : undefined),
    origin: header(request.headers, 'origin'),
    requestType,
    request: asked,
    // Tools write 0 or -1 where no answer came.
    status: response?.status !== undefined && response.status > 0 ? response.status : undefined,
    answerType,
    answer,
    redirect: response?.redirectURL || header(response?.headers ?? [], 'location'),
  });
  return { exchange, userAgent: header(request.headers, 'user-agent'), isBodiless };
}

function withoutAbsent(exchange: { [name in keyof ObservedExchange]: ObservedExchange[name] | undefined }) {
  return Object.fromEntries(Object.entries(exchange).filter(([, value]) => value !== undefined)) as ObservedExchange &
    Record<string, unknown>;
}

function header(headers: Pairs, name: string): string | undefined {
  return headers.find(one => one.name.toLowerCase() === name)?.value;
}

/** Firefox gives a form's fields and no text; Playwright may give the name of a file. */
async function bodyOf(given: Body, attached: Attached): Promise<string | undefined> {
  if (!given) return undefined;
  const file = given._file ?? given._sha1;
  if (given.text) return given.encoding === 'base64' ? Buffer.from(given.text, 'base64').toString() : given.text;
  if (given.params.length > 0)
    return new URLSearchParams(given.params.map(({ name, value }): [string, string] => [name, value])).toString();
  const bytes = file === undefined ? undefined : await attached(file);
  return bytes && Buffer.from(bytes).toString();
}

function mattering(given: string | undefined): string | undefined {
  return given !== undefined && given.length <= BODY && MATTERS.test(given) ? given : undefined;
}
