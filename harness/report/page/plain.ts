/** The report in words, for a reader without scripts: what stands out, and how each section went. Pure. */
import type { Result } from '../../result.ts';
import { anomalies } from '../anomalies.ts';
import { dutyInWords, expectedInWords, repeatLine, seenInWords } from '../words.ts';
import type { Column } from './columns.ts';
import { escapeHtml } from './escape.ts';
import { countsOf } from './glyphs.ts';

/** Of one kind in one column; the rest is counted. */
const MOST = 50;

export function plainSummary(columns: readonly Column[]): string {
  return columns.map(column => columnHtml(column)).join('');
}

function columnHtml({ name, report, results }: Column): string {
  const groups = anomalies(results).map(group => {
    const more = group.results.length - MOST;
    const items = group.results.slice(0, MOST).map(result => itemHtml(report.header, result));
    return `<h3>${group.title} (${group.results.length})</h3><p>${group.means}</p><ul>${items.join('')}</ul>${more > 0 ? `<p>And ${more} more.</p>` : ''}`;
  });
  return `<section class="plain"><h2>${escapeHtml(name)}: ${countsInWords(results)}</h2>${groups.join('')}<h3>Sections</h3><ul>${sectionItems(results)}</ul></section>`;
}

function itemHtml(header: Column['report']['header'], result: Result): string {
  const { id, title, message } = result;
  const duty = dutyInWords(result);
  const parts = [
    `<b>${escapeHtml(title)}</b>`,
    `<code>${escapeHtml(id)}</code>`,
    `expected ${escapeHtml(expectedInWords(result))}, seen ${escapeHtml(seenInWords(result))}`,
    ...(message === undefined ? [] : [escapeHtml(message)]),
    ...(duty ? [`${escapeHtml(duty.title)} (<a href="${duty.link}">${duty.place}</a>)`] : []),
    `<code>${escapeHtml(repeatLine(header, result))}</code>`,
  ];
  return `<li>${parts.join('<br>')}</li>`;
}

function sectionItems(results: readonly Result[]): string {
  const sections = [...new Set(results.map(({ section }) => section))];
  return sections
    .map(name => `<li>${escapeHtml(name)}: ${countsInWords(results.filter(({ section }) => section === name))}</li>`)
    .join('');
}

function countsInWords(results: readonly Result[]): string {
  const words = countsOf(results).map(([verdict, count]) => `${count} ${verdict}`);
  return words.join(', ') || 'nothing';
}
