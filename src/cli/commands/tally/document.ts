import type { EngineOptions } from '../../../engines/run/run.ts';
import { wantedOf } from '../../../engines/run/wanted.ts';
import { convert, type Currency } from '../../../core/currency.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Override, Settings } from '../../../config/settings.ts';
import { ruleOverride, usedOverrides } from '../../../pricing/overrides.ts';
import { readImageRules } from '../../../pricing/images/rules-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { type RefusalReport, EXIT_CODES } from '../../../core/errors.ts';
import type { ImageRules } from '../../../pricing/images/rules.ts';
import type { Notice } from '../../../core/notice.ts';
import {
  compare,
  decimal,
  formatAmount,
  formatCount,
  sum as total,
  type Decimal,
} from '../../../core/money.ts';
import { useMap, type MapOptions, type OpenMap } from '../../../map/open.ts';
import { Tally } from '../../../pricing/tally/accumulate.ts';
import type { Watcher } from '../../../pricing/tally/options.ts';
import { oneMap, openDatedMaps, type DatedMaps } from './dated-maps.ts';
import type { MapSource } from '../../../models/store.ts';
import { calendarOf } from '../../../pricing/tally/calendar.ts';
import type { Sum } from '../../../pricing/tally/accumulators.ts';
import { Doubts } from './doubts.ts';
import { tryLookUp } from '../../../models/catalog.ts';
import { refusal, shownFile } from './refusal.ts';
import { dimensionsOf, type Dimension } from '../../../pricing/tally/groups.ts';
import type { LogInput, PassedOver } from '../../../usage/logs/inputs.ts';
import { nameFilter } from '../../../pricing/tally/models.ts';
import { Reconciler, type ReconcileRow } from '../../../pricing/tally/reconcile.ts';
import {
  Totals,
  groupedSums,
  groupRows,
  type Amounts,
  type GroupedSum,
  type GroupRow,
  type Groups,
  type MeterRow,
  type SortBy,
} from '../../../pricing/tally/rows.ts';
import { readAll, type BrokenLog, type ReadCounts } from '../../../pricing/tally/run.ts';
import { isDoubtful, type SkipRow } from '../../../pricing/tally/skips.ts';
import type { TableNote } from '../../../usage/logs/table.ts';
import type { ChosenColumns } from '../../../usage/tables/columns.ts';
import type { UnreadFile } from '../../../pricing/tally/unread.ts';
import {
  assumptionRows,
  nameRows,
  unpricedRows,
  type AssumptionRow,
  type NameRow,
  type UnpricedRow,
} from '../../../pricing/tally/unpriced.ts';
import type { Tier } from '../../../usage/usage.ts';
import { distinctBy } from '../../../core/collections.ts';
import type { Seen } from '../../../map/cache/history.ts';

