/** Other people's sites are not tested by mistake: what is not on this machine needs a word from the user. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Asks for `--yes-i-may-test-this` where the RP, or the proxy on the way to it, is not on this machine. A private network
 * is not this machine: others use it.
 *
 * @throws {AskedWrongly} before anything is sent to it.
 */
export async function refuseOthers(url: URL, { permitted, proxy }: Pick<Access, 'permitted' | 'proxy'>): Promise<void> {
  if (permitted) return;
  for (const { host, hostname } of [url, ...(proxy ? [proxy] : [])])
    if (!(await isOnThisMachine(hostname)))
      throw new AskedWrongly(
        `${host} is not on this machine: add --yes-i-may-test-this if its owner lets you test it (a private network is not this machine, either)`,
      );
}

/** By all the addresses that the name has; names below `localhost` are this machine's (RFC 6761 §6.3). */
async function isOnThisMachine(hostname: string): Promise<boolean> {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const found = isIP(name) ? [{ address: name }] : await lookup(name, { all: true }).catch(() => []);
  return found.length > 0 && found.every(({ address }) => isLoopbackAddress(address));
}

function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
