/** The page's script: a text filter and a verdict filter. Without it the page is whole. */
export const SCRIPT = `
const cases = [...document.querySelectorAll('.case')];
const groups = [...document.querySelectorAll('[data-group]')];
const search = document.querySelector('#find');
const buttons = [...document.querySelectorAll('[data-show]')];
const shown = document.querySelector('#shown');
let verdict = 'all';
function apply() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const one of cases) {
    const fits = (verdict === 'all' || one.dataset.verdict === verdict) && words.every(word => one.dataset.text.includes(word));
    one.hidden = !fits;
    if (fits && one.id) count += 1;
  }
  for (const group of groups) group.hidden = !group.querySelector('.case:not([hidden])');
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.show === verdict));
  shown.value = count === 1 ? '1 case shown' : count + ' cases shown';
}
search.addEventListener('input', apply);
for (const button of buttons) button.addEventListener('click', () => { verdict = button.dataset.show; apply(); });
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.matches('.case')) return;
  verdict = 'all'; search.value = ''; apply();
  target.open = true; target.scrollIntoView();
}
addEventListener('hashchange', reveal);
document.querySelector('.controls').hidden = false;
apply();
reveal();
`;
