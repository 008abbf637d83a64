import { NO_SETTINGS } from '../config/settings.ts';
import { UsageError } from '../core/errors.ts';
import { Tally as Adding } from '../pricing/tally/accumulate.ts';
import { calendarOf } from '../pricing/tally/calendar.ts';
import { tryLookUp } from '../models/catalog.ts';
import { dimensionsOf, GROUP_NAMES } from '../pricing/tally/groups.ts';
import { nameFilter } from '../pricing/tally/models.ts';
import { Totals, groupRows, type Amounts } from '../pricing/tally/rows.ts';
import { assumptionRows, unpricedRows } from '../pricing/tally/unpriced.ts';
import type { UsageRecord } from '../usage/usage.ts';
import { openCatalog } from './catalog.ts';
import { conditionsOf } from './estimate.ts';
import { shown } from '../core/show-value.ts';
import type { Tally, TallyRequest } from './types.ts';
import { isRecord } from './usage.ts';

/**
 * What many requests cost together: each chooses its own rates, and the amounts are added up exactly.
 * A model that the map does not know is left out of the total and named, never taken for free.
 *
 * ```ts
 * import { loadCatalog, tally, usageFrom } from 'llmcost';
 *
 * const catalog = await loadCatalog({ priceBook: true });
 * const records = [
 *   usageFrom({ model: 'gpt-4o', usage: { prompt_tokens: 1000, completion_tokens: 100 } }),
 *   usageFrom({ model: 'gpt-4o', usage: { prompt_tokens: 3000, completion_tokens: 100 } }),
 *   usageFrom({ model: 'my-own', usage: { prompt_tokens: 5000, completion_tokens: 100 } }),
 * ];
 * const { total, groups, unpriced } = tally({ catalog, records, by: ['model'] });
 * total.totalUsd; // → 0.012
 * total.state; // → 'partial'
 * groups.map(({ group, totalUsd }) => [group.model, totalUsd]); // → [['gpt-4o', 0.012], ['my-own', null]]
 * unpriced.map(({ model, problem }) => [model, problem]); // → [['my-own', 'not in the map']]
 * ```
 *
 * @throws UsageError for a name of `by` that is no group, and for what is no record.
 */
export function tally({ catalog, records, by = [], timeZone = 'UTC', ...conditions }: TallyRequest): Tally {
  const { store, imageRules, match, lookUp } = openCatalog(catalog);
  const { tier, region, at } = conditionsOf(conditions, { overlap: 'cut', warnings: [] });
  const dimensions = dimensionsOf(groupNames(by));
  const names = {
    find: (name: string) => tryLookUp(store, name, lookUp),
    store,
    aliases: new Map<string, string>(),
    unnamed: conditions.model,
    mayFind: nameFilter(store, lookUp.aliases),
  };
  if (names.unnamed !== undefined) match(names.unnamed);
  const book = { index: 0, fromMs: -Infinity, untilMs: Infinity, names: () => names, assumptions: [] };
  const adding = new Adding({
    dimensions,
    calendar: calendarOf(timeZone),
    tier,
    region,
    mapAtDate: () => book,
    settings: NO_SETTINGS,
    readImageRules: () => imageRules,
    now: at,
  });
  if (!isIterable(records)) {
    throw new UsageError(`\`records\` must be a list of records, not ${shown(records)}.`);
  }
  adding.begin('');
  let line = 0;
  for (const record of records) adding.record(checked(record, line), ++line, null);
  const sums = adding.sums();
  const all = new Totals();
  for (const sum of sums) all.add(sum);
  const { rows } = groupRows(adding.groupSums(), { dimensions, grouper: adding.grouper });
  return {
    total: amountsOf(all.amounts()),
    groups: rows.map(({ group, ...amounts }) => ({ group, ...amountsOf(amounts) })),
    unpriced: unpricedRows(sums, store),
    assumptions: assumptionRows(sums),
    repeated: adding.skips.rows().reduce((count, row) => count + row.count, 0),
  };
}

/** A file or another field of a line is known to the command alone, which reads lines. */
const GROUPS: readonly unknown[] = GROUP_NAMES.filter((name) => name !== 'file');

function groupNames(by: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(by) ? by : [by];
  return names.map((name) => {
    if (typeof name === 'string' && GROUPS.includes(name)) return name;
    throw new UsageError(
      `\`by\` must name groups, not ${shown(name)}.`,
      `Choose among ${GROUPS.join(', ')}.`,
    );
  });
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function checked(record: UsageRecord, index: number): UsageRecord {
  if (isRecord(record)) return record;
  throw new UsageError(
    `records[${index}] is no usage record.`,
    'usageFrom makes one of what a provider says.',
  );
}

function amountsOf({ adjustmentsUsd: _none, ...amounts }: Amounts): Tally['total'] {
  return amounts;
}
