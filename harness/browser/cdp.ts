/**
 * The device behind the prompts: Chromium's virtual platform authenticator, over CDP. Chromium keeps one for each page;
 * here they are copies of one store, brought up to date before a ceremony and read back after it.
 *
 * What CDP cannot carry from page to page: the secret behind the `prf` extension.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';

/** A credential in CDP's form: binary members are padded base64. */
export interface CdpCredential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
  largeBlob?: string;
  backupEligibility?: boolean;
  backupState?: boolean;
  userName?: string;
  userDisplayName?: string;
}

/** What Windows Hello is to Chromium. Each member is spelt out: CDP ignores names that it does not know. */
const WINDOWS_HELLO = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

const FILLER_RP_ID = 'capacity.invalid';

/**
 * Chromium's virtual authenticator takes no fourth discoverable credential, but it only looks whether there are exactly
 * three: with four from the start it never is full.
 */
const FILLERS: readonly CdpCredential[] = fillers(4);

function fillers(count: number): CdpCredential[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return Array.from({ length: count }, (_, index) => ({
    credentialId: Buffer.alloc(32, index + 1).toString('base64'),
    isResidentCredential: true,
    rpId: FILLER_RP_ID,
    privateKey: key,
    userHandle: Buffer.from([index]).toString('base64'),
    signCount: 0,
  }));
}

/** One page's copy of the device. Its work is done one piece after another. */
interface Copy {
  session: CDPSession;
  authenticatorId: string;
  /** What the page's authenticator held when it was last looked at. */
  known: Map<string, CdpCredential>;
}

/** The device of one browser context. */
export class Device {
  /** What there is, by credential id in CDP's base64. Changes reach a page before its next ceremony. */
  readonly credentials = new Map<string, CdpCredential>();
  readonly #context: BrowserContext;
  readonly #copies = new Map<Page, Promise<Copy>>();
  readonly #work = new Map<Page, Promise<void>>();

  constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** Sets the page's authenticator up where it is not yet, and gives it what the device holds now. */
  prepare(page: Page): Promise<void> {
    return this.#inTurn(page, async () => update(await this.#copy(page), this.credentials));
  }

  /** Takes over what the page's authenticator has made, used or lost since it was last looked at. */
  collect(page: Page): Promise<void> {
    return this.#inTurn(page, async () => {
      const copy = await this.#copies.get(page);
      if (copy) takeOver(copy, await held(copy), this.credentials);
    });
  }

  /** The page is closed: its authenticator went with it. */
  forget(page: Page): void {
    this.#copies.delete(page);
    this.#work.delete(page);
  }

  #copy(page: Page): Promise<Copy> {
    let copy = this.#copies.get(page);
    if (!copy) {
      copy = setUp(this.#context, page);
      this.#copies.set(page, copy);
    }
    return copy;
  }

  #inTurn(page: Page, task: () => Promise<void>): Promise<void> {
    const done = (this.#work.get(page) ?? Promise.resolve()).then(task);
    this.#work.set(
      page,
      done.catch(() => {}),
    );
    return done;
  }
}

/** The session is kept for the page's life: when it ends, Chromium drops the authenticator. */
async function setUp(context: BrowserContext, page: Page): Promise<Copy> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: WINDOWS_HELLO });
  const copy: Copy = { session, authenticatorId, known: new Map() };
  await Promise.all(FILLERS.map(filler => add(copy, filler)));
  return copy;
}

async function add({ session, authenticatorId }: Copy, credential: CdpCredential): Promise<void> {
  await session.send('WebAuthn.addCredential', { authenticatorId, credential });
}

async function remove({ session, authenticatorId }: Copy, credentialId: string): Promise<void> {
  await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
}

async function held({ session, authenticatorId }: Copy): Promise<CdpCredential[]> {
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
  return credentials.filter(({ rpId }) => rpId !== FILLER_RP_ID);
}

async function update(copy: Copy, wanted: ReadonlyMap<string, CdpCredential>): Promise<void> {
  const { session, authenticatorId, known } = copy;
  for (const id of known.keys()) {
    if (!wanted.has(id)) {
      await remove(copy, id);
      known.delete(id);
    }
  }
  for (const [credentialId, credential] of wanted) {
    const before = known.get(credentialId);
    if (before && same(before, credential)) continue;
    if (before && same({ ...before, signCount: credential.signCount }, credential)) {
      const { signCount } = credential;
      await session.send('WebAuthn.setCredentialProperties', { authenticatorId, credentialId, signCount });
    } else {
      if (before) await remove(copy, credentialId);
      await add(copy, credential);
    }
    known.set(credentialId, credential);
  }
}

/** Only what has changed since the page was last looked at, so that what was done to the device meanwhile stays done. */
function takeOver(copy: Copy, now: readonly CdpCredential[], credentials: Map<string, CdpCredential>): void {
  const { known } = copy;
  const found = new Map(now.map(credential => [credential.credentialId, credential]));
  for (const [id, credential] of found) {
    const before = known.get(id);
    if (before && same(before, credential)) continue;
    const truth = credentials.get(id);
    if (!before) credentials.set(id, credential);
    else if (truth) credentials.set(id, { ...credential, signCount: Math.max(credential.signCount, truth.signCount) });
  }
  for (const id of known.keys()) {
    if (!found.has(id)) credentials.delete(id);
  }
  copy.known = found;
}

function same(a: CdpCredential, b: CdpCredential): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
