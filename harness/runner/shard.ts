/** One of several parts of a run. A case's part depends on its id alone, so the catalogue can grow without moving cases. */
import { sha256, utf8 } from '../encoding/bytes.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

export interface Shard {
  /** From 1 to `count`. */
  index: number;
  count: number;
}

/** Reads `2/3`. @throws {AskedWrongly} */
export function parseShard(text: string): Shard {
  const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
  const shard = { index: Number(match?.[1]), count: Number(match?.[2]) };
  if (!match || shard.index > shard.count)
    throw new AskedWrongly(`--shard ${JSON.stringify(text)}: write which of how many, such as 1/3`);
  return shard;
}

export function inShard(id: string, { index, count }: Shard): boolean {
  const place = Buffer.from(sha256(utf8(id))).readUInt32BE(0);
  return place % count === index - 1;
}
