/**
 * One page's copy of the device: Chromium keeps a virtual authenticator for each page, so what it holds is brought up to
 * date before a ceremony and read back after it.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { type CdpCredential, fromCdp, toCdp } from './passkeyForms.ts';
import type { Passkey, Passkeys } from './passkeys.ts';

/** What Windows Hello is to Chromium. Each member is spelt out: CDP ignores names that it does not know. */
const WINDOWS_HELLO = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  hasPrf: true,
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

/** Flags that are to be clear in what is signed next, although the person was verified. */
export interface ClearFlags {
  userVerified: boolean;
  userPresent: boolean;
}

/** The session is kept for the page's life: when it ends, Chromium drops the authenticator. */
export class CdpPage {
  readonly #session: CDPSession;
  #authenticatorId: string | undefined;
  #clear: ClearFlags = { userVerified: false, userPresent: false };
  /** What the authenticator held when it was last looked at, by base64 id. */
  #known = new Map<string, CdpCredential>();
  /** Passkeys whose `prf` secret is here, by base64url id. */
  readonly #secrets = new Set<string>();
  /** base64url ids of what was made or used since {@link used} was last asked. */
  #used: string[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
    const used = ({ credential }: { credential: CdpCredential }) => this.#used.push(fromCdp(credential).id);
    session.on('WebAuthn.credentialAdded', used);
    session.on('WebAuthn.credentialAsserted', used);
  }

  static async open(context: BrowserContext, page: Page): Promise<CdpPage> {
    const session = await context.newCDPSession(page);
    const opened = new CdpPage(session);
    await session.send('WebAuthn.enable', { enableUI: false });
    return opened;
  }

  /** Adds the authenticator, or takes it away: then pages are told that there is none. */
  async enrol(enrolled: boolean): Promise<void> {
    const authenticatorId = this.#authenticatorId;
    if (enrolled && authenticatorId === undefined) {
      const added = await this.#session.send('WebAuthn.addVirtualAuthenticator', { options: WINDOWS_HELLO });
      this.#authenticatorId = added.authenticatorId;
      await Promise.all(FILLERS.map(filler => this.#add(filler)));
    } else if (!enrolled && authenticatorId !== undefined) {
      this.#authenticatorId = undefined;
      this.#known.clear();
      this.#secrets.clear();
      await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    }
  }

  /** Gives it what the device holds, but for those in `hidden` (base64url ids). */
  async update(passkeys: Passkeys, hidden: ReadonlySet<string> = new Set()): Promise<void> {
    if (this.#authenticatorId === undefined) return;
    const shown = passkeys.all().filter(({ id }) => !hidden.has(id));
    const wanted = new Map(shown.map(passkey => [passkey.id, sent(passkey)]));
    for (const { credentialId } of [...this.#known.values()]) {
      if (!wanted.has(fromBase64(credentialId))) await this.#remove(credentialId);
    }
    for (const credential of wanted.values()) await this.#bring(credential);
  }

  /** Takes over only what has changed since it was last looked at, so that what was done meanwhile stays done. */
  async takeOver(passkeys: Passkeys): Promise<void> {
    if (this.#authenticatorId === undefined) return;
    const before = this.#known;
    const held = await this.#held();
    const now = new Map(held.map(credential => [credential.credentialId, credential]));
    this.#known = now;
    for (const [credentialId, credential] of now) {
      const earlier = before.get(credentialId);
      if (!earlier) this.#secrets.add(fromBase64(credentialId));
      if (!earlier || !same(earlier, credential)) merge(passkeys, credential, earlier === undefined);
    }
    for (const credentialId of before.keys()) {
      if (!now.has(credentialId)) passkeys.remove(fromBase64(credentialId), 'page');
    }
  }

  /** base64url id of the passkey that was made or used since this was last asked. */
  used(): string | undefined {
    const used = this.#used.at(-1);
    this.#used = [];
    return used;
  }

  /** Whether the passkey was made in this page, so that its `prf` secret is here. */
  hasSecret(id: string): boolean {
    return this.#secrets.has(id);
  }

  /** Which flags are clear in what is signed from now on; the signature stays right. */
  async clear(flags: ClearFlags): Promise<void> {
    const authenticatorId = this.#authenticatorId;
    const { userVerified, userPresent } = this.#clear;
    if (authenticatorId === undefined) return;
    if (flags.userVerified === userVerified && flags.userPresent === userPresent) return;
    this.#clear = flags;
    const bits = { isBadUV: flags.userVerified, isBadUP: flags.userPresent, isBogusSignature: false };
    await this.#session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits });
  }

  async #bring(credential: CdpCredential): Promise<void> {
    const { credentialId, signCount } = credential;
    const before = this.#known.get(credentialId);
    if (before && same(before, credential)) return;
    if (before && same({ ...before, signCount }, credential)) {
      const authenticatorId = this.#authenticatorId!;
      await this.#session.send('WebAuthn.setCredentialProperties', { authenticatorId, credentialId, signCount });
    } else {
      if (before) await this.#remove(credentialId);
      await this.#add(credential);
    }
    this.#known.set(credentialId, credential);
  }

  async #add(credential: CdpCredential): Promise<void> {
    await this.#session.send('WebAuthn.addCredential', { authenticatorId: this.#authenticatorId!, credential });
  }

  async #remove(credentialId: string): Promise<void> {
    this.#known.delete(credentialId);
    this.#secrets.delete(fromBase64(credentialId));
    await this.#session.send('WebAuthn.removeCredential', { authenticatorId: this.#authenticatorId!, credentialId });
  }

  async #held(): Promise<CdpCredential[]> {
    const authenticatorId = this.#authenticatorId!;
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials.filter(({ rpId }) => rpId !== FILLER_RP_ID).map(told);
  }
}

/** Windows Hello keeps no large blobs, and Chromium takes none for it: the device alone remembers it. */
function sent(passkey: Readonly<Passkey>): CdpCredential {
  const { largeBlob, ...credential } = toCdp(passkey);
  return told(credential);
}

/** In one order of members, so that two can be compared; what CDP leaves out has its default. */
function told(credential: CdpCredential): CdpCredential {
  return toCdp(fromCdp(credential));
}

function merge(passkeys: Passkeys, credential: CdpCredential, isNew: boolean): void {
  const passkey = fromCdp(credential);
  const truth = passkeys.find(passkey.id);
  if (truth) {
    const { id, rpId, privateKey, ...change } = passkey;
    passkeys.update(id, { ...change, signCount: Math.max(change.signCount, truth.signCount) }, 'page');
  } else if (isNew) {
    passkeys.add(passkey, 'page');
  }
}

function same(a: CdpCredential, b: CdpCredential): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('base64url');
}
