/** Reads the target that `--rp` names. Each kind is loaded only when it is asked for. */
import { availableParallelism } from 'node:os';
import type { RelyingParty } from '../target.ts';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';
import type { FidoTarget } from './fido.ts';
import type { Removal } from './removal.ts';

export interface OpenedTarget {
  rp: RelyingParty;
  /** Lives as long as this process: always new to us, and keeps no time of its own. */
  inProcess: boolean;
  /** Cases at a time that suit it, where that is not the same everywhere. */
  jobs?: number;
  /** Where users are to be removed: tells what came of it, once the RP is closed. */
  removal?: Removal;
}

export interface OpenOptions {
  /** Milliseconds for an answer. */
  timeout: number;
  /** How it is reached. Without it, what is not on this machine may be opened as well. */
  access?: Access;
}

const KINDS = 'fido:URL, page:PATH, module:PATH or glass[:without=DUTY,…]';

/**
 * Opens `fido:URL`, `page:PATH`, `module:PATH` or `glass[:without=DUTY,…]`.
 *
 * @throws {AskedWrongly} when it is none of these, cannot be reached as `access` says, or may not be tested.
 */
export async function openTarget(target: string, options: OpenOptions): Promise<OpenedTarget> {
  const { kind, rest } = partsOf(target);
  if (options.access) refuseUseless(kind, options.access);
  const opened = await openKind(target, kind, rest, options);
  return options.access ? await withAccess(opened, options.access, options.timeout) : opened;
}

function partsOf(target: string): { kind: string; rest: string } {
  const colon = target.indexOf(':');
  return colon < 0 ? { kind: target, rest: '' } : { kind: target.slice(0, colon), rest: target.slice(colon + 1) };
}

async function openKind(
  target: string,
  kind: string,
  rest: string,
  { timeout, access }: OpenOptions,
): Promise<OpenedTarget & { rp: FidoTarget }> {
  switch (kind) {
    case 'fido': {
      const { fido, fidoUrl } = await import('./fido.ts');
      if (access) await (await import('./loopback.ts')).refuseOthers(fidoUrl(rest), access);
      return { rp: await fido(rest, { timeout, ...(access && { access }) }), inProcess: false };
    }
    case 'page': {
      const { pageTarget } = await import('./page.ts');
      const rp = await pageTarget(rest, { timeout, ...(access && { access }) });
      return { rp, inProcess: false, jobs: availableParallelism() };
    }
    case 'module':
      return { rp: await (await import('./module.ts')).moduleTarget(rest), inProcess: true };
    case 'glass':
      return { rp: await openGlass(rest), inProcess: true };
    default:
      throw new AskedWrongly(`${JSON.stringify(target)} is no target: use ${KINDS}`);
  }
}

/** What a flag asks for is done, or said to be impossible. @throws {AskedWrongly} */
function refuseUseless(kind: string, access: Access): void {
  const overHttp: Record<string, boolean> = {
    '--header': Object.keys(access.headers).length > 0,
    '--cookie-file': access.cookies.length > 0,
    '--ca': access.ca !== undefined,
    '--proxy': access.proxy !== undefined,
    '--rate': access.rate !== undefined,
  };
  const overTheBinding: Record<string, boolean> = {
    '--binding': access.binding !== undefined,
    '--sign-in': access.signIn !== undefined,
  };
  const useless = { ...(kind !== 'fido' && overTheBinding), ...(kind !== 'fido' && kind !== 'page' && overHttp) };
  const [flag] = Object.entries(useless).find(([, given]) => given) ?? [];
  if (flag === undefined) return;
  const who = kind === 'page' ? 'the page functions do that' : 'the module does that itself';
  throw new AskedWrongly(`${flag} is of no use with ${kind}: ${who}`);
}

/** Users are named, removed and kept from the report as asked. */
async function withAccess(
  { rp, ...opened }: OpenedTarget & { rp: FidoTarget },
  { userPrefix, removeUsers, secrets }: Access,
  timeout: number,
): Promise<OpenedTarget> {
  const [{ withVisits }, { withoutSecrets }] = await Promise.all([import('./wrapped.ts'), import('./secrets.ts')]);
  const named = userPrefix === undefined ? rp : withVisits(rp, visit => visit, { userPrefix });
  if (!removeUsers) return { ...opened, rp: withoutSecrets(named, secrets) };
  if (!rp.removeUser && !rp.supports.has('remove')) {
    await rp.close?.();
    throw new AskedWrongly(
      `--remove-users: ${rp.name} shows no way to remove anything: name one as removeUser in a --binding file`,
    );
  }
  const { Removal } = await import('./removal.ts');
  const removal = new Removal(named, rp.removeUser, timeout);
  return { ...opened, rp: withoutSecrets(removal.rp, secrets), removal };
}

async function openGlass(settings: string): Promise<RelyingParty> {
  const [{ glass }, { readDutyNames }] = await Promise.all([import('./glass.ts'), import('./dutyNames.ts')]);
  if (settings === '') return glass();
  if (!settings.startsWith('without='))
    throw new AskedWrongly(`glass:${settings}: write glass, or glass:without= and the duties that it neglects`);
  return glass({ without: readDutyNames(settings.slice('without='.length), 'glass') });
}