export interface TallyOptions extends MapOptions {
  readonly inputs: readonly LogInput[];
  /** Files of directories that are not read for their names. */
  readonly passedOver?: readonly PassedOver[] | undefined;
  /** `--columns`: what columns of tables hold. */
  readonly columns?: ChosenColumns | undefined;
  /** False where copies of one reply count each. */
  readonly dedupe?: boolean | undefined;
  /** Names of `--by`. */
  readonly by: readonly string[];
  /** What the exact sums are parted by beside `by`: a report shows days, projects and sessions, whatever it lists. */
  readonly alsoBy?: readonly string[] | undefined;
  readonly timeZone: string;
  /** As the user wrote them. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** For lines that say none. */
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly model?: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
  readonly sort?: SortBy | undefined;
  readonly top?: number | undefined;
  readonly reconcile: boolean;
  /** Count what a line reports as its cost where the map has no price for it. */
  readonly reportedWhenUnpriced?: boolean | undefined;
  /** USD that all of it together may cost; undefined for no limit. */
  readonly budgetUsd?: number | undefined;
  readonly strict: boolean;
  /**
   * Whether each line is priced by the map of its own date: `known` where the history has one, `each`
   * (`--as-of each`) as well, and what it has none for is refused by `--strict`; `none` for one map.
   */
  readonly byDate: 'known' | 'each' | 'none';
  /** `--engine`: reads the logs in the place of llmcost's own readers. */
  readonly readLogs?: ReadLogs | undefined;
  /** Is told of each line as it is priced. */
  readonly watcher?: Watcher | undefined;
  /** How many threads read a large log; by its size where it is left out. */
  readonly threads?: number | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** How logs get into a tally. */
export type ReadLogs = (
  inputs: readonly LogInput[],
  adding: Tally,
  options: EngineOptions,
  deps: Deps,
) => Promise<ReadCounts>;

/** What became of everything in the logs. */
export interface TallyCounts {
  readonly files: number;
  readonly bytes: number;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Requests by the state of their cost; a line may stand for several. */
  readonly requests: {
    readonly known: number;
    readonly free: number;
    readonly partial: number;
    readonly unknown: number;
  };
  /** Lines that carry no request and are not meant to, such as what a session's user said. */
  readonly context: number;
  readonly skipped: number;
}

export interface TallyDocument extends MapDocument {
  readonly by: readonly string[];
  readonly timeZone: string;
  readonly groups: readonly GroupRow[];
  /** What `--top` leaves out, as one group. */
  readonly others: Groups['others'];
  readonly total: Amounts;
  /** That of `total`; null where nothing of it has a price. */
  readonly totalUsd: number | null;
  /** All that was used, meter by meter. */
  readonly meters: readonly MeterRow[];
  /** `partial` where the total leaves something out: it is "at least". */
  readonly state: Amounts['state'];
  /** The total in the currency of the user's settings; null where they name none. */
  readonly converted: { readonly currency: Currency; readonly totalAmount: number | null } | null;
  /** Null without `--budget`. */
  readonly budget: { readonly budgetUsd: number; readonly exceeded: boolean } | null;
  readonly counts: TallyCounts;
  readonly skipped: readonly SkipRow[];
  readonly unpriced: readonly UnpricedRow[];
  readonly broken: readonly BrokenLog[];
  /** Files that were not read, copies of others among them. */
  readonly unread: readonly UnreadFile[];
  /** Which columns of tables were taken for what. */
  readonly tables: readonly TableNote[];
  readonly names: readonly NameRow[];
  /** The maps that priced, where there are several; null where one priced all. */
  readonly maps: readonly MapRow[] | null;
  readonly assumptions: readonly AssumptionRow[];
  /** Null without `--reconcile`. */
  readonly reconcile: readonly ReconcileRow[] | null;
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
  /** Why the exit status is 4; null when it is not. */
  readonly error: RefusalReport | null;
}

/** A map of the history, and what it priced. */
export interface MapRow {
  /** Since when it was the published one. */
  readonly since: string;
  readonly sha256: string;
  readonly requests: number;
}

export interface TallyResult {
  readonly document: TallyDocument;
  readonly exitCode: number;
  /** What the document was made of, parted by `by` and `alsoBy`: exact, for formats that need more than its rows. */
  readonly sums: () => Iterable<GroupedSum>;
}

/** Adds up what logs cost. @throws LlmcostError for bad input; lines that are bad are counted instead. */
export async function tally(options: TallyOptions, deps: Deps): Promise<TallyResult> {
  const settings = options.settings ?? (await settingsFor(deps));
  const all = dimensionsOf([...options.by, ...(options.alsoBy ?? [])]);
  const dimensions = dimensionsOf(options.by);
  const calendar = calendarOf(options.timeZone);
  const now = deps.now();
  const { since, until } = options;
  const sinceMs = since === undefined ? undefined : calendar.parse(since, 'start', { flag: '--since', now });
  const untilMs = until === undefined ? undefined : calendar.parse(until, 'end', { flag: '--until', now });
  // Standard input is read once, and so is what was written of it: the map must be sound beforehand,
  // and it must be the whole one, since a log may name any model.
  const load = { ...options.load, verify: true, wholeLock: true };
  return await useMap({ load, settings }, deps, async (map) => {
    const reconciler = options.reconcile ? new Reconciler() : undefined;
    const books = await booksOf(map, options, deps);
    const isMap = map.loaded.source.kind !== 'price-book';
    const doubts = new Doubts(deps, (key) => isMap && settings.overridesOf(key).length === 0);
    let imageRules: ImageRules | undefined;
    const adding = new Tally({
      dimensions: all,
      calendar,
      sinceMs,
      untilMs,
      tier: options.tier ?? settings.tier?.value ?? 'standard',
      region: options.region ?? settings.region?.value,
      mapAtDate: books.at,
      settings,
      reportedWhenUnpriced: options.reportedWhenUnpriced,
      readImageRules: () => (imageRules ??= readImageRules(deps)),
      now,
      dedupe: options.dedupe,
      watcher: bothOf(options.watcher, reconciler),
      doubts,
    });
    const parseAll = all.some((dimension) => dimension.of === 'line' && dimension.kind.by === 'path');
    const { inputs, passedOver, columns, dedupe, threads, onBytes, readLogs = readAll } = options;
    const reading = {
      parseAll,
      passedOver,
      columns,
      dedupe,
      threads,
      onBytes,
      eachRow:
        parseAll ||
        options.watcher !== undefined ||
        options.reconcile ||
        options.reportedWhenUnpriced === true,
      wanted: wantedOf(all, { sinceMs, untilMs, dedupes: dedupe !== false, mapTimes: timesOf(books) }),
    };
    const counts = await readLogs(inputs, adding, reading, deps);
    const found = { adding, counts, books, doubts, reconciler, dimensions, timeZone: calendar.timeZone };
    const document = documentOf(found, map, options);
    return {
      document,
      exitCode: document.error === null ? 0 : EXIT_CODES.PRICE_MISSING,
      sums: () => groupedSums(adding.groupSums(), { dimensions: all, grouper: adding.grouper }),
    };
  });
}

function timesOf({ seen }: DatedMaps): readonly number[] {
  return seen.map(({ at }) => Date.parse(at));
}

/** @throws ModelNotFoundError, AmbiguousModelError for the keys of `--alias` and `--model`. */
async function booksOf(map: OpenMap, options: TallyOptions, deps: Deps): Promise<DatedMaps> {
  const { loaded, find, settings } = map;
  const { aliases, model, load, byDate } = options;
  const isAsked = byDate === 'each';
  if (!isAsked) {
    for (const key of aliases.values()) find(key);
    if (model !== undefined) find(model);
  }
  const mayFind = nameFilter(loaded.store, settings.lookUp.aliases);
  const names = {
    find: (name: string) => tryLookUp(loaded.store, name, settings.lookUp),
    store: loaded.store,
    aliases,
    unnamed: model,
    mayFind,
  };
  const hasHistory = isAsked || (byDate === 'known' && HAVE_HISTORY.has(loaded.source.kind));
  return hasHistory ? await openDatedMaps(map, load, isAsked, names, deps) : oneMap(names);
}

/** A map of a file, a lock or a day is meant for all lines. */
const HAVE_HISTORY: ReadonlySet<MapSource['kind']> = new Set([
  'cache',
  'network',
  'stale-cache',
  'price-book',
] as const);

function bothOf(a: Watcher | undefined, b: Watcher | undefined): Watcher | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    priced(line) {
      a.priced(line);
      b.priced(line);
    },
    skipped(reason, detail, place) {
      a.skipped(reason, detail, place);
      b.skipped(reason, detail, place);
    },
  };
}

