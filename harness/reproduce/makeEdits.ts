/** Edits in the words of the fuzzer, as its findings print them, for one made response. */
import { readFile } from 'node:fs/promises';
import type { Edits } from '../authenticator/edits.ts';
import { editsOf, type FuzzEdit, type Layer } from '../fuzz/edit.ts';
import { readEdits } from '../fuzz/read.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { CeremonyKind } from '../verifier/record.ts';

/** Layers that only one of the ceremonies has. */
const ONLY: Partial<Record<Layer, CeremonyKind>> = {
  algorithm: 'registration',
  publicKey: 'registration',
  certInfo: 'registration',
  statement: 'registration',
  attestationObject: 'registration',
  signature: 'authentication',
};

/**
 * @param text JSON, or the path of a file that holds it.
 * @throws {AskedWrongly} where they are no edits; the answer, where they are of the other ceremony.
 */
export async function editsFrom(text: string): Promise<(kind: CeremonyKind) => Edits> {
  const edits = await read(text);
  return kind => {
    const { layer } = edits.find(({ layer }) => ONLY[layer] !== undefined && ONLY[layer] !== kind) ?? {};
    if (layer !== undefined) throw new AskedWrongly(`--edit: no ${kind} has the layer ${layer}`);
    return editsOf(edits);
  };
}

async function read(text: string): Promise<FuzzEdit[]> {
  try {
    return readEdits(/^\s*[[{]/.test(text) ? text : await readFile(text, 'utf8'));
  } catch (error) {
    throw new AskedWrongly(`--edit: ${(error as Error).message}`);
  }
}
