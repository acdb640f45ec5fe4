/** Two honest ceremonies, step by step: does the way to the RP work at all, before anything is said about the RP? */
import { type RelyingParty, TargetError } from '../target.ts';
import { askClient } from './ceremony.ts';
import { ClientRefused, NotOffered, replyInWords } from './interruptions.ts';
import { Listeners } from './listener.ts';
import { DEFAULT_HONEST, Scene } from './scene.ts';

/**
 * Who a failed step points at.
 *
 * - `way`: the request did not get through, or what came back is no answer of that kind: address, adapter, network
 * - `rp`: the RP answered, and its answer is not that of an RP which takes an honest ceremony
 */
export type Suspect = 'way' | 'rp';

export interface SmokeStep {
  title: string;
  ok: boolean;
  detail: string;
  suspect?: Suspect;
}

export interface SmokeOptions {
  seed: string;
  /** Milliseconds; for targets that keep no time of their own. */
  timeout?: number;
  onStep?(step: SmokeStep): void;
}

class Failed extends Error {}

/** The steps that were made, the failed one last; {@link HarnessError} and other bugs are thrown. */
export async function smoke(rp: RelyingParty, { seed, timeout, onStep }: SmokeOptions): Promise<SmokeStep[]> {
  const steps: SmokeStep[] = [];
  const note = (step: SmokeStep) => {
    steps.push(step);
    onStep?.(step);
  };
  const stage = {
    rp,
    seed,
    honest: DEFAULT_HONEST,
    listeners: new Listeners(),
    ...(timeout !== undefined && { timeout }),
  };
  const scene = new Scene(stage, 'smoke/honest');
  try {
    await play(scene, note);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
  } finally {
    await scene.close();
  }
  return steps;
}

async function play(scene: Scene, note: (step: SmokeStep) => void): Promise<void> {
  const { origin } = scene.stage.rp;
  const user = scene.user();
  const device = scene.device('device');
  const home = await scene.visit();
  const creation = await step(note, 'options for a registration', async () => {
    const options = await home.registrationOptions(user);
    return {
      value: options,
      detail: `rp.id ${options.rp?.id ?? 'left out'}, ${options.pubKeyCredParams?.length ?? 0} algorithms`,
    };
  });
  const attested = await step(note, 'an honest client takes them', async () => {
    const response = await askClient(() => device.register(creation, { origin }));
    return { value: response, detail: `algorithm ${response.response.publicKeyAlgorithm}` };
  });
  await step(note, 'the registration is accepted', () => accepted(home.register(attested)));
  const agent = await scene.visit();
  const request = await step(note, 'options for a login', async () => {
    const options = await agent.authenticationOptions(user);
    return {
      value: options,
      detail: `rpId ${options.rpId ?? 'left out'}, ${options.allowCredentials?.length ?? 0} allowed credentials`,
    };
  });
  const assertion = await step(note, 'an honest client takes them', async () => {
    const response = await askClient(() => device.authenticate(request, { origin }));
    return { value: response, detail: 'signed' };
  });
  await step(note, 'the login is accepted', () => accepted(agent.authenticate(assertion)));
}

class Refused extends Error {}

async function accepted(given: ReturnType<import('../target.ts').Visit['register']>) {
  const reply = await given;
  if (reply.seen === 'unreachable' || reply.seen === 'hung')
    throw new TargetError('register', reply, replyInWords(reply));
  if (reply.seen !== 'accepted') throw new Refused(replyInWords(reply));
  return { value: reply, detail: replyInWords(reply) };
}

async function step<T>(
  note: (step: SmokeStep) => void,
  title: string,
  act: () => Promise<{ value: T; detail: string }>,
): Promise<T> {
  try {
    const { value, detail } = await act();
    note({ title, ok: true, detail });
    return value;
  } catch (error) {
    const suspect = suspectOf(error);
    if (!suspect) throw error;
    note({ title, ok: false, detail: (error as Error).message, suspect });
    throw new Failed();
  }
}

function suspectOf(error: unknown): Suspect | undefined {
  if (error instanceof Refused || error instanceof ClientRefused || error instanceof NotOffered) return 'rp';
  if (error instanceof TargetError) return error.kind === 'answer' && error.reply.seen === 'rejected' ? 'rp' : 'way';
  return error instanceof TypeError ? 'way' : undefined;
}
