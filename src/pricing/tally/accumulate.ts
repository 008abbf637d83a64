import { adjust, type AdjustedCost } from '../adjust.ts';
import type { Settings } from '../../config/settings.ts';
import { assumptionsOf, meter, priceLines, type Metered, type MoneyState } from '../cost.ts';
import { UsageError } from '../../core/errors.ts';
import { findSizedModel } from '../images/entry.ts';
import type { ImageRules } from '../images/rules.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Entry } from '../../models/entry.ts';
import type { Notice, Assumption } from '../../core/notice.ts';
import { decimal, isZero, minus, ZERO, type Decimal } from '../../core/money.ts';
import { prepare, type Job, type Pricing } from '../job.ts';
import type { RowWords } from '../../usage/tables/row.ts';
import type { Tier, Usage, UsageRecord } from '../../usage/usage.ts';
import { ItemAccumulator, withoutGroups, type Item, type MeterSum, type Sum } from './accumulators.ts';
import { Column } from './columns.ts';
import { CountTable, TableSum, type WholeCost } from './count-table.ts';
import { Counts, fillCounts, METERS } from './counts.ts';
import { Dedupe } from './dedupe.ts';
import { TextIds } from './text-ids.ts';
import { ABSENT, FastRecord } from '../../usage/logs/fast/record.ts';
import type { ReplyIds } from '../../usage/logs/reply-ids.ts';
import { Grouper, type LineContext, type Dimension } from './groups.ts';
import type { Calendar } from './calendar.ts';
import { isGateway } from '../../models/providers.ts';
import { newRateGroup, planFor, type RateGroup, type Plan } from './rate-group.ts';
import type { GroupSum } from './rows.ts';
import { findModel, findOffer, type Model, type NameOptions } from './models.ts';
import type { LineSkip, LogHandler } from '../../usage/logs/log-reader.ts';
import { Remarks, Skips, type Place, type TallySkip } from './skips.ts';

/** A map that prices lines. */
export interface DatedMap {
  readonly index: number;
  /** Opens it where that has not been done. */
  readonly names: () => NameOptions;
  /** What is supposed where it is not the map of the line's own date. */
  readonly assumptions: readonly Assumption[];
}

/** Says what is to be doubted about the prices of a model's meters. */
export interface PriceDoubts {
  readonly about: (model: Model, meters: readonly Pick<MeterSum, 'meter' | 'rate'>[]) => readonly Notice[];
}

export interface TallyOptions {
  readonly dimensions: readonly Dimension[];
  readonly calendar: Calendar;
  /** Milliseconds since 1970, both in. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** For lines that say none. */
  readonly tier: Tier;
  readonly region?: string | undefined;
  /** The map for a line of that moment; undefined for a line without one. */
  readonly mapAtDate: (atMs: number | undefined) => DatedMap;
  readonly settings: Settings;
  /** Where the map has no price for a request, what its line says that it cost is counted. */
  readonly reportedWhenUnpriced?: boolean | undefined;
  readonly readImageRules: () => ImageRules;
  /** For off-peak prices of lines that do not say when they were. */
  readonly now: Date;
  /** False where every line is a request of its own, whatever its id. */
  readonly dedupe?: boolean | undefined;
  readonly watcher?: Watcher | undefined;
  /** What is to be said of prices that a watched line was priced by. */
  readonly doubts?: PriceDoubts | undefined;
}

