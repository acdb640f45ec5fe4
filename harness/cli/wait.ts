/** `--wait`: an RP that was started a moment ago takes no connections yet, or resets them. */
import { setTimeout as pause } from 'node:timers/promises';
import { isTargetError } from '../runner/interruptions.ts';
import { Listeners } from '../runner/listener.ts';
import { DEFAULT_HONEST, Scene } from '../runner/scene.ts';
import type { RelyingParty } from '../target.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { OpenedTarget } from '../targets/open.ts';

/** Milliseconds between two tries. */
const PAUSE = 250;

/**
 * Opens a target as soon as it answers a request for options with anything but an error of its own, or when the time is
 * over: what is wrong then, the verb says itself. What an RP announces is asked for again once it is there.
 *
 * @param seconds at most; without it nobody waits.
 */
export async function openWhenReady(open: () => Promise<OpenedTarget>, seconds?: number): Promise<OpenedTarget> {
  if (seconds === undefined) return open();
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const { rp } = await open();
    const ready = await answers(rp);
    await rp.close?.();
    if (ready || performance.now() + PAUSE > end) return open();
    await pause(PAUSE);
  }
}

async function answers(rp: RelyingParty): Promise<boolean> {
  const scene = new Scene({ rp, seed: 'wait', honest: DEFAULT_HONEST, listeners: new Listeners() }, 'ready');
  try {
    await (await scene.visit()).registrationOptions(scene.user());
    return true;
  } catch (error) {
    if (error instanceof AskedWrongly) throw error;
    return isTargetError(error) && (error.reply.seen === 'rejected' || isOfClient(error.reply.status));
  } finally {
    await scene.close();
  }
}

/** 4xx: somebody is there, and does not like what was asked. */
function isOfClient(status = 0): boolean {
  return status >= 400 && status < 500;
}
