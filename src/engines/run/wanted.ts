/** What an engine has to tell apart when it adds requests up. */
import { PERIODS } from '../../pricing/tally/calendar.ts';
import type { Dimension } from '../../pricing/tally/groups.ts';

const WORD_GROUPS = ['session', 'project', 'user'] as const;
type WordGroup = (typeof WORD_GROUPS)[number];

/** What of the rows matters beside their counts. */
export interface Wanted {
  /** What requests are grouped by, of what each row says. */
  readonly words: readonly WordGroup[];
  readonly isByFile: boolean;
  readonly isByTime: boolean;
  /** Milliseconds since 1970, both in. */
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Since when each map prices, oldest first; empty where one prices all. */
  readonly mapTimes: readonly number[];
  /** Whether a reply that is there twice counts once. */
  readonly dedupes: boolean;
}

/** For such groups. Paths are no matter here: they take each row by itself. */
export function wantedOf(
  dimensions: readonly Dimension[],
  others: Omit<Wanted, 'words' | 'isByFile' | 'isByTime'>,
): Wanted {
  const groups = new Set<string>(dimensions.flatMap((each) => (each.of === 'line' ? [each.kind.by] : [])));
  return {
    ...others,
    words: WORD_GROUPS.filter((word) => groups.has(word)),
    isByFile: groups.has('file'),
    isByTime: PERIODS.some((period) => groups.has(period)),
  };
}
