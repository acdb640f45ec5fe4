/** Reads a HAR file of any length: Chrome's, Firefox's, Safari's, Playwright's, a proxy's. */
import { NotUnderstood, type Observed } from '../diagnose/observed.ts';
import { HarEntries } from './harEntries.ts';
import type { Attached } from './harEntry.ts';
import { JsonObjects, type TakenObject } from './jsonBounds.ts';

/** Pages whose titles are kept, and characters of a name. */
const [PAGES, NAME] = [1000, 200];

/**
 * Reads a HAR file as it streams by.
 *
 * @param attached reads the bodies that lie beside it.
 * @throws {NotUnderstood} when it is none, or stops making sense before there was a ceremony.
 */
export async function readHar(chunks: AsyncIterable<Uint8Array>, attached: Attached): Promise<Observed> {
  const objects = new JsonObjects(['log.creator', 'log.browser', 'log.pages[]', 'log.entries[]']);
  const entries = new HarEntries(attached);
  const head: { creator?: string } = {};
  const stopped = await readThrough(chunks, objects, taken => takeIn(taken, entries, head));
  const requests = `${entries.count} ${entries.count === 1 ? 'request' : 'requests'}`;
  for (const note of leftOut(objects)) entries.notes.push(note);
  const observed = entries.observed(`HAR file${head.creator ? ` of ${head.creator}` : ''}, ${requests}`);
  if (stopped !== undefined && observed.ceremonies.length === 0)
    throw new NotUnderstood(
      `this is a HAR file, ${requests} of it without a ceremony: ${stopped}. Save it again, whole`,
    );
  if (stopped !== undefined) observed.notes.push(`It was read as far as it makes sense: ${stopped}.`);
  return observed;
}

/** Why reading stopped before the end, in words. */
async function readThrough(
  chunks: AsyncIterable<Uint8Array>,
  objects: JsonObjects,
  use: (taken: TakenObject) => Promise<void>,
): Promise<string | undefined> {
  try {
    for await (const chunk of chunks) for (const taken of objects.take(chunk)) await use(taken);
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message;
    throw error;
  }
  const cut = objects.cutAt();
  return cut === undefined ? undefined : `it is cut off after ${cut} bytes`;
}

async function takeIn({ path, value }: TakenObject, entries: HarEntries, head: { creator?: string }): Promise<void> {
  if (path === 'log.entries[]') return entries.add(value);
  const { name, version, id, title } = value as Record<string, unknown>;
  if (path === 'log.creator') head.creator = named(name, version);
  else if (path === 'log.browser') entries.browser = named(name, version);
  else if (typeof id === 'string' && typeof title === 'string' && entries.titles.size < PAGES)
    entries.titles.set(id.slice(0, NAME), title.slice(0, NAME));
}

function named(...words: unknown[]): string {
  return words
    .filter(word => typeof word === 'string')
    .join(' ')
    .slice(0, NAME);
}

function leftOut({ left }: JsonObjects): string[] {
  const notes: string[] = [];
  if (left.texts > 0) notes.push(`Left out, as they are longer than 1 MiB: texts (${left.texts}).`);
  if (left.large > 0) notes.push(`Left out, as they are too large: entries (${left.large}).`);
  if (left.broken > 0) notes.push(`Left out, as they are no JSON: entries (${left.broken}).`);
  return notes;
}
