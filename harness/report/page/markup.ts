/** The part of the page that stands without its script. Everything that comes from outside is escaped here. Pure. */
import type { Report, Result } from '../../result.ts';
import { headline, headlineOfAll } from '../headline.ts';
import { VERDICT_MEANS } from '../words.ts';
import type { Column } from './columns.ts';
import type { PageData } from './data.ts';
import { escapeHtml } from './escape.ts';
import { countsOf, GLYPHS } from './glyphs.ts';
import { plainSummary } from './plain.ts';

export function bodyHtml(reports: readonly Report[], columns: readonly Column[], data: PageData): string {
  return `<header class="head">
<p class="brand">Touchstone</p>
<h1>${escapeHtml(headlineOfAll(reports))}</h1>
${reports.length === 1 ? about(reports[0]!, true) : `<ul class="runs">${reports.map(runItem).join('')}</ul>`}
</header>
<div class="bar scripted" hidden>${navigation()}${filterHtml(columns, data)}</div>
<main id="content"></main>
<noscript>${plainSummary(columns)}</noscript>
<footer class="foot">${reports.map(footerHtml).join('')}</footer>
${KEYS}`;
}

function runItem(report: Report): string {
  return `<li><b>${escapeHtml(report.header.target.name)}</b> <span>${escapeHtml(headline(report))}</span><span class="counts">${counts(report)}</span>${about(report, false)}</li>`;
}

function counts({ results }: Report): string {
  return countsOf(results)
    .map(
      ([verdict, count]) =>
        `<i class="t-${verdict}"><span class="glyph" aria-hidden="true">${GLYPHS[verdict]}</span> ${count} ${verdict}</i>`,
    )
    .join('');
}

function about({ header, footer }: Report, named: boolean): string {
  const { target, profile, seed, honest, started, version } = header;
  const seconds = footer && (Date.parse(footer.ended) - Date.parse(started)) / 1000;
  const parts = [
    ...(named ? [escapeHtml(target.name)] : []),
    ...(target.name.endsWith(target.origin) ? [] : [escapeHtml(target.origin)]),
    `profile ${escapeHtml(profile)}`,
    `seed <code>${escapeHtml(seed)}</code>`,
    escapeHtml(started.replace('T', ' ').replace(/\..*/, ' UTC')),
    ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
    ...(version === '' ? [] : [`version ${escapeHtml(version)}`]),
    ...(honest ? [`honest ceremonies: ${escapeHtml(honest)}`] : []),
  ];
  return `<p class="about">${parts.map(part => `<span>${part}</span>`).join(' ')}</p>`;
}

function navigation(): string {
  return `<nav class="tabs" aria-label="Views"><button type="button" data-view="report">Report</button><button type="button" data-view="coverage">Coverage</button><button type="button" id="help" aria-label="Keys" title="Keys (?)">?</button></nav>`;
}

function filterHtml(columns: readonly Column[], { cases, sections }: PageData): string {
  const results = columns.flatMap(column => column.results);
  const kinds = (one: (result: Result) => string) => [...new Set(results.map(one))];
  const names = columns.map(({ name }) => name);
  return `<div class="filter" role="search">
<p class="find"><label for="find">Find</label><input id="find" type="search" data-filter="text" placeholder="id, title, duty, message" autocomplete="off" spellcheck="false"><output id="shown" for="find">${cases.length}</output><button type="button" id="clear" hidden>Show all</button></p>
<div class="choices"><ul class="chips" aria-label="Verdicts">${chips(results)}</ul>
${[
  select(
    'standing',
    'Standing',
    kinds(({ standing }) => standing ?? 'none'),
  ),
  select(
    'level',
    'Level',
    kinds(({ level }) => level),
  ),
  select(
    'lane',
    'Lane',
    kinds(({ lane }) => lane),
  ),
  select('section', 'Section', sections),
  select('target', 'Target', names),
].join('')}</div></div>`;
}

function chips(results: readonly Result[]): string {
  return countsOf(results)
    .map(
      ([verdict, count]) =>
        `<li><button type="button" class="chip t-${verdict}" data-verdict="${verdict}" aria-pressed="false" title="${VERDICT_MEANS[verdict]}"><span class="glyph" aria-hidden="true">${GLYPHS[verdict]}</span> <b>${count}</b> ${verdict}</button></li>`,
    )
    .join('');
}

/** Nothing to choose, no field. */
function select(name: string, label: string, values: readonly string[]): string {
  if (values.length < 2) return '';
  const options = values.map(value => `<option>${escapeHtml(value)}</option>`).join('');
  return `<label class="choice"><span>${label}</span><select data-filter="${name}"><option value="">all</option>${options}</select></label>`;
}

function footerHtml({ header, footer }: Report): string {
  const claims = header.target.supports.join(', ') || 'none';
  const state = footer?.complete ? '' : ' This report is not complete: it is shown, but proves nothing.';
  return `<p>Features that ${escapeHtml(header.target.name)} claims: ${escapeHtml(claims)}.${state}</p>`;
}

const KEYS = `<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><dl class="facts">
<dt><kbd>/</kbd></dt><dd>find; <kbd>Enter</kbd> or <kbd>↓</kbd> leads to what was found</dd>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous; the arrows do the same once one has the focus</dd>
<dt><kbd>Enter</kbd></dt><dd>opens and closes a section or a case</dd>
<dt><kbd>Esc</kbd></dt><dd>closes the case, clears what is searched</dd>
<dt><kbd>?</kbd></dt><dd>this list</dd>
</dl><form method="dialog"><button type="submit">Close</button></form></dialog>`;