interface Found {
  readonly adding: Tally;
  readonly counts: ReadCounts;
  readonly books: DatedMaps;
  readonly doubts: Doubts;
  readonly reconciler: Reconciler | undefined;
  readonly dimensions: readonly Dimension[];
  readonly timeZone: string;
}

function documentOf(found: Found, map: OpenMap, options: TallyOptions): TallyDocument {
  const { adding, counts, dimensions } = found;
  const { settings, loaded } = map;
  const sums = adding.sums();
  const all = new Totals();
  for (const sum of sums) all.add(sum);
  const skipped = adding.skips.rows();
  const isDoubted =
    counts.broken.length > 0 ||
    counts.unread.some(({ mayHoldUsage }) => mayHoldUsage) ||
    skipped.some(({ reason }) => isDoubtful(reason));
  const isUnderstood = all.requests > 0 || adding.contexts > 0 || skipped.some(isUnderstoodSkip);
  const amounts = isUnderstood ? all.amounts() : NOTHING_KNOWN;
  const total =
    isDoubted && amounts.state !== 'unknown' ? { ...amounts, state: 'partial' as const } : amounts;
  const { rows, others } = groupRows(adding.groupSums(), {
    ...options,
    dimensions,
    grouper: adding.grouper,
  });
  const assumptions = assumptionRows(sums);
  const unpriced = unpricedRows(sums, loaded.store);
  const { currency } = settings;
  const partial = {
    by: dimensions.map(({ name }) => name),
    timeZone: found.timeZone,
    groups: rows,
    others,
    total,
    totalUsd: total.totalUsd,
    meters: all.meters(),
    state: total.state,
    converted:
      currency === null
        ? null
        : {
            currency,
            totalAmount: total.state === 'unknown' ? null : convert(all.totalUsd, currency),
          },
    budget: budgetOf(options.budgetUsd, all.totalUsd),
    counts: countsOf(sums, counts, adding.contexts, skipped),
    skipped,
    unpriced,
    broken: counts.broken,
    unread: counts.unread,
    tables: counts.tables,
    names: nameRows(sums),
    maps: severalMaps(sums, found.books, options),
    assumptions,
    reconcile: found.reconciler?.rows() ?? null,
    overrides: overridesOf(sums, settings, options),
  };
  const warnings = [
    ...loaded.warnings,
    ...noticesOf(found, partial.counts),
    ...doubtsIn(sums, found.doubts),
    ...reportedInstead(sums),
  ];
  return {
    schemaVersion: SCHEMA_VERSION,
    ...partial,
    error: refusal({ ...partial, warnings }, options),
    warnings,
    source: loaded.source,
  };
}

