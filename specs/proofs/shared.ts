/** Data that lies beside the project and is never copied into it: the W3C's vectors, the catalogue. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** The text of a file under `../shared`, or nothing where that folder is absent. */
export function sharedFile(path: string): string | undefined {
  return existsSync(FOLDER + path) ? readFileSync(FOLDER + path, 'utf8') : undefined;
}

export const ABSENT = '../shared is not beside this project: nothing to compare with';
