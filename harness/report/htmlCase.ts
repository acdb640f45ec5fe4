/** One result on the page. Everything that comes from outside is escaped here. Pure. */
import type { Exchange, ReportHeader, Result } from '../result.ts';
import { dutyInWords, expectedInWords, repeatLine, seenInWords, VERDICT_MEANS } from './words.ts';

/** Text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/** @param anchor whether this is the place that links lead to: a result may stand on the page twice. */
export function caseHtml(header: ReportHeader, result: Result, anchor: boolean): string {
  const { id, verdict, standing, title } = result;
  const text = [id, title, result.duty, result.message, ...result.catalogue].filter(Boolean).join(' ').toLowerCase();
  return `<details class="case t-${verdict}" data-verdict="${verdict}" data-text="${escapeHtml(text)}"${anchor ? ` id="${escapeHtml(id)}"` : ''}>
<summary><span class="word">${verdict}${standing ? `<span class="standing">${standing}</span>` : ''}</span><span class="title">${escapeHtml(title)}<span class="id">${escapeHtml(id)}</span></span></summary>
<dl class="facts">${facts(header, result).join('')}</dl>
</details>`;
}

function facts(header: ReportHeader, result: Result): string[] {
  const { message, control, exchange, catalogue } = result;
  const duty = dutyInWords(result);
  return [
    fact('Verdict', `${result.verdict}: ${VERDICT_MEANS[result.verdict]}`),
    fact('Expected', `${escapeHtml(expectedInWords(result))} · level ${result.level}`),
    fact('Seen', escapeHtml(seenInWords(result))),
    message === undefined ? '' : fact('Message', escapeHtml(message)),
    control === undefined
      ? ''
      : fact('Control', `<a href="#${escapeHtml(encodeURIComponent(control))}">${escapeHtml(control)}</a>`),
    duty
      ? fact('Duty', `${escapeHtml(duty.title)} (<code>${duty.name}</code>), <a href="${duty.link}">${duty.place}</a>`)
      : '',
    result.authenticator === 'default' ? '' : fact('Device', escapeHtml(result.authenticator)),
    catalogue.length === 0 ? '' : fact('Catalogue', escapeHtml(catalogue.join(', '))),
    fact('Repeat', `<code class="repeat">${escapeHtml(repeatLine(header, result))}</code>`),
    exchange?.length ? fact('Exchange', exchange.map(exchangeHtml).join('')) : '',
  ];
}

/** `html` is markup already. */
function fact(name: string, html: string): string {
  return `<dt>${name}</dt><dd>${html}</dd>`;
}

function exchangeHtml({ step, request, status, answer }: Exchange): string {
  const answered = answer === undefined ? '' : `<pre tabindex="0">${escapeHtml(answer)}</pre>`;
  const code = status === undefined ? '' : `, answered ${status}`;
  return `<p class="step">${escapeHtml(step)}${code}</p><pre tabindex="0">${escapeHtml(request)}</pre>${answered}`;
}
