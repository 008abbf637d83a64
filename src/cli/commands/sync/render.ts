import type { SyncDocument } from './document.ts';
import { byteWords, momentWords, rows } from '../../render/map-words.ts';
import { formatCount } from '../../../core/money.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { counted } from '../../render/text.ts';

/** What came, and where it lies. */
export function renderSync(document: SyncDocument, style: Style = PLAIN_STYLE): string {
  const { previous } = document;
  return rows(
    headline(document, style),
    [
      ['From', document.url],
      ['Models', models(document)],
      ['SHA-256', document.sha256],
      ['Size', byteWords(document.bytes)],
      ['Fetched', momentWords(document.fetchedAt)],
      ['Before', previous === null || previous.sha256 === document.sha256 ? '' : beforeWords(previous)],
      ['Stored in', document.path ?? ''],
    ],
    style,
  );
}

function headline({ status, checkOnly }: SyncDocument, { theme }: Style): string {
  if (status === 'unchanged')
    return theme.title(checkOnly ? 'Nothing new.' : 'Nothing new: the copy is current.');
  return theme.good(checkOnly ? 'There is a new map; nothing was written.' : 'A new map.');
}

function models({ modelCount, flawed, setAside }: SyncDocument): string {
  const rest = [
    flawed === 0
      ? ''
      : `${formatCount(flawed)} with values that cannot be used (llmcost validate lists them)`,
    setAside === 0 ? '' : `${counted(setAside, 'value')} set aside`,
  ].filter((part) => part !== '');
  return [formatCount(modelCount), ...rest].join(', ');
}

function beforeWords(previous: NonNullable<SyncDocument['previous']>): string {
  const { sha256, modelCount, fetchedAt } = previous;
  return `${sha256.slice(0, 12)}, ${counted(modelCount, 'model')}, fetched ${momentWords(fetchedAt)}`;
}