/** What priced requests have in common: one object for all with the same rates and meters, as far as can be. */
export interface PricedKind {
  readonly rateGroup: RateGroup;
  readonly state: MoneyState;
  /** True where the cost is what the provider reports, because the map has no price. */
  readonly isReported: boolean;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

/** One request, priced: what `--each` and `--reconcile` look at. Its functions hold until the next line. */
export interface PricedLine extends Place {
  readonly kind: PricedKind;
  readonly requests: number;
  /** Of all its requests; of a later copy of a reply, what it adds to the copy before it. */
  readonly cost: () => AdjustedCost;
  /** The same, where whole numbers say all of it, and nothing is said of this request alone. */
  readonly wholeCost: WholeCost | undefined;
  readonly isLaterCopy: boolean;
  readonly reportedUsd: string | undefined;
  /** Its quantities by meter, and what they cost: null where there is no price. */
  readonly meters: () => Sum['meters'];
}

/** Is told of every line, in order. */
export interface Watcher {
  priced(line: PricedLine): void;
  /** `reason` is null for a line that is not meant to carry a request. */
  skipped(reason: TallySkip | null, detail: string, place: Place): void;
}

/** What an earlier copy of a reply cost. */
interface TakenBack {
  readonly cost: () => AdjustedCost;
  readonly wholeCost: WholeCost | undefined;
}

/** What was counted for a reply that the dedupe table cannot hold by itself. */
interface Counted {
  readonly tokens: number;
  readonly cost: () => AdjustedCost;
  readonly remove: () => void;
}

/** A request that was priced by itself, before its figures are multiplied. */
interface Alone extends Pick<Pricing, 'price' | 'assumptions'> {
  readonly rateGroup: RateGroup;
  readonly metered: Metered;
  /** Why it has no price, where `estimate` would refuse it. */
  readonly problem: string | undefined;
}

/** Requests of one kind, added up. */
export interface SummedRequests {
  readonly requests: number;
  /** Tokens of all of them, by index in METERS. */
  readonly counts: readonly bigint[];
  /** A bit for each meter that every one of them uses. */
  readonly mask: number;
  /** The length of a prompt of one of them. */
  readonly inputTokens: number;
  /** What the provider says that they cost together; undefined where their lines do not say. */
  readonly reportedUsd: string | undefined;
}

/** What a model was looked up by. */
interface Asked {
  readonly name: string | undefined;
  readonly provider: string | undefined;
  readonly takesReported: boolean;
}

/** Adds up the requests of logs. Lines come in by the methods of `LogHandler`. */
export class Tally implements LogHandler {
  readonly skips = new Skips();
  readonly remarks = new Remarks();
  readonly grouper: Grouper;
  /** Lines that carry no request and are not meant to. */
  contexts = 0;
  readonly #options: TallyOptions;
  readonly #watcher: Watcher | undefined;
  readonly #hasDates: boolean;
  readonly #dedupes: boolean;
  readonly #rateGroups = new Map<string, RateGroup[]>();
  /** Holds the file that lines come from; the same for all that have nothing else beside them. */
  #beside: LineContext = { file: '', tags: undefined, value: undefined };
  readonly #lastRateGroups = new Map<FastRecord, RateGroup>();
  readonly #models = new Map<string, Model>();
  /** The names that were looked up, in whatever map, and how many of them in each map. */
  readonly #asked: Asked[] = [];
  readonly #askedOf = new Map<number, number>();
  readonly #sized = new Map<RateGroup, ReadonlyMap<string, RateGroup>>();
  /** By the slot of their plan. */
  readonly #tables: CountTable[][] = [];
  /** Every row of every table by a number, which is what is remembered of a reply. */
  readonly #rowTables: CountTable[] = [];
  readonly #rowNumbers = new Map<CountTable, Column>();
  readonly #kinds = new Map<CountTable, PricedKind>();
  readonly #rows = new Column();
  readonly #items = new Map<RateGroup, Map<string, ItemAccumulator>>();
  readonly #dedupe = new Dedupe();
  readonly #unusual = new Map<number, Counted>();
  /** What the provider says of replies whose counts the dedupe table holds. */
  readonly #reported = new Map<number, string>();
  readonly #counts = new Counts();
  readonly #before = new Float64Array(METERS.length);
  #ids: ReplyIds = new TextIds();
  readonly #scratch = new FastRecord();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#watcher = options.watcher;
    this.#hasDates = options.sinceMs !== undefined || options.untilMs !== undefined;
    this.#dedupes = options.dedupe ?? true;
    this.grouper = new Grouper(options.dimensions, options.calendar);
  }

