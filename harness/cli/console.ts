/** Where the command line writes, and how. */

/** Whether to colour: on a terminal, unless NO_COLOR is set to anything (no-color.org). */
export function colours(stream: NodeJS.WriteStream = process.stdout): boolean {
  return Boolean(stream.isTTY) && !process.env.NO_COLOR;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line that says what is wrong. */
export function complain(text: string): void {
  process.stderr.write(`touchstone: ${text.replace(/\s*\n\s*/g, ' ')}\n`);
}
