/** JSON that is broken or cut off: at which character and in which member it stops making sense. */

export interface JsonStop {
  /** Offset of the first character that makes no sense; the length of the text where it just ends. */
  at: number;
  /** `response.clientDataJSON`; empty outside of every member. */
  path: string;
  /** It ends too soon, and is right as far as it goes. */
  isCut: boolean;
}

/** The value, or where the text is no JSON any more. */
export function parseJson(text: string): { value: unknown } | { stop: JsonStop } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const place = / position (\d+)/.exec((error as Error).message)?.[1];
    const isCut = /^(Unexpected end|Unterminated)/.test((error as Error).message) || place === String(text.length);
    const at = isCut || place === undefined ? text.length : Number(place);
    return { stop: { at, path: pathAt(text.slice(0, at)), isCut } };
  }
}

/** One level: the name of the member, or the index of the item, that is being read. */
type Level = string | number;

/** The path to the value at the end of a text that is JSON as far as it goes. */
function pathAt(text: string): string {
  const levels: Level[] = [];
  let word = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') {
      const end = stringEnd(text, at);
      word = text.slice(at + 1, end - 1);
      at = end - 1;
    } else if (char === '{') levels.push('');
    else if (char === '[') levels.push(0);
    else if (char === '}' || char === ']') levels.pop();
    else if (char === ':' && typeof levels.at(-1) === 'string') levels[levels.length - 1] = word.slice(0, 64);
    else if (char === ',') {
      const last = levels.at(-1);
      if (last !== undefined) levels[levels.length - 1] = typeof last === 'number' ? last + 1 : '';
    }
  }
  return levels.slice(0, 12).reduce<string>(joined, '');
}

function joined(path: string, level: Level): string {
  if (typeof level === 'number') return `${path}[${level}]`;
  return path === '' || level === '' ? path + level : `${path}.${level}`;
}

/** Offset after the closing quotation mark, or the end. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length + 1);
}