  /** Before the first line: the numbers that `fast` gets come from these. */
  useIds(ids: ReplyIds): void {
    this.#ids = ids;
  }

  /** The next lines come from this file. */
  begin(file: string): void {
    this.#beside = { file, tags: undefined, value: undefined };
  }

  /** Everything that was added, whatever its group. */
  sums(): readonly Sum[] {
    const tables = this.#tables.flat().map((table) => table.sum());
    const items = withoutGroups(this.#itemSums());
    return [...tables, ...items].filter(({ requests }) => requests > 0);
  }

  /** The same by group, one at a time: a log may have very many. */
  *groupSums(): Iterable<GroupSum> {
    for (const tables of this.#tables) {
      for (const table of tables) {
        for (let row = 0; row < table.rows; row += 1) {
          if (table.requestsOf(row) > 0) yield new TableSum(table, row);
        }
      }
    }
    for (const sum of this.#itemSums()) {
      if (sum.requests > 0) yield { rateGroup: sum.rateGroup, group: sum.group, sum: () => sum };
    }
  }

  *#itemSums(): Iterable<Sum> {
    for (const accumulators of this.#items.values()) {
      for (const accumulator of accumulators.values()) yield accumulator.sum();
    }
  }

  fast(record: FastRecord, line: number): void {
    if (this.#hasDates && this.#isOutside(record.atMs, line)) return;
    const rateGroup = this.#rateGroupOf(record);
    const hasKey = this.#dedupes && record.reply > 0;
    const beside = record.tags === undefined ? this.#beside : { ...this.#beside, tags: record.tags };
    if (rateGroup.alone || !this.#counts.take(record)) {
      this.#addItem(rateGroup, record.toRecord(), record, hasKey, beside, line);
    } else {
      this.#addCounts(rateGroup, record, hasKey, beside, line, NO_NOTICES);
    }
  }

  record(record: UsageRecord, line: number, value: JsonValue): void {
    const fast = this.#scratch;
    fillWords(fast, record);
    if (this.#hasDates && this.#isOutside(fast.atMs, line)) return;
    const rateGroup = this.#rateGroupOf(fast);
    const { dedupeKey, requestId } = record;
    const hasKey = this.#dedupes && dedupeKey !== undefined;
    if (hasKey) fast.reply = this.#ids.idOf(dedupeKey);
    if (hasKey && requestId !== undefined) fast.request = this.#ids.hashOf(requestId);
    const beside = { file: this.#beside.file, tags: record.tags, value };
    const isPlain =
      !rateGroup.alone &&
      (record.requests ?? 1) === 1 &&
      record.sumOf === undefined &&
      record.charges === undefined &&
      record.assumptions === undefined &&
      fillCounts(fast, record.usage) &&
      this.#counts.take(fast);
    if (isPlain) this.#addCounts(rateGroup, fast, hasKey, beside, line, this.#noted(record, line));
    else this.#addItem(rateGroup, record, fast, hasKey, beside, line);
  }

  /**
   * The lengths of a prompt at which the rates of such requests change; undefined where each of them is
   * priced by itself, and cannot be added up before.
   */
  boundsFor({ model, provider, atMs }: Pick<UsageRecord, 'model' | 'provider' | 'atMs'>) {
    const fast = this.#scratch;
    fast.clear();
    fast.model = model;
    fast.provider = provider;
    fast.atMs = atMs ?? ABSENT;
    const { alone, bounds } = this.#rateGroupOf(fast);
    return alone ? undefined : bounds;
  }

  /** Requests that an engine has added up: they say the same, use the same meters and have the same rates. */
  summed(words: RowWords, sums: SummedRequests, line: number): void {
    const fast = this.#scratch;
    fillWords(fast, words);
    for (const message of words.warnings ?? [])
      this.remarks.add(message, this.#beside.file, line, sums.requests);
    const plan = planFor(this.#rateGroupOf(fast), sums.inputTokens);
    const table = this.#tableOf(plan, sums.mask, sums.reportedUsd !== undefined);
    const row = table.rowOf(this.grouper.idOf(fast, this.#beside));
    table.addSums(row, sums.counts, sums.requests);
    if (sums.reportedUsd !== undefined) table.report(row, decimal(sums.reportedUsd));
  }

  /** @param count of how many lines it is said; this one is the first of them. */
  skipped(reason: LineSkip | TallySkip, detail: string, line: number, count = 1): void {
    this.skips.add(reason, detail, this.#beside.file, line, count);
    this.#watcher?.skipped(reason, detail, { file: this.#beside.file, line });
  }

  context(line: number): void {
    this.contexts += 1;
    this.#watcher?.skipped(null, '', { file: this.#beside.file, line });
  }

  #noted({ warnings = [] }: UsageRecord, line: number): readonly Notice[] {
    for (const message of warnings) this.remarks.add(message, this.#beside.file, line);
    return warnings.length === 0 ? NO_NOTICES : warnings.map((message) => ({ code: 'USAGE', message }));
  }

  #isOutside(atMs: number, line: number): boolean {
    const { sinceMs = -Infinity, untilMs = Infinity } = this.#options;
    if (atMs === ABSENT) this.skipped('no time', 'the line does not say when it was', line);
    else if (atMs < sinceMs || atMs > untilMs) this.skipped('outside the dates', '', line);
    else return false;
    return true;
  }

  /** The rateGroup of a record; the same few come again and again. */
  #rateGroupOf(record: FastRecord): RateGroup {
    const tier = record.tier ?? this.#options.tier;
    const region = record.region ?? this.#options.region;
    const datedMap = this.#options.mapAtDate(record.atMs === ABSENT ? undefined : record.atMs);
    const takesReported = this.#options.reportedWhenUnpriced === true && record.reportedUsd !== undefined;
    // Lines of one kind are mostly of one rate group.
    const last = this.#lastRateGroups.get(record);
    if (last !== undefined && isInRateGroup(last, record, tier, region, datedMap, takesReported)) return last;
    const name = record.model ?? '';
    const rateGroups = this.#rateGroups.get(name) ?? [];
    for (const rateGroup of rateGroups) {
      if (isInRateGroup(rateGroup, record, tier, region, datedMap, takesReported)) {
        this.#lastRateGroups.set(record, rateGroup);
        return rateGroup;
      }
    }
    const model = this.#modelOf(record.model, record.provider, datedMap, takesReported);
    const rateGroup = newRateGroup({
      model,
      takesReported,
      conditions: { tier, region, speed: record.speed },
      datedMap: datedMap.index,
      rules: this.#options.settings.rulesFor(model.entry),
    });
    this.#rateGroups.set(name, [...rateGroups, rateGroup]);
    this.#lastRateGroups.set(record, rateGroup);
    return rateGroup;
  }

  #modelOf(
    name: string | undefined,
    provider: string | undefined,
    datedMap: DatedMap,
    takesReported: boolean,
  ): Model {
    const key = JSON.stringify([datedMap.index, name, provider, takesReported]);
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const names = datedMap.names();
    const asked = { name, provider, takesReported };
    const found = this.#addModel(key, asked, datedMap, names);
    this.#lookAhead(datedMap, names);
    if (this.#asked.length < MOST_ASKED) this.#asked.push(asked);
    return found;
  }

  /** A map may be let go again before its next line: what was asked of others is asked of it now. */
  #lookAhead(datedMap: DatedMap, names: NameOptions): void {
    const known = this.#askedOf.get(datedMap.index) ?? 0;
    this.#askedOf.set(datedMap.index, this.#asked.length);
    for (const asked of this.#asked.slice(known)) {
      const key = JSON.stringify([datedMap.index, asked.name, asked.provider, asked.takesReported]);
      if (!this.#models.has(key)) this.#addModel(key, asked, datedMap, names);
    }
  }

  #addModel(
    key: string,
    { name, provider, takesReported }: Asked,
    datedMap: DatedMap,
    names: NameOptions,
  ): Model {
    // A gateway's own report is nearer the bill than the price of somebody else.
    const find = takesReported && provider !== undefined && isGateway(provider) ? findOffer : findModel;
    const found = find(name, provider, names);
    const model = { ...found, assumptions: [...datedMap.assumptions, ...found.assumptions] };
    this.#models.set(key, model);
    return model;
  }

  #addCounts(
    rateGroup: RateGroup,
    record: FastRecord,
    hasKey: boolean,
    beside: LineContext,
    line: number,
    warnings: readonly Notice[],
  ): void {
    const counts = this.#counts;
    const weight = counts.inputTokens + counts.outputTokens;
    let entry = hasKey ? this.#dedupe.find(record.reply, record.request) : -1;
    const isLaterCopy = entry >= 0;
    let before: TakenBack | undefined;
    if (isLaterCopy) {
      if (!this.#hasMore(entry, weight, line)) return;
      before = this.#takeBack(entry, line);
    } else if (hasKey) {
      entry = this.#dedupe.insert(record.reply, record.request);
    }
    const { reportedUsd } = record;
    const plan = planFor(rateGroup, counts.inputTokens);
    const group = this.grouper.idOf(record, beside);
    const table = this.#tableOf(plan, counts.mask, reportedUsd !== undefined);
    const row = table.rowOf(group);
    table.add(row, counts.of, weight);
    if (reportedUsd !== undefined) table.report(row, decimal(reportedUsd));
    if (hasKey) this.#remember(entry, table, row, weight, reportedUsd);
    if (this.#watcher === undefined) return;
    const kind = this.#kindOf(table);
    const isLikeOthers = warnings.length === 0;
    this.#watcher.priced({
      file: this.#beside.file,
      line,
      kind: isLikeOthers ? kind : { ...kind, warnings: [...warnings, ...kind.warnings] },
      requests: 1,
      cost: () => difference(table.costOf(counts.of), before),
      wholeCost: isLikeOthers ? wholeDifference(table.wholeCostOf(counts.of), before) : undefined,
      isLaterCopy,
      reportedUsd,
      meters: () => table.metersOf(counts.of),
    });
  }

  #kindOf(table: CountTable): PricedKind {
    const known = this.#kinds.get(table);
    if (known !== undefined) return known;
    const { rateGroup } = table.plan;
    const kind: PricedKind = {
      rateGroup,
      // The meters and the rules make it, whatever the counts are.
      state: table.costOf(this.#counts.of).state,
      isReported: false,
      assumptions: table.assumptions,
      warnings: this.#doubtsAbout(rateGroup, table.prices),
    };
    this.#kinds.set(table, kind);
    return kind;
  }

  #doubtsAbout({ model }: RateGroup, meters: Parameters<PriceDoubts['about']>[1]): readonly Notice[] {
    return this.#options.doubts?.about(model, meters) ?? NO_NOTICES;
  }

  #tableOf(plan: Plan, mask: number, hasReported: boolean): CountTable {
    let tables = this.#tables[plan.slot];
    if (tables === undefined) {
      tables = [];
      plan.slot = this.#tables.length;
      this.#tables.push(tables);
    }
    for (const table of tables) if (table.mask === mask && table.hasReported === hasReported) return table;
    const made = new CountTable(plan, mask, hasReported);
    tables.push(made);
    return made;
  }

  /** The number of a row among those of all tables. */
  #numberOf(table: CountTable, row: number): number {
    let numbers = this.#rowNumbers.get(table);
    if (numbers === undefined) {
      numbers = new Column();
      this.#rowNumbers.set(table, numbers);
    }
    // One more than the number, so that 0 is none.
    const known = numbers.get(row);
    if (known > 0) return known - 1;
    const number = this.#rowTables.length;
    this.#rowTables.push(table);
    this.#rows.set(number, row);
    numbers.set(row, number + 1);
    return number;
  }

  /** A request that is priced by itself, the way of `estimate`. */
  #addItem(
    rateGroup: RateGroup,
    record: UsageRecord,
    fast: FastRecord,
    hasKey: boolean,
    beside: LineContext,
    line: number,
  ): void {
    const item = this.#itemOf(rateGroup, record, this.grouper.idOf(fast, beside));
    const entry = hasKey ? this.#dedupe.find(fast.reply, fast.request) : -1;
    let before: TakenBack | undefined;
    if (entry >= 0) {
      if (!this.#hasMore(entry, item.tokens, line)) return;
      before = this.#takeBack(entry, line);
    }
    const accumulators = this.#items.get(item.rateGroup) ?? new Map<string, ItemAccumulator>();
    this.#items.set(item.rateGroup, accumulators);
    const key = ItemAccumulator.keyOf(item);
    const accumulator = accumulators.get(key) ?? new ItemAccumulator(item);
    accumulators.set(key, accumulator);
    accumulator.add(item);
    if (hasKey) {
      const { tokens, cost } = item;
      const counted = { tokens, cost: () => cost, remove: () => accumulator.remove(item) };
      this.#unusual.set(entry >= 0 ? entry : this.#dedupe.insert(fast.reply, fast.request), counted);
    }
    for (const { message } of item.warnings) this.remarks.add(message, this.#beside.file, line);
    this.#watcher?.priced({
      file: this.#beside.file,
      line,
      kind: {
        rateGroup: item.rateGroup,
        state: item.cost.state,
        isReported: item.isReported,
        assumptions: item.assumptions,
        warnings: [...item.warnings, ...this.#doubtsAbout(item.rateGroup, item.lines)],
      },
      requests: item.requestCount,
      cost: () => difference(item.cost, before),
      wholeCost: undefined,
      isLaterCopy: entry >= 0,
      reportedUsd: record.reportedUsd,
      meters: () => metersOfItem(item),
    });
  }

  #itemOf(given: RateGroup, record: UsageRecord, group: number): Item & { readonly tokens: number } {
    const { now } = this.#options;
    const { model, usage, atMs, requests = 1, warnings = [], reportedUsd } = record;
    const conditions = { ...given.conditions, at: atMs === undefined ? now : new Date(atMs) };
    const job: Job = {
      model,
      usage,
      conditions,
      overlap: 'cut',
      requests,
      charges: record.charges,
      sumOf: record.sumOf,
      contextTokens: record.contextTokens,
      assumptions: record.assumptions,
      warnings: [],
      defaults: [],
    };
    const { rateGroup, metered, price, assumptions, problem } = this.#priceAlone(given, job, atMs);
    const cost = price(metered.lines, requests);
    const isUnpriced = cost.state === 'unknown' || cost.state === 'partial';
    const reported =
      given.takesReported && isUnpriced && reportedUsd !== undefined
        ? costOf(decimal(reportedUsd))
        : undefined;
    return {
      rateGroup,
      group,
      requests,
      requestCount: requests * (record.sumOf ?? 1),
      lines: metered.lines,
      cost: reported ?? cost,
      isReported: reported !== undefined,
      assumptions: [
        ...rateGroup.model.assumptions,
        ...assumptions,
        ...assumptionsOf(metered),
        ...timeSupposed(rateGroup.model.entry, record),
      ],
      warnings: [
        ...warnings.map((message) => ({ code: 'USAGE', message })),
        ...(problem === undefined ? [] : [{ code: 'NOT_PRICED', message: problem }]),
        ...metered.warnings,
      ],
      reportedUsd: reportedUsd === undefined ? null : decimal(reportedUsd),
      tokens: (metered.inputTokens + metered.outputTokens) * requests,
    };
  }

