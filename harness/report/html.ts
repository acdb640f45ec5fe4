/** The report as one page that needs nothing else: no network, no other file. Pure. */
import { createHash } from 'node:crypto';
import type { Report, Result, Verdict } from '../result.ts';
import { anomalies } from './anomalies.ts';
import { caseHtml, escapeHtml } from './htmlCase.ts';
import { SCRIPT } from './htmlScript.ts';
import { STYLE } from './htmlStyle.ts';
import { VERDICT_MEANS } from './words.ts';

const VERDICTS: readonly Verdict[] = ['down', 'fail', 'unclean', 'void', 'pass', 'noted', 'skip'];

export function reportHtml(report: Report): string {
  const { header } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${sourceHash(STYLE)}; script-src ${sourceHash(SCRIPT)}; base-uri 'none'; form-action 'none'">
<title>Touchstone · ${escapeHtml(header.target.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="brand">Touchstone</p>
<h1>${escapeHtml(headline(report))}</h1>
<p class="about">${about(report)}</p>
${controlsHtml(report.results)}
</header>
<main>
${anomaliesHtml(report)}
${sectionsHtml(report)}
</main>
<footer>${footerHtml(report)}</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** Nothing but our own script and style may act on the page, whatever a message holds. */
function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The outcome in one sentence. */
export function headline({ results, footer }: Report): string {
  if (results.length === 0) return 'Nothing could be learned about this relying party';
  if (!footer?.complete) return 'This run was cut off: here is what was done until then';
  const { fail, unclean, known, stale, new: fresh } = footer;
  const voids = footer.void;
  if (fresh > 0) return `${cases(fresh)} went wrong${known > 0 ? ` that ${fresh === 1 ? 'is' : 'are'} not known` : ''}`;
  if (voids > 0 && fail + footer.down === 0) return `${cases(voids)} could not be judged`;
  if (stale > 0) return `${cases(stale)} listed as known no longer ${stale === 1 ? 'fails' : 'fail'} that way`;
  if (known > 0) return `Nothing new: all that goes wrong (${known}) is known`;
  if (unclean > 0) return `All was kept out, ${cases(unclean)} by falling over`;
  return 'Everything is as the specification demands';
}

function cases(count: number): string {
  return `${count} ${count === 1 ? 'case' : 'cases'}`;
}

function about({ header, footer }: Report): string {
  const { target, profile, seed, honest, started, version } = header;
  const seconds = footer && (Date.parse(footer.ended) - Date.parse(started)) / 1000;
  const parts = [
    `<b>${escapeHtml(target.name)}</b>`,
    escapeHtml(target.origin),
    `profile ${escapeHtml(profile)}`,
    `seed <code>${escapeHtml(seed)}</code>`,
    escapeHtml(started.replace('T', ' ').replace(/\..*/, ' UTC')),
    ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
    ...(version === '' ? [] : [`version ${escapeHtml(version)}`]),
    ...(honest ? [`honest ceremonies: ${escapeHtml(honest)}`] : []),
  ];
  return parts.join(' · ');
}

function controlsHtml(results: readonly Result[]): string {
  const counted = VERDICTS.map(verdict => ({ verdict, count: results.filter(one => one.verdict === verdict).length }));
  const button = (show: string, count: number, means: string) =>
    `<li><button type="button" class="t-${show}" data-show="${show}" aria-pressed="${show === 'all'}" title="${means}"><b>${count}</b><span>${show}</span></button></li>`;
  const verdicts = counted
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => button(verdict, count, VERDICT_MEANS[verdict]));
  return `<div class="controls" hidden>
<ul class="counts" aria-label="Show by verdict">${button('all', results.length, 'everything')}${verdicts.join('')}</ul>
<p class="find"><label for="find">Find</label><input id="find" type="search" placeholder="id, title, duty, message" autocomplete="off"><output id="shown" for="find"></output></p>
</div>
<noscript><p class="about">${counted.map(({ verdict, count }) => `${verdict} ${count}`).join(' · ')}</p></noscript>`;
}

function anomaliesHtml({ header, results }: Report): string {
  const groups = anomalies(results);
  if (groups.length === 0) return '';
  const html = groups.map(
    group => `<section data-group><h3>${group.title} <span class="tally">${group.results.length}</span></h3>
${group.results.map(one => caseHtml(header, one, false)).join('\n')}</section>`,
  );
  return `<section data-group><h2>What stands out</h2>\n${html.join('\n')}</section>`;
}

function sectionsHtml({ header, results }: Report): string {
  const html = [...grouped(results)].map(
    ([name, own]) => `<section data-group><h3>${escapeHtml(name)} <span class="tally">${sectionTally(own)}</span></h3>
${own.map(one => caseHtml(header, one, true)).join('\n')}</section>`,
  );
  return `<section data-group><h2>All cases</h2>\n${html.join('\n')}</section>`;
}

function grouped(results: readonly Result[]): Map<string, Result[]> {
  const sections = new Map<string, Result[]>();
  for (const one of results) {
    const own = sections.get(one.section);
    if (own) own.push(one);
    else sections.set(one.section, [one]);
  }
  return sections;
}

function sectionTally(results: readonly Result[]): string {
  const counts = VERDICTS.map(verdict => [verdict, results.filter(one => one.verdict === verdict).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}

function footerHtml({ header, footer }: Report): string {
  const claims = header.target.supports.join(', ') || 'none';
  const state = footer?.complete ? '' : ' This report is not complete: it is shown, but proves nothing.';
  return `<p>Features that the relying party claims: ${escapeHtml(claims)}.${state}</p>`;
}
