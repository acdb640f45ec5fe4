/** The page's style sheet: light and dark by the reader's preference, no image, no font from outside. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f6f2; --card: #ffffff; --ink: #1d1f21; --soft: #565b61; --line: #dcd9d0; --accent: #7a5200;
  --pass: #1b6b3a; --fail: #b3161f; --unclean: #8a4b00; --noted: #3a5a8c; --skip: #5f6368; --void: #6b3fa0;
  --well: #f0eee7; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --card: #1f2226; --ink: #eceae4; --soft: #a9aeb5; --line: #363a40; --accent: #e5b95c;
    --pass: #6fd08f; --fail: #ff8f8a; --unclean: #f3b062; --noted: #9dbdf2; --skip: #a9aeb5; --void: #cbaaf5;
    --well: #17191c; --focus: #8ab4f8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main, header, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
.brand { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .08em; text-transform: uppercase; font-size: .8rem; }
h1 { margin: .2rem 0 .4rem; font-size: clamp(1.5rem, 4vw, 2.2rem); line-height: 1.2; text-wrap: balance; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; }
h3 { margin: 1.6rem 0 .5rem; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
h3 .tally { font-weight: 400; color: var(--soft); }
.about { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.4rem 0 0; padding: 0; list-style: none; }
.counts button { min-width: 6.2rem; padding: .55rem .8rem; text-align: left; font: inherit; color: var(--ink); cursor: pointer;
  background: var(--card); border: 1px solid var(--line); border-bottom: 3px solid var(--tone); border-radius: .5rem; }
.counts button[aria-pressed="true"] { background: var(--well); border-color: var(--tone); box-shadow: inset 0 0 0 1px var(--tone); }
.counts b { display: block; font-size: 1.35rem; line-height: 1.2; font-variant-numeric: tabular-nums; color: var(--tone); }
.counts span { font-size: .85rem; color: var(--soft); }
.find { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; margin: 1.2rem 0 0; }
.find label { font-weight: 600; }
.find input { flex: 1 1 16rem; min-width: 0; padding: .5rem .7rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--soft); border-radius: .5rem; }
.find output { color: var(--soft); font-size: .9rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.case { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: .4rem; margin: .35rem 0; }
.case > summary { display: grid; grid-template-columns: 5.2rem 1fr; gap: 0 .8rem; padding: .5rem .8rem; cursor: pointer; list-style: none; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary:hover { background: var(--well); }
.word { color: var(--tone); font-weight: 600; font-size: .9rem; }
.standing { display: block; font-weight: 400; font-size: .8rem; }
.title { overflow-wrap: anywhere; }
.id { display: block; color: var(--soft); font: .8rem/1.4 ui-monospace, Consolas, Menlo, monospace; overflow-wrap: anywhere; }
.facts { margin: 0; padding: .2rem .8rem .9rem; display: grid; grid-template-columns: 5.2rem 1fr; gap: .35rem .8rem; border-top: 1px solid var(--line); }
.facts dt { color: var(--soft); font-size: .9rem; padding-top: .35rem; }
.facts dd { margin: 0; padding-top: .35rem; min-width: 0; overflow-wrap: anywhere; }
a { color: var(--noted); }
code, pre { font: .82rem/1.5 ui-monospace, Consolas, Menlo, monospace; }
code.repeat { display: inline-block; padding: .15rem .5rem; background: var(--well); border: 1px solid var(--line); border-radius: .3rem; user-select: all; }
pre { margin: .3rem 0 0; padding: .6rem .8rem; background: var(--well); border: 1px solid var(--line); border-radius: .3rem;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22rem; overflow: auto; }
.step { margin: .5rem 0 0; font-size: .9rem; color: var(--soft); }
.lead { margin: 0 0 .5rem; color: var(--soft); }
footer { padding-top: 2rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
[hidden] { display: none !important; }
.t-pass { --tone: var(--pass); } .t-fail { --tone: var(--fail); } .t-unclean { --tone: var(--unclean); }
.t-down { --tone: var(--fail); }
.t-noted { --tone: var(--noted); } .t-skip { --tone: var(--skip); } .t-void { --tone: var(--void); } .t-all { --tone: var(--accent); }
@media (max-width: 34rem) {
  .case > summary, .facts { grid-template-columns: 1fr; }
  .facts dt { padding-top: .6rem; } .facts dd { padding-top: 0; }
}
@media print { .find, .counts button { border: 0; } .case { break-inside: avoid; } }
`;
