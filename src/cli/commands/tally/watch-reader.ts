import { HOUR_MS, MINUTE_MS } from '../../../core/dates.ts';
import type { Deps } from '../../../core/deps.ts';
import { LlmcostError } from '../../../core/errors.ts';
import { calendarOf, type Calendar } from '../../../pricing/tally/calendar.ts';
import type { LogInput } from '../../../usage/logs/inputs.ts';
import { tally, type TallyDocument, type TallyOptions } from './document.ts';
import type { WatchedLogs } from './watch-logs.ts';

/** What is shown. */
export interface Glance {
  readonly atMs: number;
  readonly timeZone: string;
  /** The first day that counts. */
  readonly sinceDay: string;
  readonly isToday: boolean;
  /** What was used since then; null where nothing was. */
  readonly all: TallyDocument | null;
  /** The same of the last 60 minutes: what an hour costs now. */
  readonly lastHour: TallyDocument | null;
  /** Logs that were written since then. */
  readonly logs: number;
  /** Why the figures are out of date; null if they are not. */
  readonly problem: string | null;
  /** Logs that started over while they were watched: what they held before is no longer counted. */
  readonly restarted: readonly string[];
}

const TODAY = 'today';

export type WatchOptions = Omit<TallyOptions, 'inputs' | 'until'>;

/** Reads the logs that were written since the day began, whenever one of them is written. */
export class WatchReader {
  readonly #logs: WatchedLogs;
  readonly #options: WatchOptions;
  readonly #deps: Deps;
  readonly #calendar: Calendar;
  #last: { readonly glance: Glance; readonly fingerprint: string; readonly readMs: number } | undefined;
  #recent: readonly LogInput[] = [];
  readonly #restarted = new Set<string>();

  /** @throws UsageError for a time zone that there is not. */
  constructor(logs: WatchedLogs, options: WatchOptions, deps: Deps) {
    this.#logs = logs;
    this.#options = options;
    this.#deps = deps;
    this.#calendar = calendarOf(options.timeZone);
  }

  /** The logs of the last reading. */
  get recent(): readonly LogInput[] {
    return this.#recent;
  }

  /**
   * The figures of now. An error after the first reading, such as a log that is just being replaced, is
   * reported with the figures before it.
   */
  async read(top: number): Promise<Glance> {
    try {
      return await this.#read(top);
    } catch (error) {
      if (this.#last === undefined || !(error instanceof LlmcostError)) throw error;
      const problem = [error.message, error.hint ?? ''].join(' ').trim();
      return { ...this.#last.glance, atMs: this.#deps.now().getTime(), problem };
    }
  }

  async #read(top: number): Promise<Glance> {
    const now = this.#deps.now();
    const atMs = now.getTime();
    const since = this.#options.since ?? TODAY;
    const sinceMs = this.#calendar.parse(since, 'start', { flag: '--since', now });
    for (const name of this.#logs.look()) this.#restarted.add(name);
    const recent = this.#logs.writtenSince(sinceMs);
    this.#recent = recent;
    const before = this.#last;
    const fingerprint = [top, sinceMs, this.#logs.fingerprint(recent)].join('\n');
    // The last hour moves on even if nothing is written.
    const isFresh = before !== undefined && atMs - before.readMs < MINUTE_MS;
    if (isFresh && before.fingerprint === fingerprint) return { ...before.glance, atMs };
    const glance: Glance = {
      atMs,
      timeZone: this.#calendar.timeZone,
      sinceDay: this.#calendar.label('day', sinceMs),
      isToday: since === TODAY,
      all: await this.#tally(recent, { since, top }),
      lastHour: await this.#tally(this.#logs.writtenSince(atMs - HOUR_MS), {
        since: new Date(atMs - HOUR_MS).toISOString(),
        by: ['model'],
      }),
      logs: recent.length,
      problem: null,
      restarted: [...this.#restarted],
    };
    this.#last = { glance, fingerprint, readMs: atMs };
    return glance;
  }

  /** Null where nothing was used. @throws LlmcostError as `tally` does. */
  async #tally(inputs: readonly LogInput[], changed: Partial<TallyOptions>): Promise<TallyDocument | null> {
    if (inputs.length === 0) return null;
    const { document } = await tally({ ...this.#options, ...changed, inputs }, this.#deps);
    const { known, free, partial, unknown } = document.counts.requests;
    return known + free + partial + unknown === 0 ? null : document;
  }
}
