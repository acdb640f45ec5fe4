/** Makes elements. Whatever comes from outside is a text node, never markup. */
import type { Verdict } from '../../../result.ts';
import type { PageData } from '../data.ts';
import { document, getSelection, navigator, type PageElement } from './browser.ts';

type Child = PageElement | string | undefined | false;

/**
 * `make('td.t-fail', 'text')`: a name, a class where there is one, and children; what is undefined or false is left out.
 * Several classes are parted by a space.
 */
export function make(what: string, ...children: Child[]): PageElement {
  const dot = what.indexOf('.');
  const element = document.createElement(dot < 0 ? what : what.slice(0, dot));
  if (dot >= 0) element.className = what.slice(dot + 1);
  for (const child of children) if (child !== undefined && child !== false && child !== '') element.append(child);
  return element;
}

/** The same element, with these attributes. */
export function withAttributes<Kind extends PageElement>(element: Kind, attributes: Record<string, string>): Kind {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** The sign of a verdict; beside it stands the word, or the count. */
export function glyphOf({ glyphs }: PageData, verdict: Verdict): PageElement {
  return withAttributes(make('span.glyph', glyphs[verdict]), { 'aria-hidden': 'true' });
}

export function linkTo(address: string, text: string): PageElement {
  return withAttributes(make('a', text), { href: address, rel: 'noreferrer' });
}

export function makeButton(what: string, act: (button: PageElement) => void, ...children: Child[]): PageElement {
  const button = withAttributes(make(`button.${what}`, ...children), { type: 'button' });
  button.addEventListener('click', () => act(button));
  return button;
}

/** Text to take along, with a button that copies it; without a clipboard it is selected instead. */
export function copyable(text: string, name: string): PageElement {
  const code = make('code.line', text);
  const button = makeButton(
    'copy',
    async () => {
      try {
        await navigator.clipboard!.writeText(text);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = 'Selected';
      }
    },
    'Copy',
  );
  button.setAttribute('aria-label', `Copy ${name}`);
  button.setAttribute('aria-live', 'polite');
  return make('div.copyable', code, button);
}

export const domFunctions = [make, withAttributes, glyphOf, linkTo, makeButton, copyable];
