/** The conditions under which the rates of an entry differ, found by asking the pricing rules. */
import { asObject, field } from '../core/json.ts';
import type { Entry } from '../models/entry.ts';
import { multiplierFor } from '../pricing/multipliers.ts';
import { isOffPeak } from '../pricing/off-peak.ts';
import { boundsOf } from '../pricing/thresholds.ts';
import { isUnusablePrice } from '../pricing/unusable.ts';

/**
 * The lengths of a prompt, in tokens, from which on other rates may hold: each is the first of its bracket.
 * A bound is looked at by itself, because some count from it and others above it.
 */
export function cutsOf(entry: Entry): readonly number[] {
  const cuts = boundsOf(entry).flatMap((bound) => [Math.ceil(bound), Math.floor(bound) + 1]);
  return [...new Set(cuts)].filter((cut) => cut > 0).sort((a, b) => a - b);
}

/** Any region, or speed, that the entry does not name. */
export const OTHER = '*';

export interface Multipliers {
  readonly regions: readonly string[];
  readonly speeds: readonly string[];
}

/** The regions and speeds that change the entry's rates; `*` where any region does. */
export function multipliersOf(entry: Entry): Multipliers {
  const specific = Object.keys(asObject(field(entry.fields, 'provider_specific_entry')) ?? {});
  const listed = Object.keys(entry.fields).flatMap(
    (name) => /^regional_processing_uplift_multiplier_(.+)$/.exec(name)?.[1] ?? [],
  );
  const names = [...new Set([...listed, ...specific])].filter((name) => name === name.trim().toLowerCase());
  const counts = (condition: { readonly region?: string; readonly speed?: string }) => {
    const multiplier = multiplierFor(entry, {
      tier: 'standard',
      inputTokens: 0,
      at: new Date(0),
      ...condition,
    });
    return isUnusablePrice(multiplier) || multiplier.words.length > 0;
  };
  return {
    regions: [...names, OTHER].filter((region) => counts({ region })),
    speeds: [...names, OTHER].filter((speed) => counts({ speed })),
  };
}

const MINUTES_A_WEEK = 7 * 24 * 60;
const MINUTE_MS = 60_000;
/** Mondays, 00:00 UTC, in winter and in summer: where clocks are changed, a week differs. */
const WEEKS = [Date.UTC(2026, 0, 5), Date.UTC(2026, 6, 6)] as const;

/** When an entry's off-peak prices apply. */
export interface Schedule {
  /** Minutes of the week from Monday 00:00 UTC. */
  readonly minutes: readonly number[];
  /** Moments inside and outside of these hours; undefined where there are none. */
  readonly inside: Date | undefined;
  readonly outside: Date | undefined;
  /** False where the hours cannot be read, or move with a clock that is changed in summer. */
  readonly isWeekly: boolean;
}

/** Undefined for an entry without off-peak prices. */
export function scheduleOf(entry: Entry): Schedule | undefined {
  const value = field(entry.fields, 'off_peak_pricing') ?? null;
  if (value === null) return undefined;
  const pricing = asObject(value);
  if (pricing === undefined) return { minutes: [], inside: undefined, outside: undefined, isWeekly: false };
  const minutes: number[] = [];
  let isWeekly = true;
  for (let minute = 0; minute < MINUTES_A_WEEK; minute += 1) {
    const [winter, summer] = WEEKS.map((week) => isOffPeak(pricing, new Date(week + minute * MINUTE_MS)));
    if (winter === undefined || winter !== summer) isWeekly = false;
    else if (winter) minutes.push(minute);
  }
  const at = (minute: number | undefined) =>
    minute === undefined ? undefined : new Date(WEEKS[0] + minute * MINUTE_MS);
  const inside = new Set(minutes);
  let outside: number | undefined;
  for (let minute = 0; outside === undefined && minute < MINUTES_A_WEEK; minute += 1) {
    if (!inside.has(minute)) outside = minute;
  }
  return { minutes, inside: at(minutes[0]), outside: at(outside), isWeekly };
}
