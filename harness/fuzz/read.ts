/** Reads a ceremony of the fuzzer that somebody hands over to be repeated. */
import { z } from 'zod';
import { isChange } from './change.ts';
import { type Facts, type FuzzEdit, type Fuzzed, LAYERS, SITUATIONS, type Situation } from './edit.ts';

const edits = z.array(
  z.object({
    layer: z.enum(LAYERS),
    path: z.array(z.union([z.string(), z.number()])),
    change: z.custom(isChange, 'is no change of the fuzzer'),
  }),
);

const schema = z.object({
  ceremony: z.enum(['registration', 'authentication']),
  facts: z.record(z.string(), z.unknown()).transform(facts => facts as Facts),
  situation: z.enum(Object.keys(SITUATIONS) as [Situation, ...Situation[]]).optional(),
  edits,
});

/** @throws {Error} that says what is wrong with the text. */
export function readFuzzed(text: string): Fuzzed {
  const read = schema.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(z.prettifyError(read.error));
  const { situation, ...others } = read.data;
  return { ...others, ...(situation && { situation }) } as Fuzzed;
}

/** Edits by themselves: one, or a list of them. @throws {Error} that says what is wrong with the text. */
export function readEdits(text: string): FuzzEdit[] {
  const read = edits.safeParse([JSON.parse(text)].flat());
  if (!read.success) throw new Error(z.prettifyError(read.error));
  return read.data as FuzzEdit[];
}
