/** Writes a file whole or not at all. */
import { rename, rm, writeFile } from 'node:fs/promises';

/** A reader sees the old file or the new one, never half of it. Throws Node's file errors. `mode`: who may read it. */
export async function replaceFile(file: string, text: string, mode = 0o666): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
