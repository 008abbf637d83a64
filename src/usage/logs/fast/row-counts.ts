import type { ColumnRole } from '../../tables/columns.ts';
import { bitOf, bitsOf, cellsOf, type CellOf, type CountReader } from './counts.ts';
import { added, cell, linearReader, same, sumAt, without, type LinearCounts } from './linear.ts';
import { COUNT, COUNT_NAMES, type CountName } from './record.ts';

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
  const writes = written >= 0 ? cell(written) : added(cell(fiveMinutes), cell(hour));
  const cache = added(cells.cacheReadTokens ?? [], writes);
  const given = cell(input);
  const out = added(cell(output), cell(beside));
  const counts = {
    ...cells,
    cacheWriteTokens: writes,
    inputTokens: isCacheBeside === true ? added(given, cache) : given,
    outputTokens: out,
    reasoningTokens: cell(reasoning),
  };
  // Where the columns do not say it, the cache is part of the input of rows whose numbers fit that.
  const fits = [without(given, cache), ...(total < 0 ? [] : same(cell(total), added(given, out)))];
  const linear: LinearCounts = {
    counts: toldOf(counts, told),
    checks: isCacheBeside === undefined ? fits : [],
  };
  const readLinear = linearReader(linear);
  if (isCacheBeside !== undefined) return { told, linear, read: readLinear };
  return {
    told,
    linear,
    read(numbers, at, to) {
      if (readLinear(numbers, at, to)) return true;
      const [cached, whole] = [sumAt(cache, numbers, at), sumAt(given, numbers, at)];
      const isBeside =
        cached > whole || (total >= 0 && numbers[at + total] === whole + cached + sumAt(out, numbers, at));
      if (isBeside) to[COUNT.inputTokens] = whole + cached;
      return true;
    },
  };
}

function toldOf(counts: LinearCounts['counts'], told: number): LinearCounts['counts'] {
  return Object.fromEntries(
    COUNT_NAMES.flatMap((name) => ((told & bitOf(name)) === 0 ? [] : [[name, counts[name]]])),
  );
}
