/** Puts a report on the disk, whole or not at all. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../result.ts';
import { reportHtml } from './html.ts';

export interface WrittenReport {
  json: string;
  html: string;
}

/** Writes `report.json` and `index.html` into `directory`, which is made when it is not there. Throws Node's file errors. */
export async function writeReport(report: Report, directory: string): Promise<WrittenReport> {
  await mkdir(directory, { recursive: true });
  const written = { json: join(directory, 'report.json'), html: join(directory, 'index.html') };
  await replace(written.json, `${JSON.stringify(report, null, 2)}\n`);
  await replace(written.html, reportHtml(report));
  return written;
}

/** A reader sees the old file or the new one, never half of it. */
async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}
