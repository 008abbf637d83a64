import { minus } from '../../core/money.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Notice } from '../../core/notice.ts';
import { ABSENT, FastRecord } from '../../usage/logs/fast/record.ts';
import type { LineSkip, LogHandler } from '../../usage/logs/log-reader.ts';
import type { Adder } from '../../usage/logs/fast/addition.ts';
import type { CountedReplies, ReplyIds } from '../../usage/logs/reply-ids.ts';
import type { RowWords } from '../../usage/tables/row.ts';
import type { UsageRecord } from '../../usage/usage.ts';
import type { AdjustedCost } from '../adjust.ts';
import { withoutGroups, type Sum } from './accumulators.ts';
import { Additions } from './additions.ts';
import { AlonePricer } from './alone.ts';
import type { CountTable } from './count-table.ts';
import { CountTables } from './count-tables.ts';
import { Counts } from './counts.ts';
import { Dedupe } from './dedupe.ts';
import { Grouper, type LineContext } from './groups.ts';
import { Items, metersOfItem } from './items.ts';
import type { PriceDoubts, PricedKind, PricedLine, TallyOptions, Watcher } from './options.ts';
import { planFor, type RateGroup } from './rate-group.ts';
import { RateGroups } from './rate-groups.ts';
import { Replies } from './replies.ts';
import type { GroupSum } from './rows.ts';
import { Remarks, Skips, type TallySkip } from './skips.ts';
import { TextIds } from './text-ids.ts';

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

