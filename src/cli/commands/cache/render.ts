import type {
  CachePathDocument,
  CacheRemovalDocument,
  CacheStatusDocument,
  CurrentCopy,
} from './document.ts';
import { byteWords, datesWords, momentWords, rows, spanWords } from '../../render/map-words.ts';
import { formatCount } from '../../../core/money.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { counted } from '../../render/text.ts';

/** Where the cache lies, what answers from it, and the history. */
export function renderCacheStatus(document: CacheStatusDocument, style: Style = PLAIN_STYLE): string {
  const { current, lastFailure, snapshots } = document;
  return rows(
    headline(document, style),
    [
      ['Cache', document.path],
      ['Map', document.url],
      ...(current === null ? [] : currentRows(current)),
      ['Snapshots', datesWords(snapshots.map(({ at }) => at))],
      ['On disk', `${byteWords(document.totalBytes)} in ${counted(document.files, 'file')}`],
      ['Last failure', lastFailure === null ? '' : `${momentWords(lastFailure.at)}: ${lastFailure.reason}`],
    ],
    style,
  );
}

/** The path alone, for `cd "$(llmcost cache path)"`. */
export function renderCachePath({ path }: CachePathDocument): string {
  return `${path}\n`;
}

export function renderCacheClear({ path, removedFiles, freedBytes }: CacheRemovalDocument): string {
  if (removedFiles === 0) return `There was nothing to clear in ${path}.\n`;
  return `Removed ${counted(removedFiles, 'file')} (${byteWords(freedBytes)}) from ${path}.\n`;
}

export function renderCachePrune({ removedFiles, freedBytes, keptSnapshots }: CacheRemovalDocument): string {
  const kept = `${counted(keptSnapshots, 'snapshot')} kept`;
  if (removedFiles === 0) return `Nothing to remove: ${kept}.\n`;
  return `Removed ${counted(removedFiles, 'snapshot')} (${byteWords(freedBytes)}); ${kept}.\n`;
}

function headline({ state, current }: CacheStatusDocument, { theme }: Style): string {
  if (state === 'none') return theme.warn('Nothing is cached for this map.');
  if (state === 'damaged')
    return theme.bad('The cached copy is damaged and is not used; llmcost sync replaces it.');
  return current?.isFresh ? theme.good('The cached copy is fresh.') : theme.warn('The cached copy is stale.');
}

function currentRows(current: CurrentCopy): readonly (readonly [string, string])[] {
  const age =
    current.ageSeconds === null ? 'from the future: the clock is wrong' : spanWords(current.ageSeconds);
  return [
    ['Models', formatCount(current.modelCount)],
    ['SHA-256', current.sha256],
    ['ETag', current.etag ?? ''],
    ['Fetched', momentWords(current.fetchedAt)],
    ['Checked', `${momentWords(current.checkedAt)} (${age})`],
    ['Size', `${byteWords(current.publishedBytes)} published, ${byteWords(current.storedBytes)} stored`],
    ['Stored in', current.path],
  ];
}
