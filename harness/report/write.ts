/** Puts reports on the disk, each file whole or not at all. Throws Node's file errors. */
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Report } from '../result.ts';
import { reportHtml } from './html.ts';
import { junitXml } from './junit.ts';
import { replaceFile } from './replaceFile.ts';
import { sarifLog } from './sarif.ts';
import { summaryMarkdown } from './summary.ts';

export interface WrittenReport {
  json: string;
  html: string;
}

/** Files to write, by form. Folders are made when they are not there. */
export interface FormFiles {
  html?: string;
  junit?: string;
  sarif?: string;
  summary?: string;
}

/** Writes `report.json` and `index.html` into `directory`, which is made when it is not there. */
export async function writeReport(report: Report, directory: string): Promise<WrittenReport> {
  const written = { json: join(directory, 'report.json'), html: join(directory, 'index.html') };
  await mkdir(directory, { recursive: true });
  await replaceFile(written.json, `${JSON.stringify(report, null, 2)}\n`);
  await replaceFile(written.html, reportHtml([report]));
  return written;
}

/**
 * @param jsons where each report is, for forms that point at a file.
 * @returns the files that were written.
 */
export async function writeForms(
  reports: readonly Report[],
  files: FormFiles,
  jsons: readonly string[] = [],
): Promise<string[]> {
  const artifacts = jsons.map(file => relative(process.cwd(), file).split(sep).join('/'));
  const texts: Record<keyof FormFiles, () => string> = {
    html: () => reportHtml(reports),
    junit: () => junitXml(reports),
    sarif: () => `${JSON.stringify(sarifLog(reports, artifacts), null, 2)}\n`,
    summary: () => summaryMarkdown(reports),
  };
  const wanted = (Object.keys(texts) as (keyof FormFiles)[]).filter(form => files[form] !== undefined);
  for (const form of wanted) {
    await mkdir(dirname(files[form]!), { recursive: true });
    await replaceFile(files[form]!, texts[form]());
  }
  return wanted.map(form => files[form]!);
}
