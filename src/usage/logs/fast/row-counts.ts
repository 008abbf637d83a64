import type { ColumnRole } from '../../tables/columns.ts';
import { bitOf, bitsOf, cellsOf, countAt, numberAt, type CellOf, type CountReader } from './counts.ts';
import { linearReader } from './linear.ts';
import { COUNT, type CountName } from './record.ts';

/**
 * Reads the counts of rows that fill the same columns, as `rowReader` does (tables/row.ts). Undefined for rows of which
 * only that is sure.
 */
export function rowCounts(cellOf: CellOf, isCacheBeside: boolean | undefined): CountReader | undefined {
  const cells = cellsOf(cellOf, {
    cacheReadTokens: 'cache-read',
    cacheWrite1hTokens: 'cache-write-1h',
    inputAudioTokens: 'input-audio',
    inputImageTokens: 'input-image',
    outputAudioTokens: 'output-audio',
    outputImageTokens: 'output-image',
    webSearches: 'web-searches',
  } satisfies Partial<Record<CountName, ColumnRole>>);
  const readCells = linearReader({ counts: cells, checks: [] });
  const [written, fiveMinutes, hour] = [
    cellOf('cache-write'),
    cellOf('cache-write-5m'),
    cellOf('cache-write-1h'),
  ];
  const uncached = cellOf('uncached-input');
  const input = uncached >= 0 ? uncached : cellOf('input');
  const output = cellOf('output');
  const beside = cellOf('reasoning-beside');
  const reasoning = cellOf('reasoning') >= 0 ? cellOf('reasoning') : beside;
  const total = cellOf('total');
  const tellsWrites = written >= 0 || fiveMinutes >= 0 || hour >= 0;
  const tellsCache = tellsWrites || cells.cacheReadTokens !== undefined;
  // Whether such a row tells its input hangs on its total.
  if (isCacheBeside === undefined && input < 0 && tellsCache) return undefined;
  const told =
    bitsOf(cells) |
    (tellsWrites ? bitOf('cacheWriteTokens') : 0) |
    (input >= 0 || (isCacheBeside === true && tellsCache) ? bitOf('inputTokens') : 0) |
    (output >= 0 || beside >= 0 ? bitOf('outputTokens') : 0) |
    (reasoning >= 0 ? bitOf('reasoningTokens') : 0);
  if (told === 0) return undefined;
  return {
    told,
    // Whether the cache stands beside the input hangs on the numbers of each row.
    linear: undefined,
    read(numbers, at, counts) {
      readCells(numbers, at, counts);
      const writes =
        written >= 0
          ? numberAt(numbers, at, written)
          : numberAt(numbers, at, fiveMinutes) + numberAt(numbers, at, hour);
      const cache = countAt(counts, COUNT.cacheReadTokens) + writes;
      const given = numberAt(numbers, at, input);
      const out = numberAt(numbers, at, output) + numberAt(numbers, at, beside);
      const isBeside =
        isCacheBeside ?? (cache > given || (total >= 0 && numbers[at + total] === given + cache + out));
      counts[COUNT.inputTokens] = isBeside ? given + cache : given;
      counts[COUNT.cacheWriteTokens] = writes;
      counts[COUNT.outputTokens] = out;
      counts[COUNT.reasoningTokens] = numberAt(numbers, at, reasoning);
      return true;
    },
  };
}