  /** What `estimate` makes of a job; what it refuses, such as a size without a price, has no price here. */
  #priceAlone(given: RateGroup, job: Job, atMs: number | undefined): Alone {
    const { settings, readImageRules } = this.#options;
    const datedMap = this.#options.mapAtDate(atMs);
    let problem: string | undefined;
    try {
      const rateGroup = this.#sizedRateGroup(given, job.usage, datedMap);
      if (rateGroup.model.key !== null) {
        const pricing = prepare(rateGroup.model.entry, datedMap.names().store, job, readImageRules, settings);
        const { price, assumptions } = pricing;
        return { rateGroup, metered: pricing.meterAt(job.conditions.tier), price, assumptions, problem };
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problem = error.message;
    }
    const entry = { ...given.model.entry, fields: {} };
    const { usage, conditions, charges, sumOf } = job;
    const metered = meter({ entry, usage, conditions, charges, sumOf, overlap: 'cut' });
    const price: Pricing['price'] = (lines, requests) => adjust(priceLines(lines, requests), []);
    return { rateGroup: given, metered, price, assumptions: job.assumptions ?? [], problem };
  }

  /** Models that make images may stand in the map under keys with sizes alone. */
  #sizedRateGroup(rateGroup: RateGroup, usage: Usage, datedMap: DatedMap): RateGroup {
    const { name, key } = rateGroup.model;
    if (key !== null || name === null || usage.images === undefined) return rateGroup;
    const wish = { size: usage.imageSize, quality: usage.imageQuality };
    const entry = findSizedModel(datedMap.names().store, name, wish);
    if (entry === undefined) return rateGroup;
    const known = this.#sized.get(rateGroup)?.get(entry.key);
    if (known !== undefined) return known;
    const model: Model = { ...rateGroup.model, key: entry.key, by: 'key', problem: null, entry };
    const made = newRateGroup({ ...rateGroup, model, rules: this.#options.settings.rulesFor(entry) });
    this.#sized.set(rateGroup, new Map([...(this.#sized.get(rateGroup) ?? []), [entry.key, made]]));
    return made;
  }

  /** False, and the line is a duplicate, where the copy that was counted has as many tokens. */
  #hasMore(entry: number, tokens: number, line: number): boolean {
    const counted = this.#unusual.get(entry);
    const before = counted?.tokens ?? this.#dedupe.take(entry, this.#before);
    if (tokens > before) return true;
    this.skipped('duplicate', 'a reply that was counted already', line);
    return false;
  }

