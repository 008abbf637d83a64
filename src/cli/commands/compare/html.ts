import type { Deps } from '../../../core/deps.ts';
import { tablesPage } from '../../render/html/tables-page.ts';
import type { CompareDocument } from './document.ts';
import { compareTables, type CompareView } from './render.ts';

export function compareHtml(document: CompareDocument, view: Pick<CompareView, 'all'>, deps: Deps): string {
  const { models, assumptions, source } = document;
  const names = models.map(({ model }) => model);
  return tablesPage(
    {
      title: names.length === 0 ? 'The cheapest models for a job' : `${names.join(', ')}: compared`,
      about: [
        ...(names.length === 0 ? [] : ['Prices in USD per 1M tokens where nothing else is said.']),
        ...assumptions.map(({ message }) => message),
      ],
      tables: compareTables(document, view),
      sources: [{ title: 'Where the prices are from', source }],
    },
    deps,
  );
}
