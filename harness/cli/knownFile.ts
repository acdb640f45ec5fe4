/** The known file of a run: read before it, and with `--update-known` brought up to date after it. */
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../report/replaceFile.ts';
import type { Result } from '../result.ts';
import { type Baseline, checkBaseline, draftBaseline, type KnownLine, parseBaseline } from '../runner/baseline.ts';
import { type BaselineUpdate, updateBaseline } from '../runner/baselineUpdate.ts';
import { type Gate, stoppedBy } from '../runner/gate.ts';
import { controlIds } from '../runner/twin.ts';
import { catalogue } from '../suite/index.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

export interface KnownFile {
  path: string;
  /** Undefined where there is none yet. */
  text: string | undefined;
  baseline: Baseline;
  /** All that a line may be about. */
  ids: readonly string[];
}

/**
 * @param listed cases of the run that are not in the catalogue.
 * @param update the file is to be rewritten: it need not be there, and lines may be out of date or without a reason.
 * @throws {AskedWrongly} when it cannot be read, or a line is wrong.
 */
export async function readKnownFile(path: string, listed: readonly string[], update: boolean): Promise<KnownFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (update && error.code === 'ENOENT') return undefined;
    throw new AskedWrongly(`the known file cannot be read: ${error.message}`);
  });
  const ids = [...new Set([...catalogue.map(({ id }) => id), ...listed, ...controlIds(catalogue)])];
  const baseline = (update ? draftBaseline : parseBaseline)(text ?? '');
  if (!update) checkBaseline(baseline, ids);
  return { path, text, baseline, ids };
}

/**
 * Writes what a whole run has shown.
 *
 * @returns what was changed, in lines. Throws Node's file errors; the file is then as it was.
 */
export async function updateKnownFile(known: KnownFile, results: readonly Result[], gate: Gate): Promise<string[]> {
  const failing = stoppedBy(gate, results).map(({ result }) => result);
  const update = updateBaseline(known.text ?? '', results, failing, known.ids);
  if (update.text === known.text) return [`${known.path} is up to date`];
  await replaceFile(known.path, update.text);
  return changesInWords(known.path, update);
}

function changesInWords(path: string, { removed, narrowed, added }: BaselineUpdate): string[] {
  const line = (what: string) => (entry: KnownLine) => `  ${what} line ${entry.line}: ${entry.text}`;
  return [
    `${path} is updated: ${added.length} added, ${removed.length} taken out, ${narrowed.length} narrowed`,
    ...removed.map(line('taken out,')),
    ...narrowed.map(line('narrowed to what still fails that way,')),
    ...(added.length > 0
      ? ['  say why each of the new ones may stay: until then a run with this file is asked wrongly']
      : []),
  ];
}
