/** Plays one case, whatever its kind. */
import type { Case } from '../suite/case.ts';
import { type Performance, playAuthentication, playRegistration } from './ceremony.ts';
import { playFlow } from './flow.ts';
import type { Scene } from './scene.ts';

/** What was seen of the case; throws the interruptions of `interruptions.ts`, and what goes wrong in Touchstone itself. */
export function perform(scene: Scene, one: Case): Promise<Performance> {
  if (one.steps || one.observe) return playFlow(scene, one);
  const look = one.expect === 'reject' ? 'kept' : one.expect === 'accept' ? 'usable' : 'nothing';
  const part = one.edit ? { ...one, edit: scene.watch(one.edit) } : one;
  return one.kind === 'registration' ? playRegistration(scene, part, look) : playAuthentication(scene, part, look);
}
