/**
 * Brings a known file up to date with a run: lines that still hold stay as they are, with the comments and blank lines around
 * them; what fails and is not listed is added, for somebody to explain. Pure.
 */
import type { Result } from '../result.ts';
import { draftBaseline, type KnownLine, UNEXPLAINED, wayOf } from './baseline.ts';
import { matchesId } from './patterns.ts';

/** Stands above what was added. */
export const NEW_LINES = '# --- new: each of these needs a reason before a run can agree';

export interface BaselineUpdate {
  text: string;
  /** Lines whose cases do not fail in that way any more, or that match no case. */
  removed: KnownLine[];
  /** Lines that hold for a part of their cases only: in their place stands one line for each of those. */
  narrowed: KnownLine[];
  /** Ids of new lines. */
  added: string[];
}

/**
 * @param text the file as it is.
 * @param results of the run, judged by that file.
 * @param failing those of them that fail the run.
 * @param ids all that a line may be about; what was not run keeps its lines.
 * @throws {AskedWrongly} when the file cannot be read.
 */
export function updateBaseline(
  text: string,
  results: readonly Result[],
  failing: readonly Result[],
  ids: readonly string[],
): BaselineUpdate {
  const lines = new Map(draftBaseline(text).map(entry => [entry.line, entry]));
  const parts = text.split(/(?<=\n)/).map((raw, index) => {
    const entry = lines.get(index + 1);
    return { raw, entry, stays: entry ? stillTrue(entry, raw, results, ids) : [raw] };
  });
  const kept = parts.flatMap(({ stays }) => stays).join('');
  const added = missing(kept, failing);
  const changed = parts.filter(({ raw, stays }) => stays[0] !== raw);
  return {
    text: withNewLines(kept, added),
    removed: changed.flatMap(({ entry, stays }) => (entry && stays.length === 0 ? entry : [])),
    narrowed: changed.flatMap(({ entry, stays }) => (entry && stays.length > 0 ? entry : [])),
    added: added.map(({ id }) => id),
  };
}

/** What stays of a line: all of it, or one line for each case that it is still right about. */
function stillTrue(entry: KnownLine, raw: string, results: readonly Result[], ids: readonly string[]): string[] {
  const covered = ids.filter(id => matchesId(entry.pattern, id));
  const wrong = new Set(results.filter(one => contradicts(one, entry)).map(one => one.id));
  const right = covered.filter(id => !wrong.has(id));
  if (right.length > 0 && right.length === covered.length) return [raw];
  const rest = raw.slice(raw.indexOf(entry.text) + entry.pattern.join('/').length);
  return right.map(id => `${id}${rest.endsWith('\n') ? rest : `${rest}\n`}`);
}

function contradicts(result: Result, { pattern, way }: KnownLine): boolean {
  if (!matchesId(pattern, result.id)) return false;
  return result.standing === 'stale' || (result.standing === 'new' && wayOf(result) !== way);
}

/** What is void because of its control goes with the control's own line. */
function missing(text: string, failing: readonly Result[]): Result[] {
  const listed = draftBaseline(text);
  return failing.filter(
    result =>
      result.control === undefined &&
      result.standing !== 'known' &&
      result.standing !== 'stale' &&
      wayOf(result) !== undefined &&
      !listed.some(({ pattern, way }) => way === wayOf(result) && matchesId(pattern, result.id)),
  );
}

/** Below the marker, sections apart. */
function withNewLines(text: string, added: readonly Result[]): string {
  if (added.length === 0) return text;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const width = Math.max(...added.map(({ id }) => id.length));
  const sections = [...new Set(added.map(({ section }) => section))];
  const blocks = sections.map(section =>
    added
      .filter(one => one.section === section)
      .map(one => `${one.id.padEnd(width)}  ${wayOf(one)}  # ${UNEXPLAINED}${end}`)
      .join(''),
  );
  if (!text.includes(NEW_LINES)) blocks[0] = `${NEW_LINES}${end}${blocks[0]}`;
  const before = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return [...(before === '' ? [] : [before]), ...blocks].join(end);
}
