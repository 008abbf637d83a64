import type { Deps } from '../../../core/deps.ts';
import { datesWords } from '../../render/map-words.ts';
import { tablesPage } from '../../render/html/tables-page.ts';
import type { HistoryDocument } from './document.ts';
import { historyCharts } from './charts.ts';
import { historyTable } from './render.ts';

export function historyHtml(document: HistoryDocument, deps: Deps): string {
  const { model, provider, mode, url, snapshots, source } = document;
  return tablesPage(
    {
      title: `What ${model} has cost`,
      about: [
        [provider, mode].flatMap((part) => part ?? []).join(' · '),
        `History of ${url}; maps: ${datesWords(snapshots.map(({ at }) => at))}.`,
      ],
      charts: historyCharts(document),
      tables: [historyTable(document)],
      sources: [{ title: 'Where the prices are from', source }],
    },
    deps,
  );
}
