/** Who asks: the origins of a frame and of the page around it, and whether that page lets it (Level 3 §5.9, §5.10). */
import type { Frame } from '@playwright/test';

/** The origin of a frame's document by its URL; one without a URL of its own has that of the frame around it. */
function originOf(frame: Frame): string {
  const url = frame.url();
  const parent = frame.parentFrame();
  if (parent && (url === '' || url.startsWith('about:'))) return originOf(parent);
  return URL.canParse(url) ? new URL(url).origin : 'null';
}

/** The top-level page's origin, where any frame around this one is of another origin than `origin`. */
export function foreignTop(frame: Frame, origin: string): string | undefined {
  let top = origin;
  let foreign = false;
  for (let around = frame.parentFrame(); around; around = around.parentFrame()) {
    top = originOf(around);
    foreign ||= top !== origin;
  }
  return foreign ? top : undefined;
}

export type Feature = 'publickey-credentials-create' | 'publickey-credentials-get';

/**
 * Whether the `allow` attributes on the way to a frame hand the feature on: by default to frames of the same origin only.
 * For browsers that do not look themselves; response headers are not considered.
 */
export async function isAllowed(frame: Frame, feature: Feature, origin: string): Promise<boolean> {
  const parent = frame.parentFrame();
  if (!parent) return true;
  const around = originOf(parent);
  const element = await frame.frameElement();
  const allow = (await element.getAttribute('allow')) ?? '';
  const source = (await element.getAttribute('src')) ?? '';
  const declared = URL.canParse(source, parent.url()) ? new URL(source, parent.url()).origin : around;
  const list = allowlist(allow, feature);
  const named = { '*': origin, "'src'": declared, "'self'": around };
  const passed = list
    ? list.some(word => (Object.hasOwn(named, word) ? named[word as '*'] : word) === origin)
    : around === origin;
  return passed && isAllowed(parent, feature, around);
}

/** Undefined where the attribute says nothing of the feature; the name alone stands for `'src'`. */
function allowlist(allow: string, feature: Feature): string[] | undefined {
  for (const directive of allow.split(';')) {
    const [name, ...words] = directive.trim().split(/\s+/);
    if (name === feature) return words.length > 0 ? words : ["'src'"];
  }
  return undefined;
}
