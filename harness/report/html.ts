/** `index.html`: one file that opens from the disk, asks the network for nothing, and believes nothing of what it shows. */
import { createHash } from 'node:crypto';
import type { Report } from '../result.ts';
import { pageContents } from './page/data.ts';
import { escapeHtml } from './page/escape.ts';
import { bodyHtml } from './page/markup.ts';
import { SCRIPT } from './page/script/index.ts';
import { STYLE } from './page/style.ts';

/** The page of one run, or of several side by side: targets, or one target with several devices, browsers or profiles. */
export function reportHtml(reports: readonly Report[]): string {
  const { columns, data, details } = pageContents(reports);
  const names = [...new Set(reports.map(({ header }) => header.target.name))].join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${sourceHash(STYLE)}; script-src ${sourceHash(SCRIPT)}; base-uri 'none'; form-action 'none'">
<title>Touchstone · ${escapeHtml(names)}</title>
<style>${STYLE}</style>
</head>
<body>
${bodyHtml(reports, columns, data)}
<script type="application/json" id="data">${inScript(data)}</script>
<script type="application/json" id="details">${inScript(details)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** Nothing but our own script and style may act on the page, whatever a message holds. */
function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** JSON in which no tag and no comment begins or ends. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
