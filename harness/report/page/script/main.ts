/** Puts the page together, and again when what it shows has changed. */
import {
  addEventListener,
  document,
  type PageDialog,
  type PageDisclosure,
  type PageElement,
  requestAnimationFrame,
} from './browser.ts';
import { coverage } from './coverage.ts';
import { make } from './dom.ts';
import { isFiltering, listenToFilter, showFilter } from './filterBar.ts';
import { findings } from './findings.ts';
import { listenToKeys } from './keyboard.ts';
import { type Group, matrix } from './matrix.ts';
import { emptyFilter, firstState, fittingCases, readAddress, type State, writeAddress } from './state.ts';

export function startReport(): void {
  const state = firstState();
  listenToFilter(state, () => {
    writeAddress(state);
    showReport(state);
  });
  for (const tab of document.querySelectorAll('[data-view]'))
    tab.addEventListener('click', () => {
      state.view = tab.dataset.view as State['view'];
      writeAddress(state);
      showReport(state);
    });
  const keys = document.querySelector<PageDialog>('#keys')!;
  document.querySelector('#help')!.addEventListener('click', () => keys.showModal());
  listenToKeys(document.querySelector('body')!);
  addEventListener('hashchange', () => followAddress(state));
  addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll<PageDisclosure>('.sheet details')) folded.open = true;
  });
  for (const part of document.querySelectorAll('.scripted')) part.hidden = false;
  followAddress(state);
  // After the frame that shows it: what is measured is what a reader waits for.
  requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
}

function followAddress(state: State): void {
  readAddress(state);
  const index = state.placeOf.get(state.current);
  // What the address names is shown, whatever the filter says.
  if (index !== undefined && !fittingCases(state).includes(index)) state.filter = emptyFilter();
  if (index !== undefined) state.toggled.set(state.data.sections[state.data.cases[index]!.section]!, true);
  showReport(state);
  if (index !== undefined) openCase(state.current);
}

function openCase(id: string): void {
  const buttons = [...document.querySelectorAll('.matrix [data-case]')];
  const button = buttons.find(one => one.dataset.case === id)!;
  if (button.getAttribute('aria-expanded') === 'false') button.click();
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: 'start' });
}

function showReport(state: State): void {
  const cases = fittingCases(state);
  showFilter(state, cases.length);
  const parts = state.view === 'coverage' ? coverage(state, cases) : reportParts(state, cases);
  document.querySelector('#content')!.replaceChildren(...parts);
}

function reportParts(state: State, cases: readonly number[]): PageElement[] {
  if (cases.length === 0)
    return [make('p.empty', state.data.cases.length === 0 ? 'No case was put.' : 'No case fits.')];
  // Little enough to be read at once is shown at once.
  const allOpen = isFiltering(state.filter) ? cases.length <= 200 : cases.length <= 30;
  const found = findings(state, cases);
  return [
    ...(found.length > 0 ? [make('h2', 'What stands out'), ...found] : []),
    make('h2', 'All cases'),
    matrix(state, 'Sections and how their cases went', sectionGroups(state, cases), allOpen),
  ];
}

function sectionGroups({ data }: State, cases: readonly number[]): Group[] {
  const groups = data.sections.map((name): Group => ({ key: name, label: name, cases: [] }));
  for (const index of cases) groups[data.cases[index]!.section]!.cases.push(index);
  return groups.filter(group => group.cases.length > 0);
}

export const mainFunctions = [startReport, followAddress, openCase, showReport, reportParts, sectionGroups];
