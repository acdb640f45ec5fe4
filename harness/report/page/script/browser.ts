/**
 * The few parts of a browser that the page's script touches. The functions of this folder are sent to the page as text
 * (`index.ts`), where these names are the browser's own; in Node nothing of it is ever called.
 */

export interface PageElement {
  id: string;
  className: string;
  hidden: boolean;
  title: string;
  textContent: string | null;
  readonly isConnected: boolean;
  readonly dataset: Record<string, string | undefined>;
  readonly nextElementSibling: PageElement | null;
  append(...nodes: (PageElement | string)[]): void;
  after(...nodes: PageElement[]): void;
  replaceChildren(...nodes: (PageElement | string)[]): void;
  remove(): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  addEventListener(type: string, listener: (event: PageEvent) => void, options?: { once: boolean }): void;
  querySelector<Kind extends PageElement = PageElement>(selector: string): Kind | null;
  querySelectorAll<Kind extends PageElement = PageElement>(selector: string): Iterable<Kind>;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  focus(options?: { preventScroll: boolean }): void;
  blur(): void;
  click(): void;
  scrollIntoView(options?: { block: 'nearest' | 'start' | 'center' }): void;
}

export interface PageField extends PageElement {
  value: string;
  select(): void;
}

export interface PageDisclosure extends PageElement {
  open: boolean;
}

export interface PageDialog extends PageDisclosure {
  showModal(): void;
  close(): void;
}

export interface PageEvent {
  readonly target: PageElement;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  preventDefault(): void;
}

interface Browser {
  document: Pick<PageElement, 'querySelectorAll'> & {
    readonly activeElement: PageElement | null;
    querySelector<Kind extends PageElement = PageElement>(selector: string): Kind | null;
    createElement(name: string): PageElement;
  };
  location: { hash: string };
  history: { replaceState(state: null, unused: '', address: string): void };
  navigator: { clipboard?: { writeText(text: string): Promise<void> } };
  getSelection(): { selectAllChildren(node: PageElement): void };
  addEventListener(type: string, listener: () => void): void;
  requestAnimationFrame(frame: () => void): void;
}

export const { document, location, history, navigator, getSelection, addEventListener, requestAnimationFrame } =
  globalThis as unknown as Browser;