/** What a watcher is told of a request whose tokens were counted. */
interface Watched extends Pick<PricedLine, 'line' | 'isLaterCopy' | 'reportedUsd'> {
  /** What the copy of the reply before it cost, where there is one. */
  readonly before: AdjustedCost | undefined;
  readonly warnings: readonly Notice[];
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
  readonly #rateGroups: RateGroups;
  readonly #alone: AlonePricer;
  readonly #tables = new CountTables();
  readonly #items = new Items();
  #replies = new Replies(this.#tables, new Dedupe());
  readonly #counts = new Counts();
  readonly #additions: Additions;
  readonly #kinds = new Map<CountTable, PricedKind>();
  /** Holds the file that lines come from; the same for all that have nothing else beside them. */
  #beside: LineContext = { file: '', tags: undefined, value: undefined };
  #ids: ReplyIds = new TextIds();
  readonly #scratch = new FastRecord();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#watcher = options.watcher;
    this.#hasDates = options.sinceMs !== undefined || options.untilMs !== undefined;
    this.#dedupes = options.dedupe ?? true;
    this.#rateGroups = new RateGroups(options);
    this.#alone = new AlonePricer(options);
    this.grouper = new Grouper(options.dimensions, options.calendar);
    this.#additions = new Additions({
      options,
      tables: this.#tables,
      grouper: this.grouper,
      skips: this.skips,
    });
  }

  /** Before the first line: the numbers that `fast` gets come from these, and entries stand in `replies`. */
  useIds(ids: ReplyIds, replies: CountedReplies): void {
    this.#ids = ids;
    this.#replies = new Replies(this.#tables, replies);
  }

  /** Has requests added up without their being handed over; undefined where somebody wants each of them. */
  get adder(): Adder | undefined {
    return this.#watcher === undefined ? this.#additions : undefined;
  }

  /** The next lines come from this file. */
  begin(file: string): void {
    this.#beside = { file, tags: undefined, value: undefined };
    this.#additions.file = file;
  }

  /** Everything that was added, whatever its group. */
  sums(): readonly Sum[] {
    const counted = this.#tables.sums().filter(({ requests }) => requests > 0);
    return [...counted, ...withoutGroups(this.#items.sums())];
  }

  /** The same by group, one at a time: a log may have very many. */
  *groupSums(): Iterable<GroupSum> {
    yield* this.#tables.groupSums();
    for (const sum of this.#items.sums()) {
      yield { rateGroup: sum.rateGroup, group: sum.group, sum: () => sum };
    }
  }

  fast(record: FastRecord, line: number): void {
    this.#additions.last = undefined;
    if (this.#hasDates && this.#isOutside(record.atMs, line)) return;
    const rateGroup = this.#rateGroups.of(record);
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
    const rateGroup = this.#rateGroups.of(fast);
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
      fast.setUsage(record.usage) &&
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
    const { alone, bounds } = this.#rateGroups.of(fast);
    return alone ? undefined : bounds;
  }

  /** Requests that an engine has added up: they say the same, use the same meters and have the same rates. */
  summed(words: RowWords, sums: SummedRequests, line: number): void {
    const fast = this.#scratch;
    fillWords(fast, words);
    for (const message of words.warnings ?? [])
      this.remarks.add(message, this.#beside.file, line, sums.requests);
    const plan = planFor(this.#rateGroups.of(fast), sums.inputTokens);
    const table = this.#tables.tableOf(plan, sums.mask, sums.reportedUsd !== undefined);
    const row = table.rowOf(this.grouper.idOf(fast, this.#beside));
    table.addSums(row, sums.counts, sums.requests);
    if (sums.reportedUsd !== undefined) table.report(row, sums.reportedUsd);
  }

  /** @param count of how many lines it is said; this one is the first of them. */
  skipped(reason: LineSkip | TallySkip, detail: string, line: number, count = 1): void {
    this.skips.add(reason, detail, this.#beside.file, line, count);
    this.#watcher?.skipped(reason, detail, { file: this.#beside.file, line });
  }

  contextLines(count: number): void {
    this.contexts += count;
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

  /** A request whose tokens are added to those of others before they are priced. */
  #addCounts(
    rateGroup: RateGroup,
    record: FastRecord,
    hasKey: boolean,
    beside: LineContext,
    line: number,
    warnings: readonly Notice[],
  ): void {
    const counts = this.#counts;
    const tokens = counts.inputTokens + counts.outputTokens;
    const entry = hasKey ? this.#replies.find(record) : 0;
    const isLaterCopy = entry > 0;
    if (isLaterCopy && !this.#hasMore(entry, tokens, line)) return;
    const before = isLaterCopy ? this.#takeBack(entry, line) : undefined;
    const { reported } = record;
    const plan = planFor(rateGroup, counts.inputTokens);
    const table = this.#tables.tableOf(plan, counts.mask, reported !== undefined, record.kind);
    const row = table.rowOf(this.grouper.idOf(record, beside));
    table.add(row, counts.of, tokens);
    if (this.#watcher === undefined) {
      const { inputTokens } = counts;
      this.#additions.last = { rateGroup, inputTokens, atMs: record.atMs, table, row };
    }
    if (reported !== undefined) table.report(row, reported);
    if (hasKey) this.#replies.rememberCounts(record, entry, table, row, counts);
    if (this.#watcher !== undefined)
      this.#watch(this.#watcher, table, {
        line,
        isLaterCopy,
        before,
        reportedUsd: record.reportedUsd,
        warnings,
      });
  }

  #watch(watcher: Watcher, table: CountTable, watched: Watched): void {
    const { line, isLaterCopy, before, reportedUsd, warnings } = watched;
    const { of } = this.#counts;
    const kind = this.#kindOf(table);
    const isLikeOthers = warnings.length === 0 && !isLaterCopy;
    watcher.priced({
      file: this.#beside.file,
      line,
      kind: isLikeOthers ? kind : { ...kind, warnings: [...warnings, ...kind.warnings] },
      requests: 1,
      cost: () => difference(table.costOf(of), before),
      wholeCost: isLikeOthers ? table.wholeCostOf(of) : undefined,
      isLaterCopy,
      reportedUsd,
      meters: () => table.metersOf(of),
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

  /** A request that is priced by itself. */
  #addItem(
    given: RateGroup,
    record: UsageRecord,
    fast: FastRecord,
    hasKey: boolean,
    beside: LineContext,
    line: number,
  ): void {
    const item = this.#alone.itemOf(given, record, this.grouper.idOf(fast, beside));
    const { rateGroup, tokens, cost } = item;
    const entry = hasKey ? this.#replies.find(fast) : 0;
    const isLaterCopy = entry > 0;
    if (isLaterCopy && !this.#hasMore(entry, tokens, line)) return;
    const before = isLaterCopy ? this.#takeBack(entry, line) : undefined;
    const accumulator = this.#items.add(item);
    if (hasKey)
      this.#replies.remember(fast, entry, {
        tokens,
        cost: () => cost,
        remove: () => accumulator.remove(item),
      });
    for (const { message } of item.warnings) this.remarks.add(message, this.#beside.file, line);
    this.#watcher?.priced({
      file: this.#beside.file,
      line,
      kind: {
        rateGroup,
        state: cost.state,
        isReported: item.isReported,
        assumptions: item.assumptions,
        warnings: [...item.warnings, ...this.#doubtsAbout(rateGroup, item.lines)],
      },
      requests: item.requestCount,
      cost: () => difference(cost, before),
      wholeCost: undefined,
      isLaterCopy,
      reportedUsd: record.reportedUsd,
      meters: () => metersOfItem(item),
    });
  }

  #doubtsAbout({ model }: RateGroup, meters: Parameters<PriceDoubts['about']>[1]): readonly Notice[] {
    return this.#options.doubts?.about(model, meters) ?? NO_NOTICES;
  }

  /** False, and the line is a duplicate, where the copy that was counted has as many tokens. */
  #hasMore(entry: number, tokens: number, line: number): boolean {
    if (tokens > this.#replies.tokensOf(entry)) return true;
    this.skipped('duplicate', 'a reply that was counted already', line);
    return false;
  }

  /** Takes back what was counted for an earlier copy of a reply; what it cost, where somebody asks. */
  #takeBack(entry: number, line: number): AdjustedCost | undefined {
    // A watcher has been told of the earlier line already, so it is only counted here.
    this.skips.add('duplicate', 'replaces an earlier copy that has fewer tokens', this.#beside.file, line);
    const cost = this.#watcher === undefined ? undefined : this.#replies.costOf(entry);
    this.#replies.takeBack(entry);
    return cost;
  }
}

function fillWords(fast: FastRecord, words: RowWords): void {
  fast.clear();
  fast.setWords(words);
  fast.session.set(words.session);
  fast.project.set(words.project);
  fast.user.set(words.user);
  fast.agent = words.agent;
  fast.reported = words.reportedUsd;
  fast.atMs = words.atMs ?? ABSENT;
}

const NO_NOTICES: readonly Notice[] = [];

function difference(cost: AdjustedCost, before: AdjustedCost | undefined): AdjustedCost {
  if (before === undefined) return cost;
  return {
    ...cost,
    inputUsd: minus(cost.inputUsd, before.inputUsd),
    outputUsd: minus(cost.outputUsd, before.outputUsd),
    otherUsd: minus(cost.otherUsd, before.otherUsd),
    adjustmentsUsd: minus(cost.adjustmentsUsd, before.adjustmentsUsd),
    totalUsd: minus(cost.totalUsd, before.totalUsd),
  };
}
