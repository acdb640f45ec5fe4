/** Lines of a text that streams by; longer ones than anybody reads are passed over without being held. */

/** Bytes of a line: bodies and pictures lie beside a trace. */
const LINE = 512 * 1024;
const NEWLINE = 0x0a;

export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let length = 0;
  const hold = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > LINE) held = [];
    else held.push(bytes);
  };
  const line = () => {
    const text = length > LINE ? undefined : Buffer.concat(held).toString();
    held = [];
    length = 0;
    return text;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, end));
      const text = line();
      if (text) yield text;
      from = end + 1;
    }
    hold(chunk.subarray(from));
  }
  const text = line();
  if (text) yield text;
}