  /** Takes back what was counted for an earlier copy of a reply; what it cost, where somebody asks. */
  #takeBack(entry: number, line: number): TakenBack | undefined {
    // A watcher has been told of the earlier line already, so it is only counted here.
    this.skips.add('duplicate', 'replaces an earlier copy that has fewer tokens', this.#beside.file, line);
    const counted = this.#unusual.get(entry);
    if (counted !== undefined) {
      counted.remove();
      this.#unusual.delete(entry);
      return { cost: counted.cost, wholeCost: undefined };
    }
    const number = this.#dedupe.rowOf(entry);
    const table = this.#rowTables[number];
    const row = this.#rows.get(number);
    const tokens = this.#dedupe.take(entry, this.#before);
    const reportedUsd = this.#reported.get(entry);
    this.#reported.delete(entry);
    table?.remove(row, this.#before, tokens);
    if (reportedUsd !== undefined) table?.takeBackReport(row, decimal(reportedUsd));
    if (this.#watcher === undefined || table === undefined) return undefined;
    return { cost: () => table.costOf(this.#before), wholeCost: table.wholeCostOf(this.#before) };
  }

  #remember(
    entry: number,
    table: CountTable,
    row: number,
    tokens: number,
    reportedUsd: string | undefined,
  ): void {
    const counts = this.#counts;
    if (this.#dedupe.canHold(counts.of, counts.mask)) {
      this.#dedupe.put(entry, this.#numberOf(table, row), counts.of);
      if (reportedUsd !== undefined) this.#reported.set(entry, reportedUsd);
      return;
    }
    const of = counts.of.slice();
    this.#unusual.set(entry, {
      tokens,
      cost: () => table.costOf(of),
      remove() {
        table.remove(row, of, tokens);
        if (reportedUsd !== undefined) table.takeBackReport(row, decimal(reportedUsd));
      },
    });
  }
}

function fillWords(fast: FastRecord, words: RowWords): void {
  fast.clear();
  fast.model = words.model;
  fast.provider = words.provider;
  fast.tier = words.tier;
  fast.region = words.region;
  fast.speed = words.speed;
  fast.session.set(words.session);
  fast.project.set(words.project);
  fast.user.set(words.user);
  fast.agent = words.agent;
  fast.reportedUsd = words.reportedUsd;
  fast.atMs = words.atMs ?? ABSENT;
}

const NO_NOTICES: readonly Notice[] = [];
/** A log may name any number of models that nobody knows. */
const MOST_ASKED = 1000;

function isInRateGroup(
  rateGroup: RateGroup,
  record: FastRecord,
  tier: Tier,
  region: string | undefined,
  datedMap: DatedMap,
  takesReported: boolean,
): boolean {
  const { model, conditions } = rateGroup;
  return (
    rateGroup.takesReported === takesReported &&
    model.name === (record.model ?? null) &&
    conditions.tier === tier &&
    model.provider === (record.provider ?? null) &&
    conditions.region === region &&
    conditions.speed === record.speed &&
    rateGroup.datedMap === datedMap.index
  );
}

/** A cost that the provider reports: known as a whole, and not by its parts. */
function costOf(usd: Decimal): AdjustedCost {
  return {
    lines: [],
    inputUsd: ZERO,
    outputUsd: ZERO,
    otherUsd: usd,
    totalUsd: usd,
    adjustments: [],
    adjustmentsUsd: ZERO,
    state: isZero(usd) ? 'free' : 'known',
  };
}

function timeSupposed(entry: Entry, { atMs }: UsageRecord): readonly Assumption[] {
  if (atMs !== undefined || entry.fields['off_peak_pricing'] === undefined) return [];
  const message = `A line does not say when it was, and ${entry.key} has off-peak prices; the price of now is used.`;
  return [{ code: 'TIME_NOW', message }];
}

function difference(cost: AdjustedCost, earlier: TakenBack | undefined): AdjustedCost {
  if (earlier === undefined) return cost;
  const before = earlier.cost();
  return {
    ...cost,
    inputUsd: minus(cost.inputUsd, before.inputUsd),
    outputUsd: minus(cost.outputUsd, before.outputUsd),
    otherUsd: minus(cost.otherUsd, before.otherUsd),
    adjustmentsUsd: minus(cost.adjustmentsUsd, before.adjustmentsUsd),
    totalUsd: minus(cost.totalUsd, before.totalUsd),
  };
}

/** Undefined where the two are not multiples of the same power of ten. */
function wholeDifference(cost: WholeCost | undefined, earlier: TakenBack | undefined): WholeCost | undefined {
  if (earlier === undefined) return cost;
  const before = earlier.wholeCost;
  if (cost === undefined || before?.decimals !== cost.decimals) return undefined;
  return { ...cost, input: cost.input - before.input, output: cost.output - before.output };
}

function metersOfItem(item: Item): Sum['meters'] {
  const one = new ItemAccumulator(item);
  one.add(item);
  return one.sum().meters;
}
