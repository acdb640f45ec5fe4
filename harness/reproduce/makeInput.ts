/** Text from standard input or a file, whole or by lines, and never more than is bearable. */
import { createReadStream } from 'node:fs';
import { AskedWrongly } from '../targets/askedWrongly.ts';

/** Characters of one ceremony's options. */
const MOST = 4 * 1024 * 1024;

/** @throws {AskedWrongly} where it cannot be read, or is too long. */
export async function readWhole(file: string): Promise<string> {
  let text = '';
  for await (const part of partsOf(file)) {
    text += part;
    if (text.length > MOST) throw tooLong();
  }
  return text;
}

/** Lines that are not empty, each as soon as it is whole. @throws {AskedWrongly} as {@link readWhole} does. */
export async function* readLines(file: string): AsyncGenerator<string, void, void> {
  let rest = '';
  for await (const part of partsOf(file)) {
    const lines = part.split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    if (rest.length > MOST) throw tooLong();
    yield* lines.filter(line => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}

async function* partsOf(file: string): AsyncGenerator<string, void, void> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  stream.setEncoding('utf8');
  try {
    for await (const part of stream) yield part as string;
  } catch (error) {
    throw new AskedWrongly(`the options cannot be read: ${(error as Error).message}`);
  }
}

function tooLong(): AskedWrongly {
  return new AskedWrongly(`these are no options: more than ${MOST / 1024 / 1024} MiB`);
}