/** A line that was passed over for what it is, and not because nobody knows what it is. */
function isUnderstoodSkip({ reason }: SkipRow): boolean {
  return reason !== 'no usage' && !isDoubtful(reason);
}

/** The amounts of a log in which no line is understood: a 0 would be a guess. */
const NOTHING_KNOWN: Amounts = {
  requests: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  inputUsd: null,
  outputUsd: null,
  otherUsd: null,
  adjustmentsUsd: null,
  totalUsd: null,
  state: 'unknown',
  reported: null,
};

/** What is known of the cost is held against the budget: what has no price can only add to it. */
function budgetOf(budgetUsd: number | undefined, totalUsd: Decimal): TallyDocument['budget'] {
  return budgetUsd === undefined ? null : { budgetUsd, exceeded: compare(totalUsd, decimal(budgetUsd)) > 0 };
}

function countsOf(
  sums: readonly Sum[],
  { files, bytes, lines }: ReadCounts,
  context: number,
  skipped: readonly SkipRow[],
): TallyCounts {
  const requests = { known: 0, free: 0, partial: 0, unknown: 0 };
  for (const sum of sums) requests[sum.state] += sum.requests;
  return {
    files,
    bytes,
    lines,
    requests,
    context,
    skipped: skipped.reduce((total, { count }) => total + count, 0),
  };
}

function severalMaps(
  sums: readonly Sum[],
  maps: DatedMaps,
  { byDate }: TallyOptions,
): readonly MapRow[] | null {
  const rows = mapRows(sums, maps);
  return byDate === 'each' || rows.length > 1 ? rows : null;
}

