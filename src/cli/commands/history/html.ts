import { datesWords } from '../../render/map-words.ts';
import { tablesPage } from '../../render/html/tables-page.ts';
import type { HistoryDocument } from './document.ts';
import { historyTable } from './render.ts';

export function historyHtml(document: HistoryDocument, now: Date): string {
  const { model, provider, mode, url, snapshots, source } = document;
  return tablesPage({
    title: `What ${model} has cost`,
    about: [
      [provider, mode].flatMap((part) => part ?? []).join(' · '),
      `History of ${url}; maps: ${datesWords(snapshots.map(({ at }) => at))}.`,
    ],
    tables: [historyTable(document)],
    sources: [{ title: 'Where the prices are from', source }],
    now,
  });
}
