/** The style of an opened case. */
export const SHEET_STYLE = `
.opened > td { padding: 0; text-align: left; white-space: normal; color: inherit; font-size: 1rem; }
.sheet { padding: .6rem 1.5rem 1.6rem; background: var(--card); border-left: 2px solid var(--ink); overflow-wrap: anywhere; }
.opened .sheet { position: sticky; left: 0; width: 100cqi; }
.facts { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .3rem 1rem; margin: .5rem 0 0; font-size: .93rem; }
.facts dt { color: var(--soft); font-size: .87rem; }
.facts dd { margin: 0; }
.facts dd code { color: var(--soft); }
.said { white-space: pre-wrap; unicode-bidi: isolate; }
.outcome { margin-top: 1.2rem; padding-top: .8rem; border-top: 1px solid var(--line); }
.verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5rem; margin: 0; }
.verdict .name { flex: 0 1 auto; margin-right: .4rem; }
.verdict b { font-weight: 650; }
.means { color: var(--soft); font-size: .87rem; }
.copyable { display: flex; align-items: flex-start; gap: .4rem; }
.facts .line { flex: 1; padding: .3rem .6rem; color: var(--ink); background: var(--well); border-radius: 3px; }
.copy { flex: none; min-width: 5rem; border-color: var(--line); font-size: .8rem; }
.outcome details { margin-top: .7rem; }
.outcome summary { cursor: pointer; font-size: .93rem; font-weight: 600; }
.attachments { margin: .7rem 0 0; padding-left: 1.2rem; }
.step { margin: .7rem 0 .2rem; font-size: .87rem; color: var(--soft); }
.step b { color: var(--ink); font-weight: 600; }
pre { margin: .2rem 0; padding: .5rem .7rem; max-height: 20rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; background: var(--well); border-radius: 3px; unicode-bidi: isolate; }
.tree, .tree ul { margin: 0; padding: 0; list-style: none; }
.tree { margin-top: .4rem; font-size: .87rem; }
.tree ul { margin-left: .35rem; padding-left: .9rem; border-left: 1px solid var(--line); }
.tree .label { font-family: var(--mono); font-size: .8rem; font-weight: 600; margin-right: .7em; }
.tree .value { font-family: var(--mono); font-size: .8rem; unicode-bidi: isolate; }
.hex { width: fit-content; max-width: 100%; margin: .2rem 0 .5rem; white-space: pre; }
.hex .left { color: var(--soft); }
.tree mark { color: var(--mark-ink); background: var(--mark); font-weight: 700; border-radius: 2px; text-decoration: underline; }
.tree .changed > .label { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .25em; }
.tree .was { margin-left: .8em; color: var(--soft); }
.tree + .copy, details > .copy { margin-top: .5rem; min-width: 0; }
@media (max-width: 48rem) {
  .sheet { padding: .5rem .8rem 1.2rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dt { margin-top: .45rem; }
  .copyable { flex-wrap: wrap; }
}
@media print {
  pre { max-height: none; overflow: visible; }
  .opened .sheet { position: static; width: auto; }
}
`;
