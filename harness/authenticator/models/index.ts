/** The authenticators that people have, by name. */
import type { Model } from './model.ts';
import { OTHERS } from './others.ts';
import { WINDOWS_HELLO } from './windowsHello.ts';

export type { Model } from './model.ts';

export const MODELS: readonly Model[] = [...WINDOWS_HELLO, ...OTHERS];
