/** Patterns over case ids: `*` stands for one component, `**` for any number of them. */
import { AskedWrongly } from '../targets/askedWrongly.ts';

/** The components of a pattern. */
export type Pattern = readonly string[];

/** @throws {AskedWrongly} when a component is empty, or mixes an asterisk with other characters. */
export function parsePattern(text: string): Pattern {
  const components = text.split('/');
  for (const component of components) {
    if (component === '') throw new AskedWrongly(`pattern ${JSON.stringify(text)} has an empty component`);
    if (component.includes('*') && component !== '*' && component !== '**')
      throw new AskedWrongly(
        `pattern ${JSON.stringify(text)}: * stands for a whole component and ** for any number of them, never for a part of one`,
      );
  }
  return components;
}

/** Whether a pattern covers the whole id. */
export function matchesId(pattern: Pattern, id: string): boolean {
  return covers(pattern, id.split('/'), false);
}

/** Whether a pattern covers the id or what it starts with: `registration/flags` selects the whole section. */
export function selectsId(pattern: Pattern, id: string): boolean {
  return covers(pattern, id.split('/'), true);
}

function covers(pattern: Pattern, id: readonly string[], prefix: boolean): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return prefix || id.length === 0;
  if (head === '**') return covers(rest, id, prefix) || (id.length > 0 && covers(pattern, id.slice(1), prefix));
  if (id.length === 0) return false;
  return (head === '*' || head === id[0]) && covers(rest, id.slice(1), prefix);
}

/**
 * What the patterns select, in the order of `all`; everything when there is none.
 *
 * @throws {AskedWrongly} when a pattern selects nothing.
 */
export function selectCases<T extends { id: string }>(all: readonly T[], patterns: readonly string[]): T[] {
  if (patterns.length === 0) return [...all];
  const chosen = new Set<T>();
  for (const text of patterns) {
    const pattern = parsePattern(text);
    const found = all.filter(one => selectsId(pattern, one.id));
    if (found.length === 0)
      throw new AskedWrongly(`no case matches ${JSON.stringify(text)}: touchstone list prints the ids`);
    for (const one of found) chosen.add(one);
  }
  return all.filter(one => chosen.has(one));
}
