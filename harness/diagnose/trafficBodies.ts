/** JSON in the bodies of requests and answers: by itself, in forms, in HTML, in base64, in lines. Pure and bounded. */
import { isForm, readForm, readJson } from './shapesWalk.ts';

/** Characters of a body that is read. */
const BODY = 1024 * 1024;
/** Objects and lists in JSON: empty ones cost much more memory than they have characters. */
const BRACKETS = 50_000;
/** Fields of a form, lines, scripts and attributes that are looked at. */
const PARTS = 200;
/** Places in a script where options may stand, braces before each that may be theirs, characters of options. */
const [PLACES, BRACES, OPTIONS] = [10, 40, 64 * 1024];
/** What sites put before JSON so that it is no script. */
const GUARD = /^(?:\)\]\}',?|while\s?\(1\);|for\s?\(;;\);)\s*/;

/** The values that a body holds, where it holds any; each may be text that holds more. */
export function valuesIn(text: string | undefined, type = ''): unknown[] {
  if (text === undefined || text.length > BODY) return [];
  const body = text.trim().replace(GUARD, '');
  // Types are often wrong: PHP calls JSON a page where it is not told otherwise, scripts send it as a form.
  const value = asJson(body);
  if (value !== undefined) return [value];
  if (/html/i.test(type) || body.startsWith('<')) return inHtml(body);
  if (/urlencoded/i.test(type) || isForm(body)) return inForm(body);
  return inLines(body);
}

/** Lines of JSON, as streamed answers have them: `{…}`, `data: {…}`, `1:{…}`. */
function inLines(text: string): unknown[] {
  const lines = text.split('\n', PARTS).map(line => asJson(line.trim().replace(/^\w{1,10}:\s?/, '')));
  return lines.filter(line => line !== undefined);
}

/** The value of JSON, as it stands or in base64. */
function asJson(text: string): unknown {
  // `{"` in base64.
  const json = text.startsWith('eyJ') ? Buffer.from(text, 'base64url').toString() : text;
  return /^[{["]/.test(json) && !hasManyBrackets(json) ? readJson(json) : undefined;
}

function hasManyBrackets(json: string): boolean {
  let left = BRACKETS;
  for (const bracket of ['{', '['])
    for (let at = json.indexOf(bracket); at >= 0; at = json.indexOf(bracket, at + 1)) if (left-- === 0) return true;
  return false;
}

/** The fields together, and what each of them holds. */
function inForm(text: string): unknown[] {
  const values = [...new URLSearchParams(text).values()].slice(0, PARTS).map(asJson);
  return [...(isForm(text) ? [readForm(text)] : []), ...values.filter(value => value !== undefined)];
}

function inHtml(html: string): unknown[] {
  const attributes = [...html.matchAll(/=\s{0,9}(?:"([^"]*)"|'([^']*)')/g)]
    .map(([, double, single]) => double ?? single ?? '')
    .filter(value => /^(?:[{[]|&quot;|eyJ)/.test(value.trimStart()))
    .slice(0, PARTS)
    .map(value => asJson(withoutEntities(value).trim()));
  const scripts = scriptsIn(html).flatMap(script => {
    const whole = asJson(script.trim());
    return whole === undefined ? inScript(script) : [whole];
  });
  return [...attributes, ...scripts].filter(value => value !== undefined);
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

function withoutEntities(text: string): string {
  const entity = /&(?:#x([0-9a-f]{1,4})|#(\d{1,5})|(quot|apos|lt|gt|amp));/g;
  return text.replace(
    entity,
    (_, hex, decimal, name) => NAMED[name] ?? String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );
}

function scriptsIn(html: string): string[] {
  const scripts: string[] = [];
  const small = html.replace(/<\/?script/gi, tag => tag.toLowerCase());
  for (let at = small.indexOf('<script'); at >= 0 && scripts.length < PARTS; at = small.indexOf('<script', at)) {
    const from = small.indexOf('>', at) + 1;
    const to = small.indexOf('</script', from);
    if (from === 0 || to < 0) break;
    scripts.push(html.slice(from, to));
    at = to;
  }
  return scripts;
}

/** Objects in JSON's writing that have a challenge, in the midst of a script. */
function inScript(script: string): unknown[] {
  const found: unknown[] = [];
  let at = script.indexOf('"challenge"');
  for (let place = 0; at >= 0 && place < PLACES; place++) {
    found.push(objectAround(script, at));
    at = script.indexOf('"challenge"', at + 1);
  }
  return found.filter(value => value !== undefined);
}

/** The smallest object around a place; those that end before it are its neighbours. */
function objectAround(text: string, place: number): unknown {
  let from = text.lastIndexOf('{', place);
  for (let brace = 0; from >= 0 && place - from < OPTIONS && brace < BRACES; brace++) {
    const to = endOfObject(text, from);
    if (to !== undefined && to > place) return readJson(text.slice(from, to));
    from = from === 0 ? -1 : text.lastIndexOf('{', from - 1);
  }
  return undefined;
}

/** The offset after the brace that closes the one at `from`. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length && at - from < OPTIONS; at++) {
    const sign = text[at];
    if (quoted && sign === '\\') at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '{') depth += 1;
    else if (!quoted && sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
