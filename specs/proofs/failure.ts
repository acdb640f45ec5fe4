/** A finding for specs of what a report makes of one: another site's origin was accepted at a login. */
import type { Result } from '../../harness/result.ts';

export const FAILURE: Result = {
  id: 'authentication/client-data/other-origin',
  section: 'authentication/client-data',
  title: 'origin is another site',
  duty: 'origin',
  level: 'must',
  expect: 'reject',
  seen: 'accepted',
  verdict: 'fail',
  standing: 'new',
  lane: 'protocol',
  authenticator: 'default',
  status: 200,
  ms: 1.5,
  catalogue: ['cdj.origin.other'],
};
