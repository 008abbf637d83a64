/** Shows those models of the list whose row holds every word that is typed. */
export function addSearch(): void {
  const search = document.querySelector('search');
  const input = search?.querySelector('input');
  const output = search?.querySelector('output');
  const table = document.querySelector('table');
  if (!search || !input || !output || !table) return;
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => ({ row, text: textOf(row) }));
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    output.textContent =
      count === rows.length
        ? `${count.toLocaleString('en-US')} models`
        : `${count.toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')} models`;
  };
  input.addEventListener('input', show);
  search.classList.add('ready');
  // A browser that goes back to the list fills in what was typed.
  show();
}

/** What stands in a row, as it is compared: the cells parted, so that no word spans two of them. */
function textOf(row: HTMLTableRowElement): string {
  return [...row.cells]
    .map((cell) => cell.textContent)
    .join(' ')
    .toLowerCase();
}
