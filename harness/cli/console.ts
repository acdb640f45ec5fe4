/** Where the command line writes, and how. */

/**
 * Whether to colour: on a terminal, unless NO_COLOR is set to anything (no-color.org). FORCE_COLOR has the last word, as in
 * Node itself: where a log shows colours and is no terminal, as in GitHub Actions.
 */
export function colours(stream: NodeJS.WriteStream = process.stdout, environment = process.env): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = environment;
  if (FORCE_COLOR !== undefined) return /^(|true|[123])$/.test(FORCE_COLOR);
  return Boolean(stream.isTTY) && !NO_COLOR && TERM !== 'dumb';
}

/** Characters of a line; undefined where lines may be as long as they like. */
export function columnsOf(stream: NodeJS.WriteStream = process.stdout): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line that says what is wrong. */
export function complain(text: string): void {
  process.stderr.write(`touchstone: ${text.replace(/\s*\n\s*/g, ' ')}\n`);
}
