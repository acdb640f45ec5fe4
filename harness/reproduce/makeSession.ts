/** Responses one after another, with the passkeys of one file: what `touchstone make` does. */
import type { Edits } from '../authenticator/edits.ts';
import type { KeyFacts } from '../browser/passkeyForms.ts';
import type { Passkey } from '../browser/passkeys.ts';
import { readJson } from '../diagnose/shapesWalk.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { askedFor, type MakeSettings, makeResponse } from './make.ts';
import { readPasskeyFile, writePasskeyFile } from './makeFile.ts';
import type { Form, PasskeyText } from './makeForms.ts';

export interface SessionSettings {
  make: Omit<MakeSettings, 'credentials' | 'edit'>;
  /** What goes wrong, by ceremony. */
  editOf?: ((kind: CeremonyKind) => Edits | undefined) | undefined;
  /** The file of passkeys. */
  file: string | undefined;
  /** How it is written; as it was, or `touchstone`, where absent. */
  form: Form | undefined;
  /** What is to be known of a private key alone. */
  facts: Partial<KeyFacts>;
  /** Logins leave the file as it is. */
  keep: boolean;
}

/** A response, or what a page would get in its place. */
export type MakeAnswer = { response: unknown } | { error: { name: string; message: string } };

export class MakeSession {
  readonly #settings: SessionSettings;
  readonly #found: PasskeyText | undefined;
  #passkeys: Passkey[];
  #toWrite = false;

  private constructor(settings: SessionSettings, found: PasskeyText | undefined) {
    this.#settings = settings;
    this.#found = found;
    this.#passkeys = found?.passkeys ?? [];
  }

  /** @throws {AskedWrongly} where the file is none of passkeys, or flags speak of a private key and it is no such file. */
  static async open(settings: SessionSettings): Promise<MakeSession> {
    const { file, facts } = settings;
    const found = file === undefined ? undefined : await readPasskeyFile(file, facts);
    if (found?.form !== 'pkcs8' && Object.keys(facts).length > 0)
      throw new AskedWrongly(
        '--credential-id, --rp-id, --user-handle and --sign-count are for a file that is a private key in PEM',
      );
    return new MakeSession(settings, found);
  }

  /**
   * The response to options in JSON, or what a browser would throw.
   *
   * @throws {AskedWrongly} where the text is no options, no passkey is there, or the edit cannot be made.
   */
  async answer(text: string): Promise<MakeAnswer> {
    const value = readJson(text);
    if (value === undefined) throw new AskedWrongly('the options are no JSON, or too long or too deep to be any');
    const { kind } = askedFor(value);
    this.#checkPasskeys(kind);
    const edit = this.#settings.editOf?.(kind);
    const settings: MakeSettings = { ...this.#settings.make, credentials: this.#passkeys, ...(edit && { edit }) };
    try {
      const { response, credentials } = await makeResponse(value, settings);
      this.#passkeys = credentials;
      this.#toWrite ||= kind === 'registration' || !this.#settings.keep;
      return { response };
    } catch (error) {
      return await refusedOrWrong(error, value, settings);
    }
  }

  /** Writes the file, where there is something new. A private key alone has no counter, and stays as it is. */
  async close(): Promise<void> {
    const { file, form = this.#found?.form ?? 'touchstone' } = this.#settings;
    const unchanged = form === 'pkcs8' && this.#found?.form === 'pkcs8' && this.#passkeys.length === 1;
    if (file === undefined || !this.#toWrite || unchanged) return;
    const besides = form === this.#found?.form ? this.#found.besides : undefined;
    await writePasskeyFile(file, this.#passkeys, { form, besides });
  }

  #checkPasskeys(kind: CeremonyKind): void {
    if (kind === 'registration' || this.#passkeys.length > 0) return;
    const { file } = this.#settings;
    if (file === undefined)
      throw new AskedWrongly('these are options to sign in: name the file of the passkey with --credential');
    throw new AskedWrongly(`--credential ${file}: ${this.#found ? 'no passkey is in it' : 'there is no such file'}`);
  }
}

/** An edit that no layer can be made from is not what a browser would refuse. */
async function refusedOrWrong(error: unknown, options: unknown, settings: MakeSettings): Promise<MakeAnswer> {
  if (error instanceof AskedWrongly) throw error;
  const { edit, ...honest } = settings;
  if (edit && (await works(options, honest))) throw new AskedWrongly(`the edit cannot be made: ${messageOf(error)}`);
  if (error instanceof DOMException || error instanceof TypeError)
    return { error: { name: error.name, message: error.message } };
  throw error;
}

async function works(options: unknown, settings: MakeSettings): Promise<boolean> {
  return makeResponse(options, settings).then(
    () => true,
    () => false,
  );
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}
