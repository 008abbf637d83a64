import { formatCount } from '../../../core/money.ts';
import type { SqlDocument } from './document.ts';

/** The script itself; where it was written into a file, what it holds. */
export function renderSql({ script, file, files, tables, views, usage }: SqlDocument): string {
  if (script !== null) return script;
  const width = Math.max(...tables.map(({ name }) => name.length));
  return [
    `Wrote ${file}, and ${files.length - 1} CSV files beside it`,
    ...tables.map(({ name, rows }) => `  ${name.padEnd(width)}  ${formatCount(rows)} rows`),
    `  ${views.join(', ')}: views of ${usage}`,
    '',
  ].join('\n');
}
