/**
 * Touchstone was asked for something that it cannot do: a flag, verb, pattern, target, module or line of the known file
 * is wrong. The message is one line that says what to do; the command line prints it and exits 2.
 */
export class AskedWrongly extends Error {
  override readonly name = 'AskedWrongly';
}
