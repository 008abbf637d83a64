import type { LockDocument } from './document.ts';
import { dayOf } from '../../../core/dates.ts';
import { renderDiff } from '../diff/render.ts';
import { momentWords, rows } from '../../render/map-words.ts';
import { formatCount } from '../../../core/money.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { counted } from '../../render/text.ts';

/** What is locked now, and after an update what that changes. */
export function renderLock(document: LockDocument, style: Style = PLAIN_STYLE): string {
  const { previous, diff, models, entries } = document;
  const kept =
    entries.length === 0 ? '' : `${counted(entries.length, 'entry', 'entries')} for ${models.join(', ')}`;
  const head = rows(
    headline(document, style),
    [
      ['Lock', document.path],
      ['Map', document.url],
      ['Of', momentWords(document.date)],
      ['SHA-256', document.sha256],
      ['Before', previous === null || previous.sha256 === document.sha256 ? '' : beforeWords(previous)],
      ['Models', formatCount(document.modelCount)],
      ['Kept in it', kept],
    ],
    style,
  );
  return diff === null || document.status !== 'updated' ? head : `${head}\n${renderDiff(diff, style)}`;
}

function headline({ status, path }: LockDocument, { theme }: Style): string {
  switch (status) {
    case 'created':
      return theme.good(`Locked. Commands below the directory of ${path} use exactly this map.`);
    case 'updated':
      return theme.good('The lock was updated.');
    case 'unchanged':
      return theme.title('The lock is up to date.');
    default:
      return status satisfies never;
  }
}

function beforeWords({ sha256, date }: NonNullable<LockDocument['previous']>): string {
  return `${dayOf(date)} (SHA-256 ${sha256.slice(0, 12)})`;
}
