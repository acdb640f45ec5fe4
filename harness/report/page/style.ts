/** The page's style sheet: monochrome, with colour where a verdict means something; light, dark, phone and paper. */
import { SHEET_STYLE } from './styleSheet.ts';

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --card: #ffffff; --well: #f3f3f1; --ink: #16181a; --soft: #5a5f66; --line: #dfdfdb; --faint: #eeeeeb;
  --pass: #24663d; --fail: #b3141d; --unclean: #8a4b00; --noted: #3c5a86; --skip: #62666c; --void: #6a3d9c;
  --focus: #0b57d0; --mark: #ffe08a; --mark-ink: #3a2a00;
  --text: system-ui, "Segoe UI", Roboto, sans-serif; --mono: ui-monospace, "SF Mono", Consolas, Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131517; --card: #191c1f; --well: #212529; --ink: #e9e8e4; --soft: #a2a8af; --line: #33383d; --faint: #24282c;
    --pass: #79c893; --fail: #ff8d87; --unclean: #eeb068; --noted: #9fbcec; --skip: #a2a8af; --void: #c8aaf2;
    --focus: #8ab4f8; --mark: #6b5200; --mark-ink: #fff1c9;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 9rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--text); font-variant-numeric: tabular-nums; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.head, .bar, main, .foot, .plain { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem; }
