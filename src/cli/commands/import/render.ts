import type { ImportDocument } from './document.ts';
import { dayOf } from '../../../core/dates.ts';
import { byteWords, datesWords, momentWords, rows } from '../../render/map-words.ts';
import { formatCount } from '../../../core/money.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { counted } from '../../render/text.ts';

/** What was kept, and how far the history reaches. */
export function renderImport(document: ImportDocument, style: Style = PLAIN_STYLE): string {
  const { history } = document;
  return rows(
    document.status === 'added'
      ? style.theme.good(`Kept as the map of ${dayOf(document.at)}.`)
      : style.theme.title(`The history had it as the map of ${dayOf(document.at)} already.`),
    [
      ['File', document.file],
      ['History of', document.url],
      ['Published from', momentWords(document.at)],
      ['Models', formatCount(document.modelCount)],
      [
        'Flawed',
        document.flawed === 0
          ? ''
          : `${counted(document.flawed, 'entry', 'entries')} with values that cannot be used (llmcost validate lists them)`,
      ],
      ['SHA-256', document.sha256],
      ['Size', byteWords(document.bytes)],
      ['History', datesWords(history.map(({ at }) => at))],
    ],
    style,
  );
}
