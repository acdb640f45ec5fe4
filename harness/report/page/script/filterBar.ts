/** The filter's fields, and the state of the filter: each follows the other. */
import { document, type PageElement, type PageField } from './browser.ts';
import { emptyFilter, type Filter, type State } from './state.ts';

/** @param changed called after the state has followed a field. */
export function listenToFilter(state: State, changed: () => void): void {
  for (const field of document.querySelectorAll<PageField>('[data-filter]')) {
    const name = field.dataset.filter as Exclude<keyof Filter, 'verdicts'>;
    field.addEventListener('input', () => {
      state.filter[name] = field.value;
      changed();
    });
  }
  for (const chip of document.querySelectorAll('[data-verdict]'))
    chip.addEventListener('click', () => {
      const verdict = chip.dataset.verdict!;
      const { verdicts } = state.filter;
      state.filter.verdicts = verdicts.includes(verdict)
        ? verdicts.filter(one => one !== verdict)
        : [...verdicts, verdict];
      changed();
    });
  document.querySelector('#clear')!.addEventListener('click', () => {
    state.filter = emptyFilter();
    changed();
    document.querySelector('#find')!.focus();
  });
}

export function showFilter({ filter, data, view }: State, shown: number): void {
  for (const field of document.querySelectorAll<PageField>('[data-filter]')) {
    const value = filter[field.dataset.filter as Exclude<keyof Filter, 'verdicts'>];
    if (field.value !== value) field.value = value;
  }
  for (const chip of document.querySelectorAll('[data-verdict]'))
    chip.setAttribute('aria-pressed', String(filter.verdicts.includes(chip.dataset.verdict!)));
  for (const tab of document.querySelectorAll('[data-view]'))
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page');
    else tab.setAttribute('aria-current', 'false');
  const all = data.cases.length;
  document.querySelector('#clear')!.hidden = !isFiltering(filter);
  const words = shown === all ? `${all} ${all === 1 ? 'case' : 'cases'}` : `${shown} of ${all} cases`;
  showOnce(document.querySelector('#shown')!, words);
}

export function isFiltering(filter: Filter): boolean {
  return Object.values(filter).some(value => String(value) !== '');
}

/** What is read aloud when it changes is not touched when it does not. */
function showOnce(element: PageElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export const filterBarFunctions = [listenToFilter, showFilter, isFiltering, showOnce];
