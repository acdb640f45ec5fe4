/** Reads the target that `--rp` names. Each kind is loaded only when it is asked for. */
import { availableParallelism } from 'node:os';
import type { RelyingParty } from '../target.ts';
import { AskedWrongly } from './askedWrongly.ts';

export interface OpenedTarget {
  rp: RelyingParty;
  /** Lives as long as this process: always new to us, and keeps no time of its own. */
  inProcess: boolean;
  /** Cases at a time that suit it, where that is not the same everywhere. */
  jobs?: number;
}

const KINDS = 'fido:URL, page:PATH, module:PATH or glass[:without=DUTY,…]';

/**
 * Opens `fido:URL`, `page:PATH`, `module:PATH` or `glass[:without=DUTY,…]`.
 *
 * @param timeout milliseconds for an answer.
 * @throws {AskedWrongly} when it is none of these.
 */
export async function openTarget(target: string, timeout: number): Promise<OpenedTarget> {
  const colon = target.indexOf(':');
  const kind = colon < 0 ? target : target.slice(0, colon);
  const rest = colon < 0 ? '' : target.slice(colon + 1);
  switch (kind) {
    case 'fido':
      return { rp: await (await import('./fido.ts')).fido(rest, { timeout }), inProcess: false };
    case 'page':
      return {
        rp: await (await import('./page.ts')).pageTarget(rest, { timeout }),
        inProcess: false,
        jobs: availableParallelism(),
      };
    case 'module':
      return { rp: await (await import('./module.ts')).moduleTarget(rest), inProcess: true };
    case 'glass':
      return { rp: await openGlass(rest), inProcess: true };
    default:
      throw new AskedWrongly(`${JSON.stringify(target)} is no target: use ${KINDS}`);
  }
}

async function openGlass(settings: string): Promise<RelyingParty> {
  const [{ glass }, { isDuty }] = await Promise.all([import('./glass.ts'), import('../duties.ts')]);
  if (settings === '') return glass();
  if (!settings.startsWith('without='))
    throw new AskedWrongly(`glass:${settings}: write glass, or glass:without= and the duties that it neglects`);
  const names = settings.slice('without='.length).split(',');
  const without = new Set(names.filter(isDuty));
  const unknown = names.find(name => !isDuty(name));
  if (unknown !== undefined)
    throw new AskedWrongly(
      `glass: there is no duty ${JSON.stringify(unknown)}: touchstone list --json names those of each case`,
    );
  return glass({ without });
}
