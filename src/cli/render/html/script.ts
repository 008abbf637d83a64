/**
 * What a page can do: a click on a head sorts its table, one on a legend shows its series alone. It holds no data,
 * and the page is whole without it.
 */
export const SCRIPT = `
for (const button of document.querySelectorAll('th button')) button.addEventListener('click', () => {
  const th = button.parentNode, body = th.closest('table').tBodies[0], at = th.cellIndex;
  const up = th.getAttribute('aria-sort') === 'descending';
  for (const other of th.parentNode.cells) other.removeAttribute('aria-sort');
  th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
  const key = (row) => { const cell = row.cells[at], n = cell.getAttribute('data-n'); return n === null ? cell.textContent : n === '' ? -1 : Number(n); };
  const rows = [...body.rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => (typeof a === 'string' || typeof b === 'string' ? String(b).localeCompare(String(a)) : b - a) * (up ? -1 : 1));
  body.append(...rows.map(([, row]) => row));
});
for (const button of document.querySelectorAll('.legend button')) button.addEventListener('click', () => {
  const figure = button.closest('figure'), on = button.getAttribute('aria-pressed') !== 'true';
  for (const other of figure.querySelectorAll('.legend button')) other.setAttribute('aria-pressed', String(on && other === button));
  for (const bar of figure.querySelectorAll('.chart rect')) bar.classList.toggle('faded', on && !bar.classList.contains(button.dataset.series));
});
`;
