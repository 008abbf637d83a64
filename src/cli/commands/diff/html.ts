import type { Deps } from '../../../core/deps.ts';
import { tablesPage } from '../../render/html/tables-page.ts';
import type { DiffDocument } from './document.ts';
import { diffTables, summaryOf } from './markdown.ts';
import { mapName } from './words.ts';

export function diffHtml(document: DiffDocument, deps: Deps): string {
  const { before, after } = document;
  return tablesPage(
    {
      title: `Cost map: ${mapName(before)} → ${mapName(after)}`,
      about: [`${summaryOf(document)}.`],
      tables: diffTables(document),
      sources: [
        { title: 'The map before', source: before },
        { title: 'The map after', source: after },
      ],
    },
    deps,
  );
}