.head { padding-top: 3.5rem; padding-bottom: 2rem; }
.brand { margin: 0 0 .6rem; color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .12em; text-transform: uppercase; }
h1 { margin: 0 0 .9rem; max-width: 32ch; font-size: clamp(1.7rem, 4.5vw, 2.6rem); font-weight: 650; line-height: 1.12; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 2.8rem 0 .8rem; font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 1.8rem 0 0; font-size: 1rem; font-weight: 650; }
.tally { margin-left: .35em; color: var(--soft); font-size: .87rem; font-weight: 400; letter-spacing: 0; }
.about { margin: 0; color: var(--soft); font-size: .87rem; overflow-wrap: anywhere; }
.about span:not(:last-child)::after { content: " ·"; }
.runs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 0 2rem; margin: 1.4rem 0 0; padding: 0; list-style: none; }
.runs li { padding: .7rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.runs b, .runs li > span { display: block; }
.runs .about { font-size: .8rem; }
.counts { font-size: .87rem; color: var(--soft); }
.counts i { font-style: normal; margin-right: .7rem; white-space: nowrap; }
code, pre, kbd, .id { font-family: var(--mono); font-size: .8rem; }
kbd { padding: .1rem .4rem; border: 1px solid var(--line); border-radius: 3px; background: var(--well); }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .15em; }
a:hover { text-decoration-color: currentColor; }
button, select, input { font: inherit; color: inherit; }
.title, .id, .where, .name, .label, h1, b { unicode-bidi: isolate; }
.t-pass { --tone: var(--pass); } .t-fail, .t-down { --tone: var(--fail); } .t-unclean { --tone: var(--unclean); }
.t-noted { --tone: var(--noted); } .t-skip { --tone: var(--skip); } .t-void { --tone: var(--void); }
.glyph { display: inline-block; min-width: 1.1em; text-align: center; color: var(--tone); font-weight: 700; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar { position: sticky; top: 0; z-index: 3; padding-top: .7rem; padding-bottom: .7rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.tabs { float: right; display: flex; gap: .2rem; }
.tabs button, .chip, .more, #clear, .copy, dialog button { cursor: pointer; border: 1px solid transparent; border-radius: 4px; background: none; padding: .3rem .6rem; }
.tabs button:hover, .chip:hover, .more:hover, #clear:hover, .copy:hover { background: var(--well); }
.tabs [aria-current="page"] { font-weight: 650; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .45em; }
.find { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .9rem; margin: 0; }
.find label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.find input { flex: 0 1 24rem; min-width: 8rem; padding: .35rem .7rem; background: var(--card); border: 1px solid var(--soft); border-radius: 4px; }
.find output, #clear { font-size: .87rem; color: var(--soft); }
#clear { text-decoration: underline; }
.choices { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .9rem; margin-top: .5rem; font-size: .87rem; }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.chip { border-color: var(--line); padding: .15rem .6rem; }
.chip b { font-weight: 650; }
.chip[aria-pressed="true"] { border-color: var(--tone); box-shadow: inset 0 0 0 1px var(--tone); }
.choice { display: inline-flex; align-items: center; gap: .4rem; color: var(--soft); }
.choice select { max-width: 8rem; padding: .15rem .3rem; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 4px; }
.empty { margin: 3rem 0; color: var(--soft); }

.item { cursor: pointer; display: block; width: 100%; padding: .42rem .5rem; text-align: left; font-weight: inherit; background: none; border: 0; border-radius: 3px; overflow-wrap: anywhere; }
.item:hover { background: var(--well); }
.id { display: block; color: var(--soft); font-weight: 400; line-height: 1.4; }
.finding .means, .plain p { margin: .1rem 0 .4rem; color: var(--soft); font-size: .87rem; max-width: 90ch; }
.entries { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.entries > li { border-bottom: 1px solid var(--faint); }
.entry { display: grid; grid-template-columns: 1.6rem minmax(0, 1fr) minmax(0, auto) auto; align-items: center; gap: 0 .4rem; }
.entry .item { grid-column: 2; }
.where { max-width: 26rem; color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; text-align: right; }
.standing { padding: 0 .4rem; color: var(--soft); font-size: .8rem; }
.more { width: auto; margin: .4rem 0 0 1.5rem; border-color: var(--line); color: var(--soft); font-size: .87rem; }

.scroll { overflow-x: auto; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); container-type: inline-size; position: relative; }
.matrix { width: 100%; border-collapse: separate; border-spacing: 0; }
.matrix th { text-align: left; font-weight: 400; }
.matrix thead th { vertical-align: bottom; padding: .5rem; border-bottom: 1px solid var(--line); font-size: .8rem; font-weight: 650; overflow-wrap: anywhere; }
.matrix .target { width: 7.5rem; min-width: 5rem; text-align: center; }
.matrix tbody th { position: sticky; left: 0; z-index: 1; min-width: 17rem; background: var(--paper); border-bottom: 1px solid var(--faint); }
.matrix td { padding: .2rem .5rem; text-align: center; border-bottom: 1px solid var(--faint); color: var(--soft); font-size: .87rem; white-space: nowrap; }
.matrix .corner { position: sticky; left: 0; z-index: 1; background: var(--paper); }
.group > th > .item { display: grid; grid-template-columns: 1rem minmax(0, 1fr); font-weight: 600; }
.group > th > .item::before { content: "›"; width: .6rem; align-self: start; text-align: center; color: var(--soft); font-weight: 400; }
.group > th > .item[aria-expanded="true"]::before { transform: rotate(90deg); }
.group > th > .about { padding: 0 .5rem .4rem 1.5rem; font-size: .8rem; color: var(--soft); display: block; }
.group .count { color: var(--tone); font-weight: 650; }
.group .of { color: var(--soft); }
.group .t-pass .count { font-weight: 400; color: inherit; }
.case > th > .item { padding-left: 1.5rem; }
.case .title { display: block; font-size: .93rem; }
.case td .word { color: var(--soft); }
.matrix td.fresh { background: color-mix(in srgb, var(--tone) 9%, transparent); }
.matrix td.fresh .word { color: var(--ink); font-weight: 600; }
.matrix td.none::after { content: "·"; }
.matrix td.aside > * { opacity: .35; }
.matrix td.aside .word { opacity: 1; text-decoration: none; }
.single .target, .single td { width: 11rem; text-align: left; }

.rows { border-bottom: 1px solid var(--faint); }
.rows summary { cursor: pointer; padding: .42rem .5rem; }
.rows summary:hover { background: var(--well); }
.rows summary b { font-weight: 600; }
.rows summary code { color: var(--soft); margin-left: .3rem; }
.rows ul { margin: 0 0 .8rem; padding: 0 .5rem 0 1.5rem; list-style: none; }
.rows li { display: grid; grid-template-columns: minmax(0, 16rem) minmax(0, 1fr); gap: 0 1rem; padding: .15rem 0; overflow-wrap: anywhere; }
.instead { color: var(--soft); font-size: .87rem; }
.judge { display: block; font-size: .87rem; }
.judge .mark { margin-right: .5rem; }
.mark .word { font-size: .8rem; color: var(--soft); }
.foot { padding-top: 3rem; padding-bottom: 4rem; color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; }
dialog { max-width: min(34rem, calc(100vw - 2rem)); padding: 1.2rem 1.5rem; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog h2 { margin-top: 0; }
dialog button { border-color: var(--line); }
.plain li { margin: .5rem 0; overflow-wrap: anywhere; }
${SHEET_STYLE}
@media (max-width: 48rem) {
  html { scroll-padding-top: 1rem; }
  .head, .bar, main, .foot, .plain { padding-left: 1rem; padding-right: 1rem; }
  .head { padding-top: 2rem; padding-bottom: 1.2rem; }
  .bar { position: static; }
  .tabs { float: none; margin-bottom: .5rem; }
  .find input { flex: 1 1 100%; }
  .matrix .target { width: auto; min-width: 3.4rem; }
  .matrix tbody th { min-width: 9.5rem; max-width: 55cqi; }
  .case > th > .item { padding-left: .5rem; }
  .scroll:not(.single) .target span { writing-mode: vertical-rl; max-height: 9rem; }
  .scroll:not(.single) .case .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .scroll:not(.single) .of { display: none; }
  .single .target, .single td { width: auto; }
  .case td { white-space: normal; }
  .rows li, .entry { grid-template-columns: 1.4rem minmax(0, 1fr); }
  .rows li { grid-template-columns: minmax(0, 1fr); }
  .where, .standing { grid-column: 2; text-align: left; padding: 0 .5rem .3rem; }
  .where:empty { display: none; }
}
@media print {
  :root { --paper: #fff; --card: #fff; }
  body { font-size: 10pt; }
  .tabs, .choices, .find input, #clear, .copy { display: none; }
  .bar { position: static; padding: 0; border: 0; }
  .head, main, .foot { max-width: none; padding-left: 0; padding-right: 0; }
  .head { padding-top: 0; }
  .scroll { overflow: visible; container-type: normal; }
  tr, li { break-inside: avoid; }
  tr.opened, li:has(.sheet) { break-inside: auto; }
  h2, h3 { break-after: avoid; }
}
`;