function mapRows(sums: readonly Sum[], { seen, mapOf }: DatedMaps): readonly MapRow[] {
  const requests = new Map<Seen | undefined, number>();
  for (const { rateGroup, requests: count } of sums) {
    const map = mapOf(rateGroup.datedMap);
    requests.set(map, (requests.get(map) ?? 0) + count);
  }
  return seen.flatMap((map) => {
    const count = requests.get(map);
    return count === undefined ? [] : [{ since: map.at, sha256: map.sha256, requests: count }];
  });
}

function overridesOf(sums: readonly Sum[], settings: Settings, options: TallyOptions): readonly Override[] {
  const used = sums.flatMap(({ rateGroup, meters }) => {
    const lines = meters.map(({ meter, label, side, unit, rate }) => ({
      meter,
      label,
      side,
      unit,
      rate,
      quantity: 0,
    }));
    return [
      ...usedOverrides(settings, [rateGroup.model.entry.key], lines),
      ...rateGroup.rules.map(ruleOverride),
    ];
  });
  // Which lines said no tier is not kept: the default is told where it may have stood in.
  const defaults = [
    ...(settings.tier === null || options.tier !== undefined ? [] : [settings.tier.override]),
    ...(settings.region === null || options.region !== undefined ? [] : [settings.region.override]),
  ];
  const all = [...used, ...defaults];
  return distinctBy(all, ({ file, path }) => `${file} ${path}`);
}

function noticesOf({ adding, counts }: Found, { requests }: TallyCounts): readonly Notice[] {
  const { remarks } = adding;
  const isEmpty = requests.known + requests.free + requests.partial + requests.unknown === 0;
  return [
    ...(isEmpty ? [{ code: 'NO_REQUESTS', message: 'No request was found in what was read.' }] : []),
    ...counts.broken.map(({ file, message }) => ({
      code: 'LOG_BROKEN',
      message: `${shownFile(file)} could not be read to its end: ${message}. What came before is counted.`,
    })),
    ...counts.tables.filter(({ columns }) => Object.keys(columns).length > 0).map(tableNotice),
    ...remarks.rows().map(({ message, file, line, count }) => ({
      code: 'USAGE',
      message: `${sentence(message)} (${count === 1 ? '' : `${formatCount(count)} lines, the first is `}${shownFile(file)}:${line})`,
    })),
    ...(remarks.others > 0
      ? [{ code: 'USAGE', message: `${formatCount(remarks.others)} lines have further oddities.` }]
      : []),
  ];
}

/** What was counted as the provider reports it, because the map has no price for it. */
function reportedInstead(sums: readonly Sum[]): readonly Notice[] {
  const reported = sums.filter(({ isReported }) => isReported);
  if (reported.length === 0) return [];
  const requests = reported.reduce((count, sum) => count + sum.requests, 0);
  const usd = total(reported.map(({ cost }) => cost.totalUsd));
  const message = `${formatCount(requests)} of the requests ${requests === 1 ? 'has' : 'have'} no price in the map: the ${formatAmount(usd)} that the provider reports is counted.`;
  return [{ code: 'REPORTED_COST', message }];
}

function tableNotice({ file, columns, unused }: TableNote): Notice {
  const taken = Object.entries(columns).map(([role, name]) => (role === name ? role : `${role} is ${name}`));
  const rest = unused.length === 0 ? '' : `; not used: ${unused.join(', ')}`;
  return { code: 'TABLE_COLUMNS', message: `${shownFile(file)}: ${taken.join(', ')}${rest}.` };
}

/** What is to be doubted about the prices that requests were priced by, each once. */
function doubtsIn(sums: readonly Sum[], doubts: Doubts): readonly Notice[] {
  const all = sums.flatMap(({ rateGroup, meters }) => doubts.about(rateGroup.model, meters));
  return distinctBy(all, ({ message }) => message);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
